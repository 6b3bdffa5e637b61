/*
 * stack_unwind.c
 *		The call stack of the caller, quickly; see stack_unwind.h.
 *
 * The compiler's unwinder looks up and interprets each frame's description
 * every time, a few microseconds for a stack, and takes locks. A backend allocates from a few
 * thousand places only, so we interpret each return address once, keep its
 * rule (unwind_rule.h) and then step from frame to frame with a look-up and two
 * loads.
 *
 * All threads share the table of rules. An entry is two words that are written one
 * after the other, the first being the address combined with the second: a reader that
 * sees halves of two entries finds that they do not belong together and asks again.
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
	uint64		check;			/* address ^ rule */
	uint64		rule;			/* 0: free */
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

StaticAssertDecl(sizeof(UnwindRule) == sizeof(uint64), "a rule is one word");

static UnwindRule
rule_of(uintptr_t pc)
{
	KnownRule  *entry = &known[own_hash(pc) % RULES];
	uint64		word = __atomic_load_n(&entry->rule, __ATOMIC_RELAXED);
	UnwindRule	rule;

	if (word != 0 && (__atomic_load_n(&entry->check, __ATOMIC_RELAXED) ^ word) == pc)
	{
		memcpy(&rule, &word, sizeof(rule));
		return rule;
	}
	rule = unwind_rule_of(pc, true);
	/* code that was made at run time: tomorrow there is other code */
	if (rule.kind == RULE_UNKNOWN)
		return rule;
	memcpy(&word, &rule, sizeof(word));
	__atomic_store_n(&entry->rule, word, __ATOMIC_RELAXED);
	__atomic_store_n(&entry->check, word ^ pc, __ATOMIC_RELAXED);
	return rule;
}

/* The library of these addresses has gone. */
void
unwind_forget(uintptr_t start, uintptr_t end)
{
	for (int i = 0; i < RULES; i++)
	{
		uint64		word = __atomic_load_n(&known[i].rule, __ATOMIC_RELAXED);
		uintptr_t	pc = __atomic_load_n(&known[i].check, __ATOMIC_RELAXED) ^ word;

		if (pc >= start && pc <= end)
			__atomic_store_n(&known[i].rule, 0, __ATOMIC_RELAXED);
	}
}

/* Return addresses from the caller outward, up to the first frame that no rule fits. */
static int
unwind_by_rules(uintptr_t *pcs, int limit, uintptr_t pc, uintptr_t sp, uintptr_t fp)
{
	uintptr_t	lowest = sp;
	int			count = 0;

	while (count < limit && pc != 0)
	{
		UnwindRule	rule = rule_of(pc);
		uintptr_t	cfa;

		pcs[count++] = pc;
		if (rule.kind != RULE_STEP)
			break;
		if (rule.cfa == CFA_AT_FP && (fp < sp || fp - lowest > STACK_BYTES))
			break;
		cfa = rule.cfa == CFA_AT_FP ? *(uintptr_t *) (fp + rule.cfa_offset) :
			(rule.cfa == CFA_FROM_FP ? fp : sp) + rule.cfa_offset;
		if (cfa <= sp || cfa - lowest > STACK_BYTES || (cfa & 7) != 0)
			break;
		pc = *(uintptr_t *) (cfa - 8);
		if (rule.fp != FP_UNCHANGED)
			fp = *(uintptr_t *) ((rule.fp == FP_AT_CFA ? cfa : fp) + rule.fp_offset);
		sp = cfa;
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

	if (distrusted)
		return unwind_stack_slowly(pcs, limit);
	return unwind_by_rules(pcs, limit, frame[1], (uintptr_t) (frame + 2), frame[0]);
}

#else							/* !__x86_64__ */

int
unwind_stack(uintptr_t *pcs, int limit)
{
	return unwind_stack_slowly(pcs, limit);
}

void
unwind_forget(uintptr_t start, uintptr_t end)
{
}

#endif							/* __x86_64__ */
