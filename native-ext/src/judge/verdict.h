/*
 * verdict.h
 *		A growth with its group and its verdict: whether it is certain, and whether it is reported.
 *
 * growth_judge() looks the group up, once. What comes after it takes the JudgedGrowth: merging
 * what is alike (alike.h), reporting (report.h), counting what was left out.
 *
 * The group is the registry's own and the verdict is of this moment: a JudgedGrowth is for one
 * report, and is not kept beyond the next judgement. No errors, no allocation; callable at any
 * boundary.
 */
#ifndef MEMCHECK_VERDICT_H
#define MEMCHECK_VERDICT_H

#include "judge/growth.h"
#include "judge/registry.h"

typedef struct JudgedGrowth
{
	Growth		growth;
	GrowthGroup *group;			/* NULL: not in the registry */
	bool		confirmed;
	bool		reported;		/* worth a row */
} JudgedGrowth;

static inline JudgedGrowth *
judged_at(const OwnArray *judged, Size index)
{
	return own_array_at(judged, index);
}

extern JudgedGrowth growth_judge(const Growth *growth);
extern bool growth_is_worth_a_row(const JudgedGrowth *judged);

#endif							/* MEMCHECK_VERDICT_H */
