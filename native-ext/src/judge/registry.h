/*
 * registry.h
 *		What grew so far in this session, and how often.
 *
 * One sighting cannot tell a leak from a cache; repetition can. The registry has a group for
 * each check type, context path and owner. (Numbers in the names of contexts do not count.)
 *
 *	- Each judged interval adds its net growth to the group.
 *	- When the group's live bytes exceed their earlier peak, that is a sighting. It is counted
 *	  once for each execution of a statement.
 *	- A rise is a sighting in which the live count exceeded its peak as well, or chunks were made
 *	  larger. The bytes of a cache that replaces entries of many sizes exceed their peak by chance,
 *	  but its count does not.
 *	- A group is confirmed when the same statement was seen to make it rise twice. Without a rise
 *	  it takes RISES_OF_BYTES sightings, in most executions since the first: something is replaced
 *	  by something larger, again and again. Memory that a called library made takes a long
 *	  series (group_grows_throughout(), verdict.c).
 *	- A cache may have an entry for each constant or name. So where no text of a statement was seen
 *	  to make the group grow twice, memory that lasts counts only if most of it is lost (lost.h);
 *	  or if the statement writes, which may not run again as it is, and did so three times; or
 *	  if SIGHTINGS_OF_WORDS executions have added to it, most of those that there were, and no text
 *	  ran again without growth.
 *	- A language keeps something for each of its functions. What it grows by while a function is
 *	  made or called that is new to the session is no sighting, unless the same statement makes it
 *	  grow again with functions that are not (language_function.h).
 *	- A cache that filled once, or that evicts as much as it adds, never exceeds its peak again.
 *	- What an extension frees of an earlier watch is taken off the group of its library, in that
 *	  place, whose pieces are most like it in size.
 *	- What refills a context after a reset is no sighting, even if it is more than before: a
 *	  context that is reset does not leak.
 *	- A context from before the watch that is deleted takes with it what its like hold on average.
 *	- A cache that took several executions to fill is confirmed for a while. It is no longer
 *	  confirmed once it has been quiet for much longer than between any two sightings.
 *
 * Process-private, in our own memory, for the life of the session, so that
 * repeats count across windows too. No locks, no errors, no palloc.
 */
#ifndef MEMCHECK_REGISTRY_H
#define MEMCHECK_REGISTRY_H

#include "base/violation.h"
#include "judge/statement.h"
#include "trace/resets.h"

#define GROUP_STATEMENTS 8
#define STATEMENT_TEXTS 8
#define RISES_OF_BYTES 4
#define RISES_OF_WRITES 3
#define SIGHTINGS_OF_WORDS 24

/* Executions of one statement in which something was seen. */
typedef struct Series
{
	int			sightings;
	int			first;			/* execution of the first sighting */
	int			last;			/* of the latest one */
	int			longest_gap;	/* executions between two sightings */
} Series;

/* A text of a statement in which something was seen. */
typedef struct SeenText
{
	uint64		words;			/* see statement.h; 0: none */
	int			executions;		/* of it when it was seen latest */
} SeenText;

/* What a statement did to a group. */
typedef struct GroupStatement
{
	uint64		hash;
	int64		grown_bytes;	/* since its first sighting, in its executions */
	Series		seen;			/* all sightings */
	Series		risen;			/* those in which it rose */
	int			first_use;		/* execution that may have been a function's first use; 0: none */
	SeenText	texts[STATEMENT_TEXTS]; /* some of them, each at a place by its hash */
	bool		same_words;		/* one of them was seen twice, or does not matter */
	bool		writes;
} GroupStatement;

typedef struct GrowthGroup
{
	/* fixed when the group is made */
	uint64		hash;			/* of check type, path, owner and object */
	uint32		path;			/* see path.h */
	uint32		next_of_path;	/* next group of the same path, 0: none */

	/* changes with each interval */
	int64		live_bytes;
	int64		peak_bytes;
	int64		live_count;
	int64		peak_count;
	uint64		refilled_in;	/* interval in which its context was reset */
	uint64		last_sequence;	/* statement of the latest sighting */
	uint64		statement_hash; /* of the statement seen most often, the latest of them */
	char		statement[512]; /* its text */
	int64		query_id;
	uint64		library;		/* that owns it, see registry_note_release(); 0: none does */
	bool		of_server;
	bool		of_contexts;	/* themselves, and not of what is in them */
	bool		reported;		/* in the ring, by a session that is watched */
	uint32		function;		/* of a procedural language, see language_function.h */
	int			occurrences;	/* sightings of the statement seen most often */
	GroupStatement statements[GROUP_STATEMENTS];

	/* of the latest search, see lost.h */
	int			searched_after; /* sightings; 0: there was none */
	int			searched_chunks;
	int			lost_chunks;
} GrowthGroup;

/* What an interval added to a group, net. */
typedef struct GroupGain
{
	int64		weight;			/* see growth_weight() */
	int64		bytes;
	int64		count;
	bool		enlarged;		/* chunks were made larger */
	bool		certain;		/* a sighting each time */
	bool		lasts;			/* memory that outlives the statement */
	bool		first_use;		/* a language's, with a function that is new to it */
} GroupGain;

extern uint64 group_hash(CheckType type, uint32 path, uint64 owner, uint64 object);
extern GrowthGroup *registry_find(uint64 hash);
extern GrowthGroup *registry_find_or_make(uint64 hash, uint32 path);
extern void registry_begin_search(void);
extern void registry_forget_server(void);
extern void registry_next_watch(void);
extern void registry_note_reset(const TracedReset *reset);
extern void registry_note_release(uint32 path, uint64 library, int64 bytes, int64 count);
extern void registry_next_interval(void);
extern void group_note(GrowthGroup *group, const GroupGain *gain, const Statement *statement);

extern double group_bytes_per_execution(const GrowthGroup *group);
extern bool group_confirmed(const GrowthGroup *group);
extern bool group_wants_search(const GrowthGroup *group);
extern bool group_grows_throughout(const GrowthGroup *group, int executions);
extern bool group_grows_every_time(const GrowthGroup *group);
extern bool group_may_grow_every_time(const GrowthGroup *group);

#endif							/* MEMCHECK_REGISTRY_H */
