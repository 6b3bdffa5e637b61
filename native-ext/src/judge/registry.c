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

/* Sightings, and one that waits to be one. */
static int
sightings_of(const GroupStatement *seen)
{
	return seen->seen.sightings + (seen->first_use > 0);
}

/* The slot of this statement, made anew over the one with the fewest sightings. */
static int
slot_of(GrowthGroup *group, const Statement *statement)
{
	int			slot = 0;

	for (int i = 0; i < GROUP_STATEMENTS; i++)
	{
		if (group->statements[i].hash == statement->hash)
			return i;
		if (sightings_of(&group->statements[i]) < sightings_of(&group->statements[slot]))
			slot = i;
	}
	executions_release(group->statements[slot].hash);
	executions_keep(statement->hash);
	memset(&group->statements[slot], 0, sizeof(group->statements[slot]));
	group->statements[slot].hash = statement->hash;
	return slot;
}

static void
series_add(Series *series, int execution)
{
	if (series->sightings++ == 0)
		series->first = series->last = execution;
	series->longest_gap = Max(series->longest_gap, execution - series->last);
	series->last = execution;
}

static void
note_text(GroupStatement *seen, const Statement *statement)
{
	SeenText   *text = &seen->texts[statement->words % STATEMENT_TEXTS];

	seen->same_words |= text->words == statement->words;
	text->words = statement->words;
	text->executions = executions_of(statement->words);
}

static void
add_sighting(GroupStatement *seen, int execution, bool rises)
{
	series_add(&seen->seen, execution);
	if (rises)
		series_add(&seen->risen, execution);
}

/* What may be kept for a function is a sighting only once it comes again without one. */
static void
add_or_await(GroupStatement *seen, int execution, bool rises, bool first_use)
{
	if (first_use)
	{
		seen->first_use = execution;
		return;
	}
	if (seen->first_use > 0)
		add_sighting(seen, seen->first_use, rises);
	seen->first_use = 0;
	add_sighting(seen, execution, rises);
}

static void
count_sighting(GrowthGroup *group, bool rises, const GroupGain *gain, const Statement *statement)
{
	GroupStatement *seen = &group->statements[slot_of(group, statement)];

	add_or_await(seen, statement->executions, rises, gain->first_use);
	note_text(seen, statement);
	seen->same_words |= !gain->lasts;
	seen->writes = statement->writes;
	if (Max(seen->seen.sightings, 1) < group->occurrences)
		return;
	group->occurrences = Max(seen->seen.sightings, 1);
	group->statement_hash = statement->hash;
	strcpy(group->statement, statement->text);
	group->query_id = statement->query_id;
}

/* Adds to what this statement's executions made the group grow, if it was seen to. */
static void
add_to_statement(GrowthGroup *group, const Statement *statement, int64 bytes)
{
	for (int i = 0; i < GROUP_STATEMENTS; i++)
		if (group->statements[i].seen.sightings > 0 &&
			group->statements[i].hash == statement->hash)
			group->statements[i].grown_bytes += bytes;
}

/*
 * What an execution of the group's statement that was seen to make it grow has added, on average;
 * negative if it was seen once.
 */
double
group_bytes_per_execution(const GrowthGroup *group)
{
	for (int i = 0; i < GROUP_STATEMENTS; i++)
		if (group->statements[i].seen.sightings > 1 &&
			group->statements[i].hash == group->statement_hash)
			return (double) group->statements[i].grown_bytes /
				group->statements[i].seen.sightings;
	return -1;
}

/* Whether an interval with this gain was a sighting, and not one that was counted already. */
static bool
is_sighting(const GrowthGroup *group, const GroupGain *gain, bool more, const Statement *statement)
{
	if (!gain->certain && (!more || group->refilled_in == interval))
		return false;
	return group->last_sequence != statement->sequence || group->occurrences == 0;
}

/*
 * Adds the net growth of one interval, in which this statement ran last. Growth that is certain
 * is a sighting each time.
 */
void
group_note(GrowthGroup *group, const GroupGain *gain, const Statement *statement)
{
	bool		more;
	bool		rises;

	/* what shrinks below the start was there before we looked */
	group->live_bytes = Max(group->live_bytes + gain->weight, 0);
	group->live_count = Max(group->live_count + gain->count, 0);
	more = group->live_bytes > group->peak_bytes;
	rises = gain->certain || gain->enlarged || group->live_count > group->peak_count;
	group->peak_bytes = Max(group->peak_bytes, group->live_bytes);
	group->peak_count = Max(group->peak_count, group->live_count);
	if (is_sighting(group, gain, more, statement))
	{
		group->last_sequence = statement->sequence;
		count_sighting(group, rises, gain, statement);
	}
	add_to_statement(group, statement, gain->bytes);
}

/* Whether it goes on; it does so also in steps, each twice as far apart as the one before. */
static bool
series_goes_on(const Series *series, int executions)
{
	int			quiet = executions - series->last;

	return quiet < Max(Max(3, series->sightings), 3 * series->longest_gap);
}

/* Whether there are so many sightings, in most executions since the first, and it goes on. */
static bool
series_is_throughout(const Series *series, int executions, int needed)
{
	int			since = executions - series->first + 1;

	return series->sightings >= needed && series->sightings >= since - since / 4 &&
		series_goes_on(series, executions);
}

/* Whether a text that made the group grow ran again, and did not. */
static bool
ran_without_growth(const GroupStatement *seen)
{
	for (int i = 0; i < STATEMENT_TEXTS; i++)
		if (seen->texts[i].words != 0 &&
			executions_of(seen->texts[i].words) > seen->texts[i].executions)
			return true;
	return false;
}

