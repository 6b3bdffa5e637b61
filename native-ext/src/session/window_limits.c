/*
 * window_limits.c
 *		What a window was not to report; see window_limits.h.
 */
#include "postgres.h"

#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "judge/report.h"
#include "lib/stringinfo.h"
#include "session/peak.h"
#include "session/window_limits.h"
#include "stack/module.h"
#include "trace/parallel_part.h"
#include "trace/swell.h"
#include "tree/path.h"
#include "tree/walk.h"
#include "utils/array.h"
#include "utils/builtins.h"

enum LimitColumn
{
	LIMIT_COLUMN_NAME,
	LIMIT_COLUMN_PATTERN,
	LIMIT_COLUMN_PATTERN_MATCHED,
	LIMIT_COLUMN_ALLOWED_CONTEXTS,
	LIMIT_COLUMN_MIN_LEAK_BYTES,
	LIMIT_COLUMN_LEFT_OUT_BY_PATTERN,
	LIMIT_COLUMN_LEFT_OUT_BY_ALLOWED_CONTEXTS,
	LIMIT_COLUMN_LEFT_OUT_BY_MIN_LEAK_BYTES,
	LIMIT_COLUMN_LEFT_OUT_CONFIRMED,
	LIMIT_COLUMN_NOT_FOLLOWED,
	LIMIT_COLUMN_PARALLEL_WORKERS,
	LIMIT_COLUMNS
};

/* Of the window that was closed last. */
static struct
{
	bool		known;
	WindowOptions options;
	bool		matched;		/* a context was there that is LIKE the pattern */
	int			min_leak_bytes;
	int64		left_out[REPORT_LIMITS];
	int64		confirmed;		/* of those */
	int			not_followed;	/* what swelled in its statements, by name */
	int			workers;		/* that ran parts of them */
} latest;

static bool
is_limited(const WindowOptions *options)
{
	return options->filter.pattern[0] || options->filter.allowed.count > 0;
}

/* "contexts LIKE 'x%', not in TopMemoryContext, CacheMemoryContext" */
static char *
limits_text(const WindowOptions *options)
{
	StringInfoData text;
	const char *name = options->filter.allowed_text;

	initStringInfo(&text);
	if (options->filter.pattern[0])
		appendStringInfo(&text, "contexts LIKE '%s'", options->filter.pattern);
	for (int i = 0; i < options->filter.allowed.count; i++, name += strlen(name) + 1)
		appendStringInfo(&text, "%s\"%s\"", i > 0 ? ", " :
						 options->filter.pattern[0] ? " and not in " : "contexts other than ",
							 name);
	return text.data;
}

/* The outermost window is about to open. */
void
limits_window_begins(void)
{
	swell_window_begins();
	parallel_part_window_begins();
}

/* When a window has opened. */
void
limits_announce(const WindowOptions *options)
{
	if (is_limited(options))
		ereport(NOTICE,
				(errcode(ERRCODE_WINDOW_LIMITS),
				 errmsg("this window reports leaks only in %s", limits_text(options)),
				 errdetail("Wrong contexts, corruption, and what is certain at once are reported "
						   "wherever they are. \"end\"() says how many findings were left out.")));
}

/* Whether a context is there now that the pattern means. */
bool
limits_see_match(const WindowOptions *options)
{
	static Walk walk;
	bool		sees = false;

	if (options->filter.pattern[0] == '\0')
		return true;
	if (walk.nodes.width == 0)
		walk_init(&walk);
	if (!walk_tree(&walk))
		return true;			/* not seen is not absent */
	for (Size i = 0; i < walk.nodes.count && !sees; i++)
		sees = filter_matches_name(&options->filter, walk_name(&walk, walk_node(&walk, i)));
	walk_free(&walk);
	memset(&walk, 0, sizeof(walk));
	return sees;
}

/* A window is about to be judged for the last time. */
void
limits_start(const WindowOptions *options, bool matched)
{
	memset(&latest, 0, sizeof(latest));
	latest.known = true;
	latest.options = *options;
	latest.matched = matched;
	latest.min_leak_bytes = memcheck_min_leak_bytes;
	/* nothing is told of the server's own */
	if (!modules_have_been(MODULE_EXTENSION))
		return;
	latest.not_followed = swell_unlooked();
	latest.workers = parallel_part_count();
}

static void
count_left_out(const JudgedGrowth *judged, ReportLimit limit)
{
	latest.left_out[limit]++;
	latest.confirmed += limit != REPORT_LIMIT_MIN_BYTES && judged->confirmed;
}

/* All of its verdict, reported or not. */
void
limits_count(const OwnArray *growths)
{
	for (Size i = 0; i < growths->count && !latest.matched; i++)
	{
		const Growth *growth = own_array_at(growths, i);

		latest.matched = growth->path &&
			filter_matches(&latest.options.filter, path_list(growth->path),
													   path_text(growth->path));
	}
	report_left_out(growths, &latest.options.filter, count_left_out);
}

