/*
 * process_memory.h
 *		How much memory a process has, in figures.
 *
 * Called from SQL functions, from hooks, and at an interrupt in the middle of a
 * statement. Nothing here allocates, locks or raises an error; -1 stands for
 * what cannot be known.
 */
#ifndef MEMCHECK_PROCESS_MEMORY_H
#define MEMCHECK_PROCESS_MEMORY_H

typedef struct ContextSum
{
	int64		bytes;			/* of all blocks of all contexts */
	int64		contexts;
} ContextSum;

extern ContextSum context_sum(void);
extern int64 malloc_outside_contexts(int64 context_bytes);
extern int64 malloc_outside_contexts_if_cheap(int64 context_bytes);
extern int64 malloc_mapped_if_cheap(void);
extern int64 rss_anon_bytes(int pid);

#endif							/* MEMCHECK_PROCESS_MEMORY_H */
