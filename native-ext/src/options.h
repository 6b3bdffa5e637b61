/*
 * options.h
 *		What begin() was given, checked.
 */
#ifndef MEMCHECK_OPTIONS_H
#define MEMCHECK_OPTIONS_H

#include "fail_allocation.h"
#include "probe.h"
#include "utils/jsonb.h"
#include "violation.h"

#define WINDOW_NAME_BYTES 64
#define WINDOW_PATTERN_BYTES 128
#define ALLOWED_CONTEXTS_BYTES 1024

typedef struct WindowOptions
{
	char		name[WINDOW_NAME_BYTES];	/* empty: no name */
	char		pattern[WINDOW_PATTERN_BYTES];	/* LIKE; empty: every context */
	PackedList	allowed;
	char		allowed_text[ALLOWED_CONTEXTS_BYTES];
	ProbeSet	probes;
	FailureTarget failure;
} WindowOptions;

extern void options_parse(WindowOptions *options, text *pattern, Jsonb *json);
extern bool options_allow(const WindowOptions *options, const char *context_name);
extern bool options_match_name(const WindowOptions *options, const char *name);
extern bool options_match(const WindowOptions *options, const PackedList *path,
						  const char *path_text);

#endif							/* MEMCHECK_OPTIONS_H */
