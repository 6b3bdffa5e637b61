/*
 * registry.c
 *		Groups of growth and their sightings; see registry.h.
 */
#include "postgres.h"

#include "base/hash_index.h"
#include "base/own_memory.h"
#include "judge/execution_count.h"
#include "judge/registry.h"
#include "tree/path.h"

static OwnArray groups = {.width = sizeof(GrowthGroup)};
static HashIndex by_hash = HASH_INDEX_INIT;
static HashIndex by_path = HASH_INDEX_INIT; /* the latest group of each path */
static uint64 interval = 1;		/* number of the running one */

uint64
group_hash(CheckType type, uint32 path, uint64 owner, uint64 object)
{
	uint64		hash = own_hash(own_hash(owner) + ((uint64) path << 8) + type + 1);

	return object ? own_hash(hash ^ object) : hash;
}

/* Groups are numbered from 1; 0 is none. */
static GrowthGroup *
group_at(uint32 number)
{
	return number ? own_array_at(&groups, number - 1) : NULL;
}

GrowthGroup *
registry_find(uint64 hash)
{
	return group_at(hash_index_find(&by_hash, hash));
}

/* The group, or NULL when no memory is left for a new one. */
GrowthGroup *
registry_find_or_make(uint64 hash, uint32 path)
{
	GrowthGroup	   *group = registry_find(hash);

	if (group != NULL)
		return group;
	group = own_array_append(&groups);
	if (group == NULL)
		return NULL;
	group->hash = hash;
	group->path = path;
	group->next_of_path = hash_index_find(&by_path, path);
	if (!hash_index_put(&by_hash, hash, groups.count))
	{
		groups.count--;
		return NULL;
	}
	/* without memory for this one, resets of its context go unseen */
	(void) hash_index_put(&by_path, path, groups.count);
	return group;
}

static void
count_sighting(GrowthGroup *group, const Statement *statement)
{
	int			slot = 0;

	for (int i = 0; i < GROUP_STATEMENTS; i++)
	{
		if (group->statements[i].hash == statement->hash)
		{
			slot = i;
			break;
		}
		if (group->statements[i].sightings < group->statements[slot].sightings)
			slot = i;
	}
	if (group->statements[slot].hash != statement->hash)
	{
		executions_release(group->statements[slot].hash);
		executions_keep(statement->hash);
		memset(&group->statements[slot], 0, sizeof(group->statements[slot]));
		group->statements[slot].hash = statement->hash;
		group->statements[slot].first = statement->executions;
		group->statements[slot].last = statement->executions;
	}
	group->statements[slot].sightings++;
	group->statements[slot].longest_gap = Max(group->statements[slot].longest_gap,
											  statement->executions - group->statements[slot].last);
	group->statements[slot].last = statement->executions;
	group->occurrences = Max(group->occurrences, group->statements[slot].sightings);
}

/*
 * Adds the net growth of one interval, in which this statement ran last. Growth that is certain
 * is a sighting each time.
 */
void
group_note(GrowthGroup *group, int64 bytes, bool certain, const Statement *statement)
{
	/* what shrinks below the start was there before we looked */
	group->live_bytes = Max(group->live_bytes + bytes, 0);
	group->grown_bytes += bytes;
	if (group->live_bytes <= group->peak_bytes && !certain)
		return;
	group->peak_bytes = Max(group->peak_bytes, group->live_bytes);
	if (group->refilled_in == interval && !certain)
		return;
	if (group->last_sequence == statement->sequence && group->occurrences > 0)
		return;
	group->last_sequence = statement->sequence;
	group->sightings++;
	strcpy(group->statement, statement->text);
	group->query_id = statement->query_id;
	count_sighting(group, statement);
}

/*
 * Whether a statement that confirmed the group still makes it grow. It does so also if it grows
 * in steps, each twice as far apart as the one before.
 */
bool
group_still_grows(const GrowthGroup *group)
{
	for (int i = 0; i < GROUP_STATEMENTS; i++)
	{
		int			sightings = group->statements[i].sightings;
		int			quiet;

		if (sightings < 2)
			continue;
		quiet = executions_of(group->statements[i].hash) - group->statements[i].last;
		if (quiet < Max(Max(3, sightings), 3 * group->statements[i].longest_gap))
			return true;
	}
	return false;
}

/*
 * Whether some statement made the group grow in at least so many executions, in most of those
 * since the first, and still does.
 */
bool
group_grows_throughout(const GrowthGroup *group, int executions)
{
	for (int i = 0; group && i < GROUP_STATEMENTS; i++)
	{
		int			sightings = group->statements[i].sightings;
		int			since = executions_of(group->statements[i].hash) -
			group->statements[i].first + 1;

		if (sightings >= executions && sightings >= since - since / 4 && group_still_grows(group))
			return true;
	}
	return false;
}

/*
 * Whether each execution of some statement made the group grow; the first two
 * may be caches that warm up late.
 */
bool
group_grows_every_time(const GrowthGroup *group)
{
	for (int i = 0; group && i < GROUP_STATEMENTS; i++)
		if (group->statements[i].sightings >= 3 &&
			group->statements[i].sightings >= executions_of(group->statements[i].hash))
			return true;
	return false;
}

/* Whether one more sighting could make it one that grows every time. */
bool
group_may_grow_every_time(const GrowthGroup *group)
{
	for (int i = 0; group && i < GROUP_STATEMENTS; i++)
		if (group->statements[i].sightings >= 2)
			return true;
	return false;
}

/*
 * The watch ends. The server holds memory for the running statement itself, which would look new
 * each time that a watch begins.
 */
void
registry_forget_server(void)
{
	for (Size i = 0; i < groups.count; i++)
	{
		GrowthGroup *group = own_array_at(&groups, i);

		if (!group->of_server)
			continue;
		for (int k = 0; k < GROUP_STATEMENTS; k++)
			executions_release(group->statements[k].hash);
		memset(group->statements, 0, sizeof(group->statements));
	}
}

/*
 * A context of this path was reset. What its groups grow by in this interval replaces what they
 * held. If the context is older than the watch, what it held was freed unseen.
 */
void
registry_note_reset(const TracedReset *reset)
{
	GrowthGroup *group = group_at(hash_index_find(&by_path, path_alike(reset->path)));

	for (; group; group = group_at(group->next_of_path))
	{
		group->refilled_in = interval;
		if (reset->older)
			group->live_bytes = 0;
	}
}

/* A judgement is over: what was reset counts no more. */
void
registry_next_interval(void)
{
	interval++;
}
