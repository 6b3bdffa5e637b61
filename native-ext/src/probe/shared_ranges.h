/*
 * shared_ranges.h
 *		The shared memory that the variables of extensions point to.
 *
 * 256 kB from each place there that a variable of an extension points to, and 4 MB in all; no byte
 * twice in one round. So an extension's own structs are read, and what its hash table has first.
 * Memory of dsm.h is none of it.
 *
 *	Who calls	probes, outside the allocator, in the backend's thread.
 *	Locked		nothing: other processes may write there meanwhile.
 *	Memory		our own. No palloc, no error.
 */
#ifndef MEMCHECK_SHARED_RANGES_H
#define MEMCHECK_SHARED_RANGES_H

#include "stack/module.h"

#define SHARED_RANGE_BYTES (256 * 1024) /* from one place on */
#define SHARED_MOST_BYTES (4 * 1024 * 1024)
#define SHARED_MOST_RANGES (SHARED_MOST_BYTES / SHARED_RANGE_BYTES)

/* The variable is an address in an extension's data; the range begins where it points. */
typedef void (*SharedVisit) (uintptr_t variable, ElfRange range, void *arg);

extern void shared_ranges_visit(SharedVisit visit, void *arg);

#endif							/* MEMCHECK_SHARED_RANGES_H */
