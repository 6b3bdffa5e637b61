/*
 * unwind_rule.h
 *		How to step from one frame to its caller, for one return address.
 *
 * The canonical frame address (CFA) is a register plus an offset, or, where a function aligns
 * its stack, what lies at an offset from the frame pointer; the return
 * address lies just below it, and the caller's frame pointer is either
 * unchanged or was saved at an offset from the CFA or the frame pointer. Nearly all code that
 * compilers emit for x86-64 fits; a rule that does not is RULE_UNSUPPORTED. An address that
 * no library describes, such as one in code that was made at run time, is RULE_UNKNOWN.
 *
 * A rule fits into 64 bits, so that all threads can share a table of them without a lock.
 */
#ifndef MEMCHECK_UNWIND_RULE_H
#define MEMCHECK_UNWIND_RULE_H

typedef enum RuleKind
{
	RULE_UNSUPPORTED,
	RULE_STEP,
	RULE_OUTERMOST,				/* no return address, or a signal handler returns here */
	RULE_UNKNOWN,				/* not described; not to be remembered */
} RuleKind;

typedef enum CfaPlace
{
	CFA_FROM_SP,				/* stack pointer + cfa_offset */
	CFA_FROM_FP,				/* frame pointer + cfa_offset */
	CFA_AT_FP,					/* what lies at frame pointer + cfa_offset */
} CfaPlace;

typedef enum FpPlace
{
	FP_UNCHANGED,
	FP_AT_CFA,					/* saved at CFA + fp_offset */
	FP_AT_FP,					/* saved at frame pointer + fp_offset */
} FpPlace;

/* Whom the function at the address allocates for; known_rules.h finds that out. */
typedef enum RuleUse
{
	USE_UNKNOWN,				/* or it is not the server's */
	USE_CALLER,					/* a helper of the server's (helpers.h), or a static function */
	USE_SERVER,					/* another one of the server's */
} RuleUse;

typedef struct UnwindRule
{
	uint64		kind:2;			/* RuleKind */
	uint64		cfa:2;			/* CfaPlace */
	uint64		fp:2;			/* FpPlace */
	uint64		use:2;			/* RuleUse */
	int64		cfa_offset:28;
	int64		fp_offset:28;
} UnwindRule;

extern UnwindRule unwind_rule_of(uintptr_t pc, bool is_return_address);

#endif							/* MEMCHECK_UNWIND_RULE_H */