/* Whether a scenario's finding is the window's to report; counts it if it is not. */
bool
limits_admit(const Violation *violation)
{
	const WindowOptions *options = &latest.options;
	ReportLimit limit = REPORT_UNLIMITED;
	bool		matches = filter_matches(&options->filter, &violation->path, violation->path_text);

	if (violation->path.count == 0 || check_type_is_corruption(violation->check_type))
		return true;
	latest.matched = latest.matched || matches;
	if (filter_allows(&options->filter, packed_last(&violation->path, violation->path_text)))
		limit = REPORT_LIMIT_ALLOWED;
	else if (!check_types[violation->check_type].anywhere && !matches)
		limit = REPORT_LIMIT_PATTERN;
	if (limit == REPORT_UNLIMITED)
		return true;
	latest.left_out[limit]++;
	latest.confirmed += violation->confirmed;
	return false;
}

/* Behind the verdict: a limited window says what it kept back. */
void
limits_tell(void)
{
	int64		left_out = latest.left_out[REPORT_LIMIT_PATTERN] +
		latest.left_out[REPORT_LIMIT_ALLOWED];

	if (!is_limited(&latest.options))
		return;
	ereport(latest.confirmed > 0 ? WARNING : NOTICE,
			(errcode(ERRCODE_WINDOW_LIMITS),
			 errmsg_plural("%lld finding was left out by the window's limits",
						   "%lld findings were left out by the window's limits",
						   left_out, (long long) left_out),
			 errdetail("By the pattern: %lld. By allowed_contexts: %lld. Confirmed among them: "
					   "%lld.",
					   (long long) latest.left_out[REPORT_LIMIT_PATTERN],
					   (long long) latest.left_out[REPORT_LIMIT_ALLOWED],
					   (long long) latest.confirmed)));
	if (!latest.matched)
		ereport(WARNING,
				(errcode(ERRCODE_WINDOW_LIMITS),
				 errmsg("no context of this window is LIKE '%s'", latest.options.filter.pattern),
				 errhint("The pattern is matched against the names of contexts. begin('') "
						 "reports all contexts.")));
}

static Datum
allowed_array(const WindowOptions *options)
{
	Datum	   *names = palloc(sizeof(Datum) * Max(options->filter.allowed.count, 1));
	const char *name = options->filter.allowed_text;

	for (int i = 0; i < options->filter.allowed.count; i++, name += strlen(name) + 1)
		names[i] = CStringGetTextDatum(name);
	return PointerGetDatum(construct_array(names, options->filter.allowed.count, TEXTOID, -1, false,
										   TYPALIGN_INT));
}

PG_FUNCTION_INFO_V1(memcheck_window_limits);
Datum
memcheck_window_limits(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Datum		values[LIMIT_COLUMNS];
	bool		nulls[LIMIT_COLUMNS] = {0};

	memcheck_require_hooks();
	peak_statement_is_observer();
	InitMaterializedSRF(fcinfo, 0);
	if (!latest.known)
		return (Datum) 0;
	nulls[LIMIT_COLUMN_NAME] = latest.options.name[0] == '\0';
	values[LIMIT_COLUMN_NAME] = CStringGetTextDatum(latest.options.name);
	values[LIMIT_COLUMN_PATTERN] = CStringGetTextDatum(latest.options.filter.pattern);
	values[LIMIT_COLUMN_PATTERN_MATCHED] = BoolGetDatum(latest.matched);
	values[LIMIT_COLUMN_ALLOWED_CONTEXTS] = allowed_array(&latest.options);
	values[LIMIT_COLUMN_MIN_LEAK_BYTES] = Int32GetDatum(latest.min_leak_bytes);
	values[LIMIT_COLUMN_LEFT_OUT_BY_PATTERN] = Int64GetDatum(latest.left_out[REPORT_LIMIT_PATTERN]);
	values[LIMIT_COLUMN_LEFT_OUT_BY_ALLOWED_CONTEXTS] =
		Int64GetDatum(latest.left_out[REPORT_LIMIT_ALLOWED]);
	values[LIMIT_COLUMN_LEFT_OUT_BY_MIN_LEAK_BYTES] =
		Int64GetDatum(latest.left_out[REPORT_LIMIT_MIN_BYTES]);
	values[LIMIT_COLUMN_LEFT_OUT_CONFIRMED] = Int64GetDatum(latest.confirmed);
	values[LIMIT_COLUMN_NOT_FOLLOWED] = Int32GetDatum(latest.not_followed);
	values[LIMIT_COLUMN_PARALLEL_WORKERS] = Int32GetDatum(latest.workers);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	return (Datum) 0;
}
