/*
 * registry.c
 *		Groups of growth and their sightings; see registry.h.
 */
#include "postgres.h"

#include "own_memory.h"
#include "registry.h"

#define BUCKETS 1024

static OwnArray groups = {.width = sizeof(GrowthGroup)};
static int32 buckets[BUCKETS];	/* index + 1 of the first group, 0: none */
static uint64 interval = 1;		/* number of the running one */

uint64
group_hash(CheckType type, uint32 path, uint64 owner)
{
	return own_hash(own_hash(owner) + ((uint64) path << 8) + type + 1);
}

GrowthGroup *
registry_find(uint64 hash)
{
	for (int32 i = buckets[hash % BUCKETS] - 1; i >= 0;)
	{
		GrowthGroup	   *group = own_array_at(&groups, i);

		if (group->hash == hash)
			return group;
		i = group->next;
	}
	return NULL;
}

/* The group, or NULL when no memory is left for a new one. */
GrowthGroup *
registry_find_or_make(uint64 hash)
{
	GrowthGroup	   *group = registry_find(hash);

	if (group != NULL)
		return group;
	group = own_array_append(&groups);
	if (group == NULL)
		return NULL;
	group->hash = hash;
	group->next = buckets[hash % BUCKETS] - 1;
	buckets[hash % BUCKETS] = groups.count;
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
		memset(&group->statements[slot], 0, sizeof(group->statements[slot]));
		group->statements[slot].hash = statement->hash;
		group->statements[slot].last = statement->executions;
	}
	group->statements[slot].sightings++;
	group->statements[slot].longest_gap = Max(group->statements[slot].longest_gap,
											  statement->executions - group->statements[slot].last);
	group->statements[slot].last = statement->executions;
	group->occurrences = Max(group->occurrences, group->statements[slot].sightings);
}

/*
 * Adds the net growth of one interval, in which this statement ran last. What is
 * certain is a sighting each time.
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
 * Whether a statement that confirmed the group still makes it grow. Growth that
 * comes in steps, each twice as far from the last as the one before, still does.
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
		quiet = statement_executions(group->statements[i].hash) - group->statements[i].last;
		if (quiet < Max(Max(3, sightings), 3 * group->statements[i].longest_gap))
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
			group->statements[i].sightings >= statement_executions(group->statements[i].hash))
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
 * The watch ends. What the server holds for the running statement itself would
 * look new each time that one begins.
 */
void
registry_forget_server(void)
{
	for (Size i = 0; i < groups.count; i++)
	{
		GrowthGroup *group = own_array_at(&groups, i);

		if (group->of_server)
			memset(group->statements, 0, sizeof(group->statements));
	}
}

/*
 * What the groups of this path grow by in this interval takes the place of what
 * they held. What an older context held is gone with it unseen.
 */
void
registry_note_reset(const TracedReset *reset)
{
	for (Size i = 0; i < groups.count; i++)
	{
		GrowthGroup *group = own_array_at(&groups, i);

		if (group->path != reset->path)
			continue;
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
