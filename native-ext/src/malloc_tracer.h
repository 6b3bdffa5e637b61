/*
 * malloc_tracer.h
 *		What extensions allocate outside the contexts, with its call stack.
 *
 * While a window is open the calls of malloc() and its relatives that
 * extensions make, and calls of free() and realloc() that anybody makes, come
 * through here (imports.h). The original is called first or last; what is
 * recorded goes to the same tables as the tracer's chunks, under no context.
 * Allocations of other threads pass unrecorded: the tables are one thread's.
 */
#ifndef MEMCHECK_MALLOC_TRACER_H
#define MEMCHECK_MALLOC_TRACER_H

extern void malloc_tracer_look(void);
extern void malloc_tracer_stop(void);

#endif							/* MEMCHECK_MALLOC_TRACER_H */
