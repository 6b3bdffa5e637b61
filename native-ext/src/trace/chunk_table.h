/*
 * chunk_table.h
 *		The live chunks that the tracer follows, by address.
 *
 * Chunks of one context form a list that hangs on the context's record, so
 * that a reset or delete finds them. Numbers of chunks are stable while the
 * chunk is in the table; 0 is none. A place without a chunk has no pointer.
 * Process-private, in our own memory, no errors, no palloc.
 */
#ifndef MEMCHECK_CHUNK_TABLE_H
#define MEMCHECK_CHUNK_TABLE_H

#include "tree/context_record.h"

typedef struct Chunk
{
	void	   *pointer;
	MemoryContext context;		/* NULL: outside the contexts */
	int64		bytes;			/* size asked for, less what was there before */
	int64		base;			/* space that it had before the window, or 0 */
	uint32		holding;		/* number of its holding */
	uint32		next;			/* of the same context */
	uint32		prev;
	bool		counted;		/* in its holding's sums */
} Chunk;

extern Chunk *chunk_enter(void *pointer, bool *former);
extern void chunk_link(Chunk *chunk, ContextRecord *record);
extern void chunk_unlink(Chunk *chunk, ContextRecord *record);
extern Chunk *chunk_find(void *pointer);
extern Chunk *chunk_take(void *pointer);
extern void chunk_drop(Chunk *chunk, ContextRecord *record);
extern Chunk *chunk_at(uint32 number);
extern uint32 chunk_highest(void);
extern void chunk_remove(Chunk *chunk, ContextRecord *record);
extern void chunks_clear(void);
extern void chunks_own_memory(const void *tables[2], Size bytes[2]);

#endif							/* MEMCHECK_CHUNK_TABLE_H */
