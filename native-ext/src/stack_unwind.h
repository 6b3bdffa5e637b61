/*
 * stack_unwind.h
 *		The call stack of the caller, quickly.
 *
 * Runs inside the allocator's methods: no locks, no malloc, no palloc, no
 * errors.
 */
#ifndef MEMCHECK_STACK_UNWIND_H
#define MEMCHECK_STACK_UNWIND_H

extern int	unwind_stack(uintptr_t *pcs, int limit);
extern int	unwind_stack_slowly(uintptr_t *pcs, int limit);
extern void unwind_distrust(void);

#endif							/* MEMCHECK_STACK_UNWIND_H */
