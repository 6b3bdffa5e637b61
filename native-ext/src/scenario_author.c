/*
 * scenario_author.c
 *		Who did it: a call that reads freed memory or writes past a segment's end
 *		is made again under the fence (fence.h).
 *
 * The caller has seen the damage, or a wrong answer, and says in which
 * iteration. What the call does the second time counts like the first. A bug
 * that does not come again leaves its finding without a function.
 */
#include "postgres.h"

#include "event.h"
#include "fence.h"
#include "frame.h"
#include "poison.h"
#include "scenario.h"
#include "shmem_probe.h"
#include "site.h"
#include "window.h"

/* The first may only prepare what the second does. */
#define REPEATS 3

static FenceHit
call_under_fence(ScenarioJob *job, int iteration)
{
	job_phase(job, "looking for the author");
	for (int i = 0; i < REPEATS && fence_hit().area == NULL; i++)
	{
		fence_up();
		(void) job_call(job, iteration, NULL);
		fence_down();
	}
	return fence_hit();
}

/* Whether the window has such a finding already. */
bool
job_window_saw(ScenarioJob *job, CheckType type)
{
	const OwnArray *verdict = window_verdict();

	for (Size i = 0; i < verdict->count; i++)
		if (((const Growth *) own_array_at(verdict, i))->check_type == type)
			return true;
	return false;
}

/* Names who wrote past the end of shared memory, in the probe's finding; the probe mended it. */
void
job_name_writer(ScenarioJob *job, int iteration)
{
	(void) window_verdict();
	shmem_probe_fence();
	if (call_under_fence(job, iteration).area)
	{
		/* the probe asks the fence when it sees the damage, and that is now */
		(void) window_verdict();
		job->named = true;
		job->named_type = CHECK_SHMEM_OVERRUN;
	}
	fence_clear();
}

static void
describe_owner(char *to, Size size, uint32 site)
{
	SiteOwner	owner = site_owner(site, OWNER_BY_REACH);
	char		symbol[128];

	frame_symbol(owner.pc, symbol, sizeof(symbol));
	snprintf(to, size, "%s (%s)", symbol, frame_library(owner.pc));
}

/*
 * Names who reads or writes memory that was given back, and who gave it back;
 * the sentence says what came of it. False if nobody was seen.
 */
bool
job_name_reader(ScenarioJob *job, int iteration, const char *sentence)
{
	Event		event = {.check_type = CHECK_USE_AFTER_RESET,.rule = OWNER_BY_REACH,.count = 1,.certain = true};
	char		freed_by[192];
	FenceHit	hit;

	poison_fence();
	hit = call_under_fence(job, iteration);
	fence_clear();
	if (hit.area == NULL)
		return false;
	describe_owner(freed_by, sizeof(freed_by), hit.tag);
	event.site = hit.site;
	snprintf(event.detail, sizeof(event.detail), "%s; it uses memory that was freed or reset in %s",
			 sentence, freed_by);
	event_add(&event);
	return true;
}
