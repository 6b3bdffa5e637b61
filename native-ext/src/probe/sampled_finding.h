/*
 * sampled_finding.h
 *		What sampled guards have found and not told yet (sampled_guard.h), and how much they looked
 *		at.
 *
 * sampled_finding_new() gives a place, sampled_finding_add() counts it in, unless this process has
 * told the like, by the same stacks. While the session is watched that does not matter: a window
 * gets what happens in it. Both run in the allocator and in the handler of SIGSEGV: no lock, no
 * error, memory that is always there. Where it is full, the finding is lost and counted.
 *
 * sampled_findings_take() makes events of them, at a boundary: it reads symbols and walks the tree.
 */
#ifndef MEMCHECK_SAMPLED_FINDING_H
#define MEMCHECK_SAMPLED_FINDING_H

#include <signal.h>

#include "port/atomics.h"
#include "probe/guard_slots.h"
#include "trace/event.h"

#define SAMPLED_STATEMENT_BYTES 512

/* Of all processes, in shared memory; it only grows. */
typedef struct SampledCounts
{
	pg_atomic_uint64 processes; /* that have guarded a chunk */
	/* calls of extensions for memory, by what was let pass, and moves of guarded chunks */
	pg_atomic_uint64 asked;
	pg_atomic_uint64 guarded;
	pg_atomic_uint64 no_slot;	/* chosen, but all slots were taken */
	pg_atomic_uint64 unfit;		/* chosen, but too large, or in another kind of context */
	pg_atomic_uint64 found;
	pg_atomic_uint64 lost;		/* findings for which there was no room */
} SampledCounts;

/* What is told besides the event. */
typedef struct SampledMoment
{
	int64		query_id;		/* 0: none */
	char		statement[SAMPLED_STATEMENT_BYTES];
} SampledMoment;

/* What was seen of a chunk, as it was then. */
typedef struct SampledFinding
{
	CheckType	check_type;
	GuardSlot	slot;
	ptrdiff_t	at;
	const char *function;		/* that a chunk was given to which had gone; NULL: an access */
	const char *how;			/* it was touched */
	bool		by_gap;			/* seen by what stood in the gap, when the chunk went */
	GuardStack	stack;
	uint64		key;			/* of its stacks */
	SampledMoment moment;
} SampledFinding;

typedef void (*SampledSink) (const Event *event, const SampledMoment *moment);

extern OWN_VARIABLE volatile sig_atomic_t sampled_findings_wait;
extern OWN_VARIABLE SampledCounts *sampled_counts;

extern Size sampled_counts_bytes(void);
extern void sampled_counts_init(void *memory, bool found);
extern SampledFinding *sampled_finding_new(CheckType type, const GuardSlot *slot, ptrdiff_t at);
extern void sampled_finding_add(SampledFinding *finding);
extern void sampled_findings_take(SampledSink sink);

static inline void
sampled_count(pg_atomic_uint64 *what, int64 more)
{
	pg_atomic_fetch_add_u64(what, more);
}

#endif							/* MEMCHECK_SAMPLED_FINDING_H */
