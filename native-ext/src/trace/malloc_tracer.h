/*
 * malloc_tracer.h
 *		What extensions allocate outside the contexts, with its call stack.
 *
 * While the session is watched the calls of malloc() and its relatives that
 * extensions make, and calls of free() and realloc() that anybody makes, come
 * through here (imports.h), in all threads. The original is called first or last; what is
 * recorded goes to malloc_ledger.h.
 */
#ifndef MEMCHECK_MALLOC_TRACER_H
#define MEMCHECK_MALLOC_TRACER_H

#include "trace/layer.h"


extern const Layer malloc_layer;

#endif							/* MEMCHECK_MALLOC_TRACER_H */
