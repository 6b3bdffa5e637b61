/*
 * parallel_part.h
 *		Parts of a window's statements that ran in other processes.
 *
 * Parallel workers are processes of their own, in which nothing is followed. What they keep goes
 * with them, but memory that grows while the query runs, or is misused, goes unseen. So whoever
 * says that a window is clean says, too, that workers ran.
 *
 * parallel_part_note() is called from the executor hooks before ExecutorEnd, when the plan still
 * knows how many workers were started; it goes through the plan only where that may have any.
 * Process-private counters; no locks, no errors, no palloc.
 */
#ifndef MEMCHECK_PARALLEL_PART_H
#define MEMCHECK_PARALLEL_PART_H

#include "executor/execdesc.h"

extern void parallel_part_window_begins(void);
extern void parallel_part_note(const QueryDesc *query);

/* Workers since the outermost window was opened; of a node that ran again those of its last run. */
extern int	parallel_part_count(void);

#endif							/* MEMCHECK_PARALLEL_PART_H */
