/*
 * interrupted_stack.h
 *		The call stack of the calling process, also from inside a signal handler.
 *
 * With the compiler's unwinder, for rare moments: a crash, a watchdog, a protected
 * page. In a handler the frames above the signal count, those of the handler do not.
 * The unwinder may take the linker's lock, so whoever calls this must be ready to
 * crash or hang here (crash.h, fence.h, page_fault.h). Allocates nothing.
 *
 * On a stack that was written over, or whose pointer is gone, the unwinder itself may crash.
 * interrupted_stack_follow() says with each frame how many it has, so that whoever has left it by
 * a jump knows those before.
 */
#ifndef MEMCHECK_INTERRUPTED_STACK_H
#define MEMCHECK_INTERRUPTED_STACK_H

typedef enum StackMoment
{
	IN_CODE,
	IN_SIGNAL_HANDLER,
} StackMoment;

extern void interrupted_stack_follow(uintptr_t *pcs, int limit, StackMoment moment,
									 volatile int *so_far);
extern int	interrupted_stack_take(uintptr_t *pcs, int limit, StackMoment moment);

#endif							/* MEMCHECK_INTERRUPTED_STACK_H */
