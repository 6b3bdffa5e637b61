/*
 * stack_unwind.h
 *		The call stack of the caller, quickly.
 *
 * unwind_stack() runs behind the door (recording.h), in any thread: no locks, no malloc, no
 * palloc, no errors. A stack ends at a frame that has no description, as in code that was made at
 * run time (JIT), or one that we cannot read. The compiler's unwinder would know what a compiler
 * registered with it, but takes a lock for that which may be held.
 *
 * On x86-64 the unwinder is our own. On other machines it is libunwind (unwind_library.h), or,
 * where that is not there, the compiler's. The compiler's is also used after unwind_distrust(),
 * which is called when it and the quick one differ for one and the same stack at a boundary. Its
 * library is never diverted, so it cannot come back to us. unwind_way() says which one it is.
 *
 * What a traced malloc() took on one x86-64 machine, of which nearly all is the stack (200,000
 * calls from SQL): 7 microseconds with our own, 12 with libunwind 1.6, 100 with the compiler's. A
 * traced palloc(): 4, 10 and 66, ours being helped by the stacks that it remembers. That is why we
 * keep ours, and why libunwind has the other machines.
 *
 * The backend's own thread remembers stacks, behind the door. A door here is
 * __builtin_frame_address(0) of a function of ours that is on the stack: the stack begins with its
 * caller, and what lies between costs nothing. (Who does not know doors gives frames of ours as
 * well.) unwind_known() is the number that a stack was given, or 0. unwind_noted() takes a stack
 * that has none, and returns the place where the caller is to put one, or NULL. A place is valid
 * until the next call.
 *
 * unwind_place() is a number for where the way to a door begins: the nearest function that is not
 * ours, its caller's address, and how deep the stack is. It is taken from a step or two. 0: that
 * cannot be told here.
 *
 * unwind_beyond() is the nearest return address behind the door that does not pass, in any
 * thread; 0: there is none. It looks no further than that.
 *
 * unwind_forget() is for the backend's thread; unwind_stack_slowly() is for boundaries.
 */
#ifndef MEMCHECK_STACK_UNWIND_H
#define MEMCHECK_STACK_UNWIND_H

#include "stack/trail.h"
#include "stack/unwind_library.h"

extern const char *unwind_way(void);
extern int	unwind_stack(uintptr_t *pcs, int limit);
extern uintptr_t unwind_beyond(const void *door, bool (*passes) (uintptr_t pc));
extern uint64 unwind_place(const void *door);
extern int	unwind_noted(const void *door, uintptr_t *pcs, int limit, uint32 **number);
extern int	unwind_stack_slowly(uintptr_t *pcs, int limit);
extern void unwind_distrust(void);
extern void unwind_forget(uintptr_t start, uintptr_t end, uintptr_t renamed);

static inline uint32
unwind_known(const void *door)
{
#ifdef HAS_OWN_UNWINDER
	return trail_known(door);
#else
	return 0;
#endif
}

#endif							/* MEMCHECK_STACK_UNWIND_H */
