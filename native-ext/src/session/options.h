/*
 * options.h
 *		The arguments of begin(), read and checked.
 */
#ifndef MEMCHECK_OPTIONS_H
#define MEMCHECK_OPTIONS_H

#include "judge/report_filter.h"
#include "probe/fail_allocation.h"
#include "probe/guard_pages.h"
#include "probe/probe.h"
#include "session/context_resets.h"
#include "utils/jsonb.h"

#define WINDOW_NAME_BYTES 64

typedef struct WindowOptions
{
	char		name[WINDOW_NAME_BYTES];	/* empty: no name */
	ReportFilter filter;
	ProbeSet	probes;
	FailureTarget failure;
	GuardTarget guard;
	ContextResets resets;
	int			abandon_after;	/* statements without a look, see attendance.h; 0: never */
} WindowOptions;

extern void options_parse(WindowOptions *options, text *pattern, Jsonb *json);

#endif							/* MEMCHECK_OPTIONS_H */
