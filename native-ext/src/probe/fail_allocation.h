/*
 * fail_allocation.h
 *		The option "fail_allocation": one library runs out of memory.
 *
 * While a window with the option is open, the allocations of one library are
 * counted, in whatever context they are. One of them fails, or each n-th one does.
 * palloc then raises the server's ordinary error, or returns NULL where the caller
 * asked for that. malloc and its relatives return NULL. Whose an allocation is, site.h
 * says: what a helper such as lappend allocates is its caller's. Without "nth" nothing
 * fails, and the allocations are only counted.
 *
 * Which function the last one failed in, and how many did, "end"() says in a warning.
 *
 * Up to 16 the server writes the tree to its log with each such error, as it
 * always does.
 *
 * A layer over poison and under the tracer, and a question that the malloc
 * tracer asks; inside the allocator, in our own memory. One window at a time.
 * The count stays until the next such window. An error leaves the state as
 * it is: the failure that was asked for has happened.
 */
#ifndef MEMCHECK_FAIL_ALLOCATION_H
#define MEMCHECK_FAIL_ALLOCATION_H

#include "trace/layer.h"

#define LIBRARY_NAME_BYTES 64

typedef struct FailureTarget
{
	char		library[LIBRARY_NAME_BYTES];	/* empty: the option was not given */
	int64		nth;			/* 0: count only */
	bool		every;			/* each n-th */
} FailureTarget;

extern void failure_start(const FailureTarget *target);
extern void failure_stop(const FailureTarget *target);
extern void failure_tell(void);
extern const Layer failure_layer;
extern int64 failure_allocations_seen(void);

#endif							/* MEMCHECK_FAIL_ALLOCATION_H */
