/*
 * report.h
 *		From what grew to what is reported.
 *
 * Only called when there is something to report: in an SQL function, or at a
 * statement's boundary in a session that is watched. Asks for symbols
 * (symbol.h) and allocates texts in CurrentMemoryContext, so a caller outside an
 * SQL function provides a context that it deletes.
 *
 * report_growths() judges growths and reports those that the filter wants; report_judged() is for
 * who has a list of JudgedGrowth already.
 */
#ifndef MEMCHECK_REPORT_H
#define MEMCHECK_REPORT_H

#include "judge/report_filter.h"
#include "judge/verdict.h"

typedef void (*ViolationSink) (const Violation *violation, void *arg);

/* Which of the caller's wishes keeps a finding back. */
typedef enum ReportLimit
{
	REPORT_UNLIMITED,			/* none */
	REPORT_LIMIT_MIN_BYTES,
	REPORT_LIMIT_ALLOWED,
	REPORT_LIMIT_PATTERN,
	REPORT_LIMITS
} ReportLimit;

typedef void (*LeftOutVisitor) (const JudgedGrowth *judged, ReportLimit limit);

extern void report_growths(const OwnArray *growths, const ReportFilter *filter,
						   ViolationSink sink, void *arg);
extern void report_judged(const OwnArray *judged, ViolationSink sink, void *arg);
extern void report_left_out(const OwnArray *growths, const ReportFilter *filter,
							LeftOutVisitor visit);

#endif							/* MEMCHECK_REPORT_H */
