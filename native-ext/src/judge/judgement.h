/*
 * judgement.h
 *		The session's one running line of judgement.
 *
 * Between two judgements lies an interval. judgement_take() ends one: it takes
 * what the tree and the tracer's holdings gained, and the events; feeds the
 * registry (registry.h), which learns what comes again; and gives what grew inside
 * contexts to who called, for the windows that are open. It runs when a statement is over, and in
 * begin(), judge() and end(). That a window closes or that a statement fails changes
 * nothing in the registry.
 *
 * Process-private, in our own memory; raises nothing. False means that no
 * memory was left; what was seen so far has then been counted.
 */
#ifndef MEMCHECK_JUDGEMENT_H
#define MEMCHECK_JUDGEMENT_H

#include "judge/growth.h"

/* What is looked at for contexts that came and went; see long_lived.h. */
typedef enum JudgementScope
{
	JUDGE_CHANGES,				/* what the tracer saw: when a statement is over */
	JUDGE_ALL,					/* the whole tree: when somebody asks */
} JudgementScope;

/* Takes what grew inside contexts; false without memory. */
typedef bool (*GrowthTally) (const Growth *growth);

extern bool judgement_start(void);
extern bool judgement_take(JudgementScope scope, GrowthTally tally);
extern bool judgement_leave_out(void);
extern void judgement_pass(void);
extern bool judgement_has_news(void);
extern const GrowthList *judgement_growths(void);
extern const Walk *judgement_walk(void);

#endif							/* MEMCHECK_JUDGEMENT_H */
