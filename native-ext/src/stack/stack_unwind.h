/*
 * stack_unwind.h
 *		The call stack of the caller, quickly.
 *
 * unwind_stack() runs behind the door (recording.h), in any thread: no locks, no malloc, no
 * palloc, no errors. Where a frame is not described, as in code that was made at run time
 * (JIT), or in a way that we do not know, the stack ends with it. The compiler's unwinder would
 * know what a compiler registered with it, but takes a lock for that which may be held.
 *
 * It is called in two cases all the same: on machines other than x86-64, and after
 * unwind_distrust(), which is called when the two differ for one and the same stack at a boundary.
 * Its library is never diverted, so that it cannot come back to us.
 *
 * unwind_stack_or_number() is the same for the backend's own thread, behind the door, which
 * remembers stacks. One that it knows comes without frames and with the place of its number;
 * another one with the place where the caller is to put a number, or NULL. A place is valid until
 * the next call.
 *
 * unwind_forget() is the backend's thread's; unwind_stack_slowly() is for boundaries.
 */
#ifndef MEMCHECK_STACK_UNWIND_H
#define MEMCHECK_STACK_UNWIND_H

extern int	unwind_stack(uintptr_t *pcs, int limit);
extern int	unwind_stack_or_number(uintptr_t *pcs, int limit, uint32 **number);
extern int	unwind_stack_slowly(uintptr_t *pcs, int limit);
extern void unwind_distrust(void);
extern void unwind_forget(uintptr_t start, uintptr_t end, uintptr_t renamed);

#endif							/* MEMCHECK_STACK_UNWIND_H */
