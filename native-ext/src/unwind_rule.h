/*
 * unwind_rule.h
 *		How to step from one frame to its caller, for one return address.
 *
 * The canonical frame address (CFA) is a register plus an offset; the return
 * address lies just below it, and the caller's frame pointer is either
 * unchanged or was saved at an offset from it. Nearly all code that compilers
 * emit for x86-64 fits; a rule that does not is RULE_UNSUPPORTED.
 */
#ifndef MEMCHECK_UNWIND_RULE_H
#define MEMCHECK_UNWIND_RULE_H

typedef enum RuleKind
{
	RULE_UNSUPPORTED,
	RULE_STEP,
	RULE_OUTERMOST,				/* the return address is undefined, or a signal handler returns here */
} RuleKind;

typedef struct UnwindRule
{
	RuleKind	kind;
	bool		cfa_from_fp;	/* CFA is frame pointer + offset, else stack pointer + offset */
	bool		fp_saved;		/* the caller's frame pointer is at CFA + fp_offset */
	int32		cfa_offset;
	int32		fp_offset;
} UnwindRule;

extern UnwindRule unwind_rule_of(uintptr_t pc, bool is_return_address);

#endif							/* MEMCHECK_UNWIND_RULE_H */