/* Whether most of the memory is lost: not what a cache has. */
static bool
is_lost(const GrowthGroup *group)
{
	return group->lost_chunks >= 2 && group->lost_chunks * 2 > group->searched_chunks;
}

/* Whether this statement made a group grow again and again, and still does. */
static bool
goes_on(const GroupStatement *seen, bool lost)
{
	int			executions = executions_of(seen->hash);
	bool		repeats = seen->same_words || lost;

	if (!repeats && !seen->writes)
		return series_is_throughout(&seen->seen, executions, SIGHTINGS_OF_WORDS) &&
			!ran_without_growth(seen);
	return (seen->risen.sightings >= (repeats ? 2 : RISES_OF_WRITES) &&
			series_goes_on(&seen->risen, executions)) ||
		series_is_throughout(&seen->seen, executions, RISES_OF_BYTES);
}

/* Whether some statement did. */
bool
group_confirmed(const GrowthGroup *group)
{
	for (int i = 0; group && i < GROUP_STATEMENTS; i++)
		if (goes_on(&group->statements[i], is_lost(group)))
			return true;
	return false;
}

/* Whether it would be confirmed if it were lost, and was not looked for before, or long ago. */
bool
group_wants_search(const GrowthGroup *group)
{
	if (group == NULL ||
		group->occurrences <= group->searched_after + group->searched_after / 4 ||
		group_confirmed(group))
		return false;
	for (int i = 0; i < GROUP_STATEMENTS; i++)
		if (goes_on(&group->statements[i], true))
			return true;
	return false;
}

/* What is counted in groups is to be counted anew. */
void
registry_begin_search(void)
{
	for (Size i = 0; i < groups.count; i++)
	{
		GrowthGroup *group = own_array_at(&groups, i);

		group->searched_after = group->occurrences;
		group->searched_chunks = group->lost_chunks = 0;
	}
}

/*
 * Whether some statement made the group grow in at least so many executions, in most of those
 * since the first, and still does.
 */
bool
group_grows_throughout(const GrowthGroup *group, int executions)
{
	for (int i = 0; group && i < GROUP_STATEMENTS; i++)
		if (series_is_throughout(&group->statements[i].seen,
								 executions_of(group->statements[i].hash), executions))
			return true;
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
		if (group->statements[i].seen.sightings >= 3 &&
			group->statements[i].seen.sightings >= executions_of(group->statements[i].hash))
			return true;
	return false;
}

/* Whether one more sighting could make it one that grows every time. */
bool
group_may_grow_every_time(const GrowthGroup *group)
{
	for (int i = 0; group && i < GROUP_STATEMENTS; i++)
		if (group->statements[i].seen.sightings >= 2)
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
 * Another watch begins. Where nothing is held that was counted, the bytes are those by which older
 * memory was replaced, and what became of it meanwhile was not seen.
 */
void
registry_next_watch(void)
{
	for (Size i = 0; i < groups.count; i++)
	{
		GrowthGroup *group = own_array_at(&groups, i);

		if (group->live_count == 0)
			group->live_bytes = 0;
	}
}

/* How many contexts of this chain's path are there, as far as we know: one at least. */
static int64
contexts_alike(const GrowthGroup *group)
{
	int64		contexts = 0;

	for (; group; group = group_at(group->next_of_path))
		if (group->of_contexts)
			contexts += group->live_count;
	return Max(contexts, 1);
}

/* So many of these contexts went, and with them their part of what is held in all. */
static void
take_off_part(GrowthGroup *chain, int64 gone)
{
	int64		contexts = contexts_alike(chain);
	int64		left = Max(contexts - gone, 0);

	for (GrowthGroup *group = chain; group; group = group_at(group->next_of_path))
	{
		if (group->of_contexts)
			continue;
		group->live_bytes = group->live_bytes / contexts * left;
		group->live_count = group->live_count / contexts * left;
	}
}

/*
 * A context of this path was reset, or deleted. What its groups grow by in the interval of a reset
 * replaces what they held. If the context is older than the watch, what it held was freed unseen.
 */
void
registry_note_reset(const TracedReset *reset)
{
	GrowthGroup *group = group_at(hash_index_find(&by_path, path_alike(reset->path)));

	if (reset->deaths > 0)
	{
		take_off_part(group, reset->deaths);
		return;
	}
	for (; group; group = group_at(group->next_of_path))
	{
		/* one that appears is another context, of the same name perhaps */
		if (group->of_contexts)
			continue;
		group->refilled_in = interval;
		if (reset->older)
			group->live_bytes = group->live_count = 0;
	}
}

/* How far the average piece of a group is from a size. */
static int64
unlikeness(const GrowthGroup *group, int64 size)
{
	int64		difference = group->live_bytes / group->live_count - size;

	return difference < 0 ? -difference : difference;
}

/*
 * A library frees pieces that it made here before this watch, and that nothing of this interval
 * replaces. The group that made them, in an earlier watch, holds them no more.
 */
void
registry_note_release(uint32 path, uint64 library, int64 bytes, int64 count)
{
	GrowthGroup *group = group_at(hash_index_find(&by_path, path));
	GrowthGroup *nearest = NULL;

	for (; group && count > 0; group = group_at(group->next_of_path))
	{
		if (group->library != library || group->live_count <= 0 || group->of_server)
			continue;
		if (nearest == NULL || unlikeness(group, bytes / count) <
			unlikeness(nearest, bytes / count))
			nearest = group;
	}
	if (nearest == NULL)
		return;
	count = Min(count, nearest->live_count);
	nearest->live_bytes -= nearest->live_bytes / nearest->live_count * count;
	nearest->live_count -= count;
}

/* A judgement is over: what was reset counts no more. */
void
registry_next_interval(void)
{
	interval++;
}
