/*
 * judgement.h
 *		The judgements of this session, one after the other.
 *
 * The time between two judgements is an interval. judgement_take() ends one:
 *
 *	- It collects what the tree and the tracer's holdings gained, and the events.
 *	- It adds them to the registry (registry.h), which learns what comes again.
 *	- It hands what grew inside contexts to the caller, for the windows that are open.
 *
 * It runs when a statement is over, and in begin(), judge() and end(). The registry does not
 * care that a window closes or that a statement fails.
 *
 * Process-private, in our own memory; raises nothing. False means that no memory was left. What
 * was seen so far has then been counted.
 */
#ifndef MEMCHECK_JUDGEMENT_H
#define MEMCHECK_JUDGEMENT_H

#include "judge/growth.h"

/* What is looked at for contexts that came and went; see long_lived.h. */
typedef enum JudgementScope
{
	JUDGE_CHANGES,				/* what the tracer saw: when a statement is over, and in judge() */
	JUDGE_ALL,					/* the whole tree: where a window begins or ends */
} JudgementScope;

/* Takes what grew inside contexts; false without memory. */
typedef bool (*GrowthTally) (const Growth *growth);

/* Told of all growth of each interval, the server's too; NULL: nobody wants it. */
extern GrowthTally judgement_witness;

extern bool judgement_start(void);
extern bool judgement_take(JudgementScope scope, GrowthTally tally);
extern bool judgement_leave_out(void);
extern void judgement_pass(void);
extern bool judgement_has_news(void);
extern const GrowthList *judgement_growths(void);
extern const Walk *judgement_walk(void);

#endif							/* MEMCHECK_JUDGEMENT_H */
