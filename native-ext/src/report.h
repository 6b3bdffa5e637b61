/*
 * report.h
 *		From what grew to what is reported.
 *
 * Only called when there is something to report: in an SQL function, or at a
 * statement's boundary in a session that is watched. Asks for symbols
 * (symbol.h) and allocates texts in CurrentMemoryContext, so a caller outside an
 * SQL function provides a context that it deletes.
 */
#ifndef MEMCHECK_REPORT_H
#define MEMCHECK_REPORT_H

#include "growth.h"
#include "options.h"

typedef void (*ViolationSink) (const Violation *violation, void *arg);

extern bool growth_is_confirmed(const Growth *growth);
extern bool growth_is_reported(const Growth *growth);
extern void report_growths(const OwnArray *growths, const WindowOptions *options,
						   ViolationSink sink, void *arg);

#endif							/* MEMCHECK_REPORT_H */
