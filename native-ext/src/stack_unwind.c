/*
 * stack_unwind.c
 *		The call stack of the caller, quickly; see stack_unwind.h.
 *
 * The compiler's unwinder looks up and interprets each frame's description
 * every time, a few microseconds for a stack. A backend allocates from a few
 * thousand places only, so we interpret each return address once, keep its
 * rule (unwind_rule.h) and then step from frame to frame with a look-up and two
 * loads. A stack with a frame that no rule fits is left to the compiler's
 * unwinder; site.c also compares the two for each stack that is new and
 * switches this one off should they ever differ.
 *
 * A stack ends where a signal came in: what it interrupted has not called us. (The
 * postmaster forks background workers in a signal handler, up to 15.)
 */
#include "postgres.h"

#include <unwind.h>

#include "own_memory.h"
#include "stack_unwind.h"
#include "unwind_rule.h"

#define RULES 8192				/* direct-mapped; a collision is asked again */
#define STACK_BYTES (64 * 1024 * 1024)	/* a step further up than this is a mistake */

typedef struct KnownRule
{
	uintptr_t	pc;				/* 0: free */
	UnwindRule	rule;
} KnownRule;

static KnownRule known[RULES];
static bool distrusted;

typedef struct Slow
{
	uintptr_t  *pcs;
	int			limit;
	int			count;
} Slow;

static _Unwind_Reason_Code
take_frame(struct _Unwind_Context *context, void *arg)
{
	Slow	   *slow = arg;
	int			interrupted = 0;
	uintptr_t	pc = _Unwind_GetIPInfo(context, &interrupted);

	if (pc == 0 || interrupted || slow->count == slow->limit)
		return _URC_END_OF_STACK;
	slow->pcs[slow->count++] = pc;
	return _URC_NO_REASON;
}

/* With the compiler's unwinder: this function's own address comes first. */
int
unwind_stack_slowly(uintptr_t *pcs, int limit)
{
	Slow		slow = {pcs, limit, 0};

	_Unwind_Backtrace(take_frame, &slow);
	return slow.count;
}

/* The two did not agree: from now on only the slow one is used. */
void
unwind_distrust(void)
{
	distrusted = true;
}

#ifdef __x86_64__

static const UnwindRule *
rule_of(uintptr_t pc)
{
	KnownRule  *entry = &known[own_hash(pc) % RULES];

	if (entry->pc != pc)
	{
		entry->rule = unwind_rule_of(pc, true);
		entry->pc = pc;
	}
	return &entry->rule;
}

/* Return addresses from the caller outward; -1 where no rule fits. */
static int
unwind_by_rules(uintptr_t *pcs, int limit, uintptr_t pc, uintptr_t sp, uintptr_t fp)
{
	uintptr_t	lowest = sp;
	int			count = 0;

	while (count < limit)
	{
		const UnwindRule *rule = rule_of(pc);
		uintptr_t	cfa;

		pcs[count++] = pc;
		if (rule->kind == RULE_OUTERMOST)
			return count;
		if (rule->kind == RULE_UNSUPPORTED)
			return -1;
		cfa = (rule->cfa_from_fp ? fp : sp) + rule->cfa_offset;
		if (cfa <= sp || cfa - lowest > STACK_BYTES || (cfa & 7) != 0)
			return -1;
		pc = *(uintptr_t *) (cfa - 8);
		if (rule->fp_saved)
			fp = *(uintptr_t *) (cfa + rule->fp_offset);
		sp = cfa;
		if (pc == 0)
			return count;
	}
	return count;
}

/*
 * The stack of the caller's caller. This function keeps a frame pointer, so
 * its own frame is undone by hand: what it saved, its return address and the
 * stack above them.
 */
pg_noinline
int
unwind_stack(uintptr_t *pcs, int limit)
{
	uintptr_t  *frame = __builtin_frame_address(0);
	int			count = distrusted ? -1 :
		unwind_by_rules(pcs, limit, frame[1], (uintptr_t) (frame + 2), frame[0]);

	return count >= 0 ? count : unwind_stack_slowly(pcs, limit);
}

#else							/* !__x86_64__ */

int
unwind_stack(uintptr_t *pcs, int limit)
{
	return unwind_stack_slowly(pcs, limit);
}

#endif							/* __x86_64__ */
