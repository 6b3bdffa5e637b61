/*
 * alike.h
 *		Findings that differ in names alone: one row for all of them.
 *
 * A library that names its contexts by a number, an address or a key makes thousands
 * of findings of one bug. Two rules make one row of them, both for growth of
 * one check type and owner only, so that different sites stay apart:
 *
 *	numbers		names that differ in digits or in hexadecimal numbers alone are the
 *				same to the registry, too (path_alike()): "cache 17" and "cache 0x2a"
 *				are "cache %". A leak whose contexts have names of their own comes
 *				again like any other, and a cache that is replaced under a new
 *				name has not grown.
 *	prefix		more than MANY_NAMES names below one parent, whose findings are
 *				confirmed alike, are the beginning that they share and "%".
 *
 * What a window does not report by name (its pattern, what it allows) is left out
 * before, by the names that the contexts have.
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
