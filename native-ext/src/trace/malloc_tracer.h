/*
 * malloc_tracer.h
 *		What extensions allocate outside the contexts, with its call stack.
 *
 * While the session is watched the calls of malloc() and its relatives that
 * extensions make, and once there has been one calls of free() and realloc() that anybody makes,
 * come through here (imports.h), in all threads. The original is called first or last; what is
 * recorded goes to malloc_ledger.h.
 *
 * What the C library allocates belongs to whoever called it: regcomp(), getline(), open_memstream()
 * or fopen() of an extension are followed as if it had called malloc() itself, those of the server
 * are not. Who it was the stack tells, as far as the first frame outside the C library. Inside the
 * C library nothing is made to fail.
 */
#ifndef MEMCHECK_MALLOC_TRACER_H
#define MEMCHECK_MALLOC_TRACER_H

#include "trace/layer.h"


extern const Layer malloc_layer;

#endif							/* MEMCHECK_MALLOC_TRACER_H */
