/*
 * verdict.c
 *		What is sure, and what is worth a row; see verdict.h.
 */
#include "postgres.h"

#include "base/settings.h"
#include "judge/lost.h"
#include "judge/verdict.h"
#include "stack/frame.h"
#include "stack/language.h"

/*
 * What a called library keeps for itself, such as OpenSSL's queue of 16 errors, and what it
 * allocates for its caller look the same from outside, until what it keeps is full. An interpreter
 * may give nothing back for thousands of calls, until its collector runs. What another process may
 * free levels off likewise, if it does.
 */
#define EXECUTIONS_OF_LIBRARY 24
#define EXECUTIONS_OF_LANGUAGE 20000

static int
executions_needed(const Growth *growth)
{
	if (!languages_are_known() || library_runs_language(frame_library(growth->owner.pc)))
		return EXECUTIONS_OF_LANGUAGE;
	return EXECUTIONS_OF_LIBRARY;
}

/* Seen again, or for long where that says little, or needing no second sighting. */
static bool
is_confirmed(const Growth *growth, const GrowthGroup *group)
{
	if (growth->certain || growth->owner.provenance == PROVENANCE_SERVER)
		return growth->certain;
	if (growth->freed_elsewhere)
		return group_grows_throughout(group, EXECUTIONS_OF_LIBRARY);
	if (growth->owner.through_library)
		return group_grows_throughout(group, executions_needed(growth));
	if (growth->path != 0 && group_wants_search(group))
		lost_search();
	return group_confirmed(group);
}

/* Memory from before the watch was replaced by larger memory: no more is held than was. */
static bool
is_replacement(const JudgedGrowth *judged)
{
	return judged->growth.count <= 0 && !judged->growth.enlarged && !judged->confirmed &&
		judged->group != NULL && judged->group->live_count == 0;
}

/*
 * Whether a growth is worth a row. What only the server's own frames allocated is reported only
 * if it comes with each execution of a statement. A small growth that was seen once, and without
 * a stack, is more likely noise.
 */
bool
growth_is_worth_a_row(const JudgedGrowth *judged)
{
	const Growth *growth = &judged->growth;

	if (growth_weight(growth) <= 0)
		return false;
	if (check_type_is_corruption(growth->check_type))
		return true;
	if (is_replacement(judged))
		return false;
	if (growth->owner.provenance == PROVENANCE_SERVER && !group_grows_every_time(judged->group))
		return false;
	return growth->path == 0 || growth->owner.provenance != PROVENANCE_UNKNOWN ||
		judged->confirmed || growth->bytes >= memcheck_min_leak_bytes;
}

/*
 * The server as a library that was called: what one of its functions allocates may be a cache of
 * its own. But what each call makes larger is for the extension that called it.
 */
static void
give_to_caller(JudgedGrowth *judged)
{
	Growth	   *growth = &judged->growth;

	if (!growth->by_call || !group_grows_every_time(judged->group))
		return;
	growth->owner = site_owner(growth->site, OWNER_BY_CALL);
	growth->owner.through_library = true;
}

JudgedGrowth
growth_judge(const Growth *growth)
{
	JudgedGrowth judged = {.growth = *growth, .group = registry_find(growth->group)};

	give_to_caller(&judged);
	judged.confirmed = is_confirmed(&judged.growth, judged.group);
	judged.reported = growth_is_worth_a_row(&judged);
	return judged;
}
