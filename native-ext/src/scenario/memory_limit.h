/*
 * memory_limit.h
 *		How much more memory a scenario's worker may take.
 *
 * So that a workload without end meets an error before the machine does. Called in the worker,
 * outside a statement; reads /proc, allocates nothing in a context, raises no error.
 */
#ifndef MEMCHECK_MEMORY_LIMIT_H
#define MEMCHECK_MEMORY_LIMIT_H

extern void memory_limit_set(int64 bytes);

#endif							/* MEMCHECK_MEMORY_LIMIT_H */
