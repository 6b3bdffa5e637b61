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

#include "probe/fence.h"
#include "probe/poison_fence.h"
#include "probe/shmem_probe.h"
#include "scenario/scenario.h"
#include "session/window.h"
#include "stack/frame.h"
#include "stack/site.h"
#include "trace/event.h"

/* The first may only prepare what the second does; and some accesses are the server's right. */
#define REPEATS 10

static bool
is_of_extension(uint32 site)
{
	return site_owner(site, OWNER_BY_REACH).provenance == PROVENANCE_EXTENSION;
}

/* Who was seen; site 0 if nobody was that an extension had a part in. */
static FenceHit
call_under_fence(ScenarioJob *job, int iteration)
{
	FenceHit	hit = {0};

	job_phase(job, "looking for the author");
	for (int i = 0; i < REPEATS; i++)
	{
		fence_up();
		(void) job_call(job, iteration, NULL);
		fence_down();
		hit = fence_hit();
		if (hit.area == NULL)
			continue;
		if (is_of_extension(hit.site))
			return hit;
		/* the server uses what an extension gave it and took back */
		if (is_of_extension(hit.tag))
		{
			hit.site = hit.tag;
			return hit;
		}
		fence_pass();
	}
	hit.site = 0;
	return hit;
}

static bool
window_has(CheckType type, bool with_author)
{
	const OwnArray *verdict = &window_verdict()->items;

	for (Size i = 0; i < verdict->count; i++)
	{
		const Growth *growth = own_array_at(verdict, i);

		if (growth->check_type == type && (growth->site != 0 || !with_author))
			return true;
	}
	return false;
}

/* Whether the window has such a finding already. */
bool
job_window_saw(ScenarioJob *job, CheckType type)
{
	return window_has(type, false);
}

/* Names who wrote past the end of shared memory, in the probe's finding; the probe mended it. */
void
job_name_writer(ScenarioJob *job, int iteration)
{
	(void) window_verdict();
	shmem_probe_fence();
	/*
	 * the probe asks the fence when it sees the damage, and that is now, unless another session saw
	 * and mended it first
	 */
	job->named = call_under_fence(job, iteration).site != 0 &&
		window_has(CHECK_SHMEM_OVERRUN, true);
	job->named_type = CHECK_SHMEM_OVERRUN;
	fence_clear();
}

static void
describe_owner(char *to, Size size, uint32 site)
{
	SiteOwner	owner = site_owner(site, OWNER_BY_REACH);
	char		symbol[128];

	if (!is_of_extension(site))
	{
		strcpy(to, "the server");
		return;
	}
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
	Event		event =
		{.check_type = CHECK_USE_AFTER_RESET,.rule = OWNER_BY_REACH,.count = 1,.certain = true};
	char		freed_by[192];
	FenceHit	hit;

	poison_fence();
	hit = call_under_fence(job, iteration);
	fence_clear();
	if (hit.site == 0)
		return false;
	describe_owner(freed_by, sizeof(freed_by), hit.tag);
	event.site = hit.site;
	event.freed_site = hit.tag;
	snprintf(event.detail, sizeof(event.detail), "%s; it uses memory that was given back in %s",
			 sentence, freed_by);
	event_add(&event);
	return true;
}
