/*
 * ledger.h
 *		What call stacks of all threads hold outside the contexts.
 *
 * Memory that one thread makes another one may free, so there is one ledger for all. It
 * has a lock of its own, behind which nothing is done but reading and writing our own
 * memory, and which nobody waits for longer than LEDGER_WAIT_MS: a thread that was stopped
 * in the middle (a garbage collector stops all others) must not stop the one that it
 * waits for. Whoever does not get it counts a loss, and the verdict says so.
 *
 * What there is stands in malloc_ledger.h, by pointer, and in mapping_ledger.h, by address:
 * each with the number of its call stack, here. Behind ledger_enter() these are read and
 * written, and here what a stack holds is counted.
 *
 * ledger_settle(), ledger_forget() and ledger_clear() are the backend's thread's: the first, at
 * boundaries, brings what changed into the holdings. All others are any thread's, and go through
 * the door (recording.h) themselves. No errors, no palloc, no malloc; errno is kept.
 */
#ifndef MEMCHECK_LEDGER_H
#define MEMCHECK_LEDGER_H

#include "stack/site.h"
#include "trace/holding.h"

#define LEDGER_WAIT_MS 20
#define LEDGER_FRAMES (SITE_FRAMES - 8)

/* A call stack, without frames of ours. */
typedef struct LedgerCaller
{
	uintptr_t	pcs[LEDGER_FRAMES];
	int			count;
	uint64		hash;
} LedgerCaller;

extern bool ledger_take_caller(LedgerCaller *taken);
extern void ledger_released_older(HoldingKind kind, int64 bytes);

/* between these two */
extern bool ledger_enter(int *saved_errno);
extern uint32 ledger_stack(const LedgerCaller *taken);
extern void ledger_count(uint32 stack, HoldingKind kind, int64 bytes, int64 pieces);
extern void ledger_leave(int saved_errno);

extern void ledger_settle(void);
extern void ledger_forget(uintptr_t start, uintptr_t end, uintptr_t renamed);
extern void ledger_clear(void (*free_entries) (void));

#endif							/* MEMCHECK_LEDGER_H */
