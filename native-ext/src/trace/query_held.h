/*
 * query_held.h
 *		What the contexts of a query hold, by owner.
 *
 * After held_clear(), held_add() for each context that is judged together with others: its chunks
 * are added up in query_held, an entry for each holding (holding.h). Once memory was searched
 * (reach.h), held_add() can count those alone that nobody points to, and the other two count them
 * into entries that are there.
 *
 * Called by statement_bloat.h, inside the allocator as well. Process-private, in our own memory; no
 * locks, no errors, no palloc. Without memory something is left out.
 */
#ifndef MEMCHECK_QUERY_HELD_H
#define MEMCHECK_QUERY_HELD_H

#include "base/own_memory.h"
#include "tree/context_record.h"

typedef struct QueryHolding
{
	uint32		holding;
	uint32		site;
	uint32		path;			/* of the first context that it was seen in */
	uint64		node_key;
	int64		bytes;
	int64		count;
	int			unwritten;		/* large chunks of them that hardly were written to */
	int64		lost_bytes;		/* what nobody points to, where that was searched for */
	int64		lost_count;
} QueryHolding;

extern OwnArray query_held;		/* of QueryHolding */

extern void held_clear(void);
extern void held_add(const ContextRecord *record, bool lost_only);
extern void held_count_lost(const ContextRecord *record);
extern void held_count_alone(const ContextRecord *record);

#endif							/* MEMCHECK_QUERY_HELD_H */
