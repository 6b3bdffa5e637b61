/*
 * scenario_places.c
 *		Calls that are looked at for places of a filling; see fill_place.h.
 */
#include "postgres.h"

#include "scenario/scenario.h"
#include "scenario/wal_places.h"

bool
job_call_and_look(ScenarioJob *job, int iteration, WorkloadResult *result)
{
	bool		called;

	wal_places_call();
	fill_places_call(iteration);
	called = job_call(job, iteration, result);
	wal_places_call_over();
	fill_places_call_over();
	return called;
}

/* When all are collected: more than fit were not looked at again. */
void
job_end_collecting(ScenarioJob *job, const FillPlaceList *places)
{
	fill_places_stop();
	if (places->count == FILL_PLACES)
		job_remark(job, "more than %d places in rows, keys and shared memory may have had what new "
				   "or freed memory was filled with; the others were not looked at again",
				   FILL_PLACES);
}

/* Which of the places have this filling now. */
void
job_check_places(ScenarioJob *job, FillPlaceList *places, int filling)
{
	WorkloadResult result;
	int			last = 0;

	for (int i = 0; i < places->count; i++)
		last = Max(last, places->places[i].iteration);
	fill_places_check(places, filling);
	for (int i = 1; i <= last; i++)
		if (!job_call_and_look(job, i, &result))
			break;
	fill_places_stop();
}
