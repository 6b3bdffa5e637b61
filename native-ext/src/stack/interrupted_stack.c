/*
 * interrupted_stack.c
 *		The call stack below a signal handler; see interrupted_stack.h.
 */
#include "postgres.h"

#include <unwind.h>

#include "stack/frame.h"
#include "stack/interrupted_stack.h"

typedef struct Unwinding
{
	uintptr_t  *pcs;
	int			limit;
	int			count;
	volatile int *so_far;		/* count, without frames of a handler's */
	bool		in_handler;		/* the interrupted frame is still to come */
} Unwinding;

/*
 * Notes one frame. The first frame below a signal handler was interrupted, not
 * left by a call: what came before it is the handler's own, and its address is
 * the instruction itself. Further out there may be another such frame, of the
 * handler in which the postmaster forked.
 */
static _Unwind_Reason_Code
note_frame(struct _Unwind_Context *context, void *arg)
{
	Unwinding  *unwinding = arg;
	int			interrupted = 0;
	uintptr_t	pc = _Unwind_GetIPInfo(context, &interrupted);

	if (interrupted && unwinding->in_handler)
	{
		unwinding->in_handler = false;
		unwinding->count = 0;
		pc++;
	}
	if (pc == 0)
		return _URC_END_OF_STACK;
	if (unwinding->count == unwinding->limit)
		return unwinding->in_handler ? _URC_NO_REASON : _URC_END_OF_STACK;
	unwinding->pcs[unwinding->count++] = pc;
	if (!unwinding->in_handler)
		*unwinding->so_far = unwinding->count;
	return _URC_NO_REASON;
}

/* All of them, innermost first. */
void
interrupted_stack_follow(uintptr_t *pcs, int limit, StackMoment moment, volatile int *so_far)
{
	Unwinding	unwinding = {pcs, limit, 0, so_far, moment == IN_SIGNAL_HANDLER};

	*so_far = 0;
	_Unwind_Backtrace(note_frame, &unwinding);
}

/* Return addresses of the calling process's stack without frames of ours, innermost first. */
int
interrupted_stack_take(uintptr_t *pcs, int limit, StackMoment moment)
{
	volatile int count;
	int			own = 0;

	interrupted_stack_follow(pcs, limit, moment, &count);
	while (own < count && frame_is_observer(pcs[own]))
		own++;
	memmove(pcs, pcs + own, sizeof(uintptr_t) * (count - own));
	return count - own;
}
