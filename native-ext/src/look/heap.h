/*
 * heap.h
 *		The sampled heap of a process, handed to whoever asks.
 *
 * heap() asks the process by the desk (exchange.h), as observe() does; it answers at its next
 * CHECK_FOR_INTERRUPTS(), from memory of our own: nothing runs there but the writing of a file, no
 * lock is held, nothing is allocated in a context, no error is raised. A process that does not
 * sample says so with ENODATA. The asker names functions and lines, and says whose each place is.
 *
 * Frames are handed over as files and offsets (crash_stack.h), so the asker need not have loaded
 * these libraries.
 */
#ifndef MEMCHECK_HEAP_H
#define MEMCHECK_HEAP_H

#include "fmgr.h"
#include "look/snapshot.h"
#include "stack/crash_stack.h"
#include "trace/heap_samples.h"

/* How a heap is handed over: this, then each place, and its frames. */
typedef struct HeapHeader
{
	SnapshotFacts facts;
	HeapSum		sum;
	int			rows;
} HeapHeader;

typedef struct HeapRow
{
	HeapPlace	place;			/* its addresses are of the process */
	time_t		noted;			/* of the stack */
	int			frames;			/* that follow */
} HeapRow;

extern int	heap_answer(int fd);

/* in an SQL function; heap_sql.c */
extern void heap_tell_owner(Violation *violation, const CrashStack *stack);
extern void heap_rows(FunctionCallInfo fcinfo);
extern bool heap_is_whole(const char *data, Size bytes);
extern void heap_put_rows(void *result, const char *data, Size bytes);

#endif							/* MEMCHECK_HEAP_H */
