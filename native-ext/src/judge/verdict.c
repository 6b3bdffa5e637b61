/*
 * verdict.c
 *		What is sure, and what is worth a row; see verdict.h.
 */
#include "postgres.h"

#include "base/settings.h"
#include "judge/verdict.h"

/*
 * Seen again, or needing no second sighting. What a library does for itself
 * when an extension calls it, such as OpenSSL's queue of errors, and what it
 * does for its caller look the same from outside: that is never certain.
 */
static bool
is_confirmed(const Growth *growth, const GrowthGroup *group)
{
	return growth->certain ||
		(growth->owner.provenance != PROVENANCE_SERVER && !growth->owner.through_library &&
		 group_confirmed(group));
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
	if (growth->owner.provenance == PROVENANCE_SERVER && !group_grows_every_time(judged->group))
		return false;
	return growth->path == 0 || growth->owner.provenance != PROVENANCE_UNKNOWN ||
		judged->confirmed || growth->bytes >= memcheck_min_leak_bytes;
}

JudgedGrowth
growth_judge(const Growth *growth)
{
	JudgedGrowth judged = {.growth = *growth, .group = registry_find(growth->group)};

	judged.confirmed = is_confirmed(growth, judged.group);
	judged.reported = growth_is_worth_a_row(&judged);
	return judged;
}
