/*
 * report_filter.c
 *		Compares names with what a window is about; see report_filter.h.
 */
#include "postgres.h"

#include "catalog/pg_collation.h"
#include "fmgr.h"
#include "judge/report_filter.h"
#include "utils/builtins.h"

/* Whether growth in contexts of this name was allowed by the caller. */
bool
filter_allows(const ReportFilter *filter, const char *context_name)
{
	const char *name = filter->allowed_text;

	for (int i = 0; i < filter->allowed.count; i++, name += strlen(name) + 1)
		if (strcmp(name, context_name) == 0)
			return true;
	return false;
}

/* Whether a context of this name is meant by the window's pattern; no pattern means all. */
bool
filter_matches_name(const ReportFilter *filter, const char *name)
{
	bool		matches;
	Datum		text;
	Datum		pattern;

	if (filter->pattern[0] == '\0')
		return true;
	text = CStringGetTextDatum(name);
	pattern = CStringGetTextDatum(filter->pattern);
	matches = DatumGetBool(DirectFunctionCall2Coll(textlike, DEFAULT_COLLATION_OID, text, pattern));
	pfree(DatumGetPointer(text));
	pfree(DatumGetPointer(pattern));
	return matches;
}

/* Whether a name on the path is. */
bool
filter_matches(const ReportFilter *filter, const PackedList *path, const char *path_text)
{
	if (filter->pattern[0] == '\0')
		return true;
	for (int i = 0; i < path->count; i++, path_text += strlen(path_text) + 1)
		if (filter_matches_name(filter, path_text))
			return true;
	return false;
}
