/*
 * malloc_ledger.h
 *		What is there of malloc() and its relatives, each chunk with its call stack.
 *
 * Any thread's; see ledger.h for the lock and the door. No errors, no palloc, no malloc; errno
 * is kept. ledger_chunks_free() is for ledger_clear().
 */
#ifndef MEMCHECK_MALLOC_LEDGER_H
#define MEMCHECK_MALLOC_LEDGER_H

typedef struct LedgerChunk
{
	void	   *pointer;		/* NULL: not known */
	int64		bytes;
	uint32		stack;			/* number of whoever made it; of a free place, the next one */
	bool		enlarged;		/* it took the place of a smaller one */
} LedgerChunk;

extern void ledger_made(void *pointer, int64 bytes, bool enlarged);
extern LedgerChunk ledger_gone(void *pointer);
extern void ledger_still_there(const LedgerChunk *chunk);
extern void ledger_chunks_free(void);

#endif							/* MEMCHECK_MALLOC_LEDGER_H */
