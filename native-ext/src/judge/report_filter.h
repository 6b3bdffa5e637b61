/*
 * report_filter.h
 *		What a report is about, by the names of contexts: the window's pattern, and
 *		the contexts in which the caller allows growth.
 *
 * options.c fills it. It is used where a report is made: in SQL functions and at a statement's
 * boundary. It allocates in CurrentMemoryContext. The pattern has been checked, so the only
 * possible error is that of memory. An empty filter lets everything pass.
 */
#ifndef MEMCHECK_REPORT_FILTER_H
#define MEMCHECK_REPORT_FILTER_H

#include "base/violation.h"

#define FILTER_PATTERN_BYTES 128
#define FILTER_ALLOWED_BYTES 1024

typedef struct ReportFilter
{
	char		pattern[FILTER_PATTERN_BYTES];	/* LIKE; empty: every context */
	PackedList	allowed;		/* names of contexts, in allowed_text */
	char		allowed_text[FILTER_ALLOWED_BYTES];
} ReportFilter;

extern bool filter_allows(const ReportFilter *filter, const char *context_name);
extern bool filter_matches_name(const ReportFilter *filter, const char *name);
extern bool filter_matches(const ReportFilter *filter, const PackedList *path,
						   const char *path_text);

#endif							/* MEMCHECK_REPORT_FILTER_H */
