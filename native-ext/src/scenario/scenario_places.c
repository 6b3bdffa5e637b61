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
