/*
 * alike.h
 *		Findings that differ in names alone: one row for all of them.
 *
 * A library may put a number, an address or a key into the names of its contexts. One bug would
 * then be thousands of findings. Two rules make one row of them. Both are for growth of one check
 * type and one owner, so different sites stay apart:
 *
 *	numbers		Names that differ only in decimal or hexadecimal numbers are one name, to the
 *				registry as well (path_alike()): "cache 17" and "cache 0x2a" are "cache %". So a
 *				leak that names each context anew is seen again like any other, and a cache that
 *				is replaced under a new name has not grown.
 *	prefix		More than MANY_NAMES names below one parent become the prefix that they share,
 *				and "%". Confirmed findings and unconfirmed ones are kept apart.
 *
 * What the window leaves out by name (its pattern, the contexts that it allows) is left out
 * first, by the names that the contexts really have.
 *
 * growths_judge_alike() replaces a list of JudgedGrowth (verdict.h) by those that are wanted. It
 * is in our own memory; the wanted() of the caller may allocate in CurrentMemoryContext. False
 * means that no memory was left, and the list has what came before that.
 */
#ifndef MEMCHECK_ALIKE_H
#define MEMCHECK_ALIKE_H

#include "judge/report_filter.h"
#include "judge/verdict.h"

#define MANY_NAMES 16

typedef bool (*GrowthFilter) (const Growth *growth, const ReportFilter *filter);

extern bool growths_judge_alike(OwnArray *judged, const OwnArray *growths, GrowthFilter wanted,
								const ReportFilter *filter);

#endif							/* MEMCHECK_ALIKE_H */
