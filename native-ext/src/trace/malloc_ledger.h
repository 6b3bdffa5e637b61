/*
 * malloc_ledger.h
 *		What is allocated outside the contexts, by all threads, with its call stack.
 *
 * Memory that one thread makes another one may free, so there is one ledger for all. It
 * has a lock of its own, behind which nothing is done but reading and writing our own
 * memory, and which nobody waits for longer than LEDGER_WAIT_MS: a thread that was stopped
 * in the middle (a garbage collector stops all others) must not stop the one that it
 * waits for. Whoever does not get it counts a loss, and the verdict says so.
 *
 * ledger_settle() and ledger_forget() are the backend's thread's, at boundaries: the first
 * brings what changed into the holdings. All others are any thread's, and go through the
 * door (recording.h) themselves. No errors, no palloc, no malloc; errno is kept.
 */
#ifndef MEMCHECK_MALLOC_LEDGER_H
#define MEMCHECK_MALLOC_LEDGER_H

#define LEDGER_WAIT_MS 20

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
extern void ledger_released_older(int64 bytes);
extern void ledger_settle(void);
extern void ledger_forget(uintptr_t start, uintptr_t end, uintptr_t renamed);
extern void ledger_clear(void);

#endif							/* MEMCHECK_MALLOC_LEDGER_H */
