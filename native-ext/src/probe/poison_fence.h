/*
 * poison_fence.h
 *		Fences (fence.h) around what the probe "poison" has filled.
 *
 * poison_fence() puts them there, for the one repeat of a call that reads or writes freed memory.
 * While there is one, poison.c has them follow what is given back and given out.
 *
 * Called inside the allocator, by the backend's thread: no palloc, no error. poison_fence() is
 * called between statements.
 */
#ifndef MEMCHECK_POISON_FENCE_H
#define MEMCHECK_POISON_FENCE_H

#include "probe/guard.h"

extern void poison_fence(void);
extern void poison_fence_guard(const Guard *guard);
extern void poison_unfence_kept_block(const GuardedContext *owner);
extern void poison_unfence_context(const GuardedContext *owner);

#endif							/* MEMCHECK_POISON_FENCE_H */
