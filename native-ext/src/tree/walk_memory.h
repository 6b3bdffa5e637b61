/*
 * walk_memory.h
 *		What the latest walk met, so that the next one need not find it out again.
 *
 * Two walks mostly meet the same contexts in the same order. So the next one follows this list, has
 * the processor fetch contexts before their turn, and, where the context that comes is the one of
 * the list, need not ask for its record. That is certain if the context has its mark still, and no
 * record was made or changed in between (context_records_age()). What is in the context holds, too,
 * if it is still (context_kind.h).
 *
 * Addresses of the list are compared and fetched, never read: a context may have gone.
 *
 * For walk.c. Our own memory, no locks, no errors. Without memory nothing is remembered.
 */
#ifndef MEMCHECK_WALK_MEMORY_H
#define MEMCHECK_WALK_MEMORY_H

#include "nodes/memnodes.h"

typedef struct WalkMemory
{
	MemoryContext context;
	uint64		key;
	uint32		birth_site;
	bool		born_long;
	bool		own;
	MemoryContextCounters counters;
} WalkMemory;

extern void walk_memory_begin(void);
extern const WalkMemory *walk_memory_next(MemoryContext context, bool contents_too);
extern void walk_memory_add(const WalkMemory *met);
extern void walk_memory_end(bool complete);

#endif							/* MEMCHECK_WALK_MEMORY_H */
