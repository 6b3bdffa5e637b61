/*
 * allocator_doors.h
 *		The server's allocators that extensions enter by doors: see tail_call.h.
 *
 * Those that a function is likely to leave by, and that long-lived memory comes from. The door
 * costs a few instructions of each call.
 */
#ifndef MEMCHECK_ALLOCATOR_DOORS_H
#define MEMCHECK_ALLOCATOR_DOORS_H

#include "trace/layer.h"

extern const Layer doors_layer;

#endif							/* MEMCHECK_ALLOCATOR_DOORS_H */
