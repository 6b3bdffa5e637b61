/*
 * window.c
 *		begin(), judge() and end(): what lies between is what is judged.
 *
 * Windows form a stack, private to the session; each keeps the walk taken at
 * its begin(), and end() compares it by node key with a walk of its own: a true
 * pair. Between them the session has one running line of judgement: when a
 * statement is over, and in begin(), judge() and end(), it takes what the tree
 * and the tracer's holdings gained since the previous judgement, feeds the
 * registry (registry.h), which learns what comes again, and adds it to the
 * tally of every open window and to what judge() has yet to report. That a window closes or that a statement fails changes
 * nothing in the registry. The tracer runs while a window is open.
 *
 * All state is in our own memory. An error leaves the stack of windows as it
 * was; an interval that was judged stays judged.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "growth.h"
#include "miscadmin.h"
#include "options.h"
#include "pg_ext_memcheck.h"
#include "registry.h"
#include "frame.h"
#include "path.h"
#include "ring.h"
#include "statement.h"
#include "symbol.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "walk.h"
#include "window.h"

typedef struct Window
{
	WindowOptions options;
	Walk		at_begin;
	OwnArray	tally;			/* Growth inside contexts since begin() */
} Window;

static OwnArray windows = {.width = sizeof(Window)};
static Walk judged;				/* the tree at the latest judgement */
static Walk latest;				/* the tree as it is */
static OwnArray growths = {.width = sizeof(Growth)};	/* of one interval, or a window */
static OwnArray unreported = {.width = sizeof(Growth)}; /* since the last judge() */

static void
no_memory(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_OUT_OF_MEMORY),
			 errmsg("out of memory"),
			 errdetail("No room for a copy of the context tree.")));
}

static Window *
innermost_window(void)
{
	if (windows.count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("no window is open"),
				 errhint("Open one with ext_memcheck.begin().")));
	return own_array_at(&windows, windows.count - 1);
}

static bool
look(void)
{
	if (latest.nodes.width == 0)
	{
		walk_init(&latest);
		walk_init(&judged);
	}
	return walk_tree(&latest);
}

static void
latest_is_judged(void)
{
	Walk		swap = judged;

	judged = latest;
	latest = swap;
}

static void
collect_holding(const HoldingGrowth *growth, void *arg)
{
	if (!growth_of_holding(&growths, growth))
		*(bool *) arg = false;
}

static bool
tally_in_windows(const Growth *growth)
{
	for (Size i = 0; i < windows.count; i++)
		if (!growth_add(&((Window *) own_array_at(&windows, i))->tally, growth))
			return false;
	return true;
}

/* What is compared: bytes, or, of what has none, how many. */
static int64
growth_weight(const Growth *growth)
{
	return growth->certain ? growth->count : growth->bytes;
}

/* The statement that brought it: the latest one that ran. */
static void
note_in_registry(const Growth *growth)
{
	GrowthGroup *group = registry_find_or_make(growth->hash);

	if (group != NULL)
		group_note(group, growth_weight(growth), statement_subject());
}

/*
 * Compares with the previous judgement. False when no memory was left; what
 * was seen so far has then been counted.
 */
static bool
judge_interval(void)
{
	bool		complete = true;

	if (!look())
		return false;
	growths.count = 0;
	tracer_next_interval(collect_holding, &complete);
	for (Size i = 0; i < event_count(); i++)
		complete = growth_of_event(&growths, event_at(i)) && complete;
	events_clear();
	for (Size i = 0; i < growths.count; i++)
		complete = tally_in_windows(own_array_at(&growths, i)) && complete;
	complete = growth_of_contexts(&growths, &judged, &latest) && complete;
	for (Size i = 0; i < growths.count; i++)
	{
		note_in_registry(own_array_at(&growths, i));
		complete = growth_add(&unreported, own_array_at(&growths, i)) && complete;
	}
	latest_is_judged();
	return complete;
}

static void
skip_holding(const HoldingGrowth *growth, void *arg)
{
}

/*
 * From the hooks, before the next statement begins. Raises nothing: what found
 * no memory here is said by the window's end, which looks at the whole pair.
 */
void
window_statement_is_over(void)
{
	if (windows.count == 0 || statement_subject()->sequence == 0)
		return;
	if (tracer_is_quiet())
		tracer_next_interval(skip_holding, NULL);
	else
		(void) judge_interval();
}

/* The finding in a sentence. */
static char *
detail_of(const Growth *growth)
{
	const char *name = growth->path ? path_name(growth->path) : "";
	long long	bytes = growth->bytes;
	long long	count = growth->count;

	if (growth->detail[0])
		return pstrdup(growth->detail);
	switch (growth->check_type)
	{
		case CHECK_CONTEXT_LEAK:
			return psprintf("%lld context(s) \"%s\" of %lld bytes stayed", count, name, bytes);
		case CHECK_STALE_CONTEXT:
			return psprintf("context \"%s\" was deleted while it was CurrentMemoryContext", name);
		case CHECK_STATEMENT_BLOAT:
			return psprintf("%lld chunk(s) of %lld bytes were held in \"%s\" until the statement ended",
							count, bytes, name);
		case CHECK_MALLOC_LEAK:
			return psprintf("%lld allocation(s) of %lld bytes stayed outside the contexts", count, bytes);
		case CHECK_CTX_BLOAT:
			return psprintf("chunks in \"%s\" were made %lld bytes larger", name, bytes);
		default:
			return psprintf("%lld chunk(s) of %lld bytes stayed in \"%s\"", count, bytes, name);
	}
}

static bool
is_confirmed(const Growth *growth, const GrowthGroup *group)
{
	return growth->certain || group_confirmed(group);
}

/*
 * Whether a growth is worth a row in this window. What only the server's own
 * frames allocated is the server's business. Where no stack was seen, a small
 * growth seen once is more likely noise.
 */
static bool
is_reported(const Window *window, const Growth *growth, const GrowthGroup *group)
{
	if (growth_weight(growth) <= 0 || growth->owner.provenance == PROVENANCE_SERVER)
		return false;
	if (growth->path == 0)
		return true;
	if (growth->owner.provenance == PROVENANCE_UNKNOWN && !is_confirmed(growth, group) &&
		growth->bytes < memcheck_min_leak_bytes)
		return false;
	if (options_allow(&window->options, path_name(growth->path)))
		return false;
	return growth->check_type == CHECK_WRONG_CTX_ALLOC || growth->certain ||
		options_match(&window->options, path_list(growth->path), path_text(growth->path));
}

/* One text for each frame: function (library) at file:line. */
static void
append_frame(Violation *violation, uintptr_t pc)
{
	const Symbol *symbol = symbol_of(pc);
	char		line[512];

	if (symbol == NULL)
		return;
	if (symbol->file[0])
		snprintf(line, sizeof(line), "%s (%s) at %s:%d", symbol->function, frame_library(pc),
				 symbol->file, symbol->line);
	else
		snprintf(line, sizeof(line), "%s (%s)", symbol->function, frame_library(pc));
	packed_append(&violation->stack, violation->stack_text, PACKED_STACK_BYTES, line);
}

static void
fill_site(Violation *violation, const Growth *growth)
{
	const uintptr_t *pcs;
	int			count = site_frames(growth->site, &pcs);
	const Symbol *owner = growth->owner.pc ? symbol_of(growth->owner.pc) : NULL;

	for (int i = 0; i < count; i++)
		append_frame(violation, pcs[i]);
	if (growth->owner.pc)
		string_copy(violation->source_lib, sizeof(violation->source_lib),
					frame_library(growth->owner.pc));
	if (owner)
	{
		string_copy(violation->symbol, sizeof(violation->symbol), owner->function);
		string_copy(violation->source_file, sizeof(violation->source_file), owner->file);
		violation->source_line = owner->line;
	}
}

static void
want_symbols(const Growth *growth)
{
	const uintptr_t *pcs;
	int			count = site_frames(growth->site, &pcs);

	for (int i = 0; i < count; i++)
		symbols_want(pcs[i]);
	if (growth->owner.pc)
		symbols_want(growth->owner.pc);
}

static void
fill_violation(Violation *violation, const Growth *growth, const GrowthGroup *group)
{
	memset(violation, 0, sizeof(*violation));
	violation->check_type = growth->check_type;
	violation->confirmed = is_confirmed(growth, group);
	violation->severity = severity_of(growth->bytes, violation->confirmed);
	violation->provenance = growth->owner.provenance;
	violation->backend_pid = MyProcPid;
	violation->ts = GetCurrentTimestamp();
	violation->node_key = growth->node_key;
	violation->bytes = growth->bytes;
	violation->count = growth->count;
	violation->occurrences = group ? Max(group->occurrences, 1) : 1;
	violation->bytes_per_call = group && group->sightings > 1 && growth->bytes > 0 ?
		(double) group->grown_bytes / group->sightings : -1;
	violation->query_id = group ? group->query_id : 0;
	if (growth->path)
	{
		violation->path = *path_list(growth->path);
		memcpy(violation->path_text, path_text(growth->path), violation->path.length);
	}
	string_copy(violation->context_ident, sizeof(violation->context_ident), growth->ident);
	if (group)
		string_copy(violation->statement, sizeof(violation->statement), group->statement);
	fill_site(violation, growth);
	string_copy(violation->detail, sizeof(violation->detail), detail_of(growth));
}

/* One row for each growth that is worth one; into the ring, too, if asked. */
static void
emit_rows(ReturnSetInfo *result, const Window *window, const OwnArray *gained, bool to_ring)
{
	for (Size i = 0; i < gained->count; i++)
	{
		const Growth *growth = own_array_at(gained, i);

		if (is_reported(window, growth, registry_find(growth->hash)))
			want_symbols(growth);
	}
	symbols_resolve();

	for (Size i = 0; i < gained->count; i++)
	{
		const Growth *growth = own_array_at(gained, i);
		const GrowthGroup *group = registry_find(growth->hash);
		Violation	violation;
		Datum		values[VIOLATION_COLUMNS];
		bool		nulls[VIOLATION_COLUMNS];

		if (!is_reported(window, growth, group))
			continue;
		fill_violation(&violation, growth, group);
		violation_row(&violation, values, nulls);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		if (to_ring)
			ring_add(&violation);
	}
}

static void
refuse_same_name(const WindowOptions *options)
{
	if (options->name[0] == '\0')
		return;
	for (Size i = 0; i < windows.count; i++)
		if (strcmp(((Window *) own_array_at(&windows, i))->options.name, options->name) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_DUPLICATE_OBJECT),
					 errmsg("window \"%s\" is already open", options->name),
					 errhint("Close it with ext_memcheck.\"end\"(), or give this one another name.")));
}

PG_FUNCTION_INFO_V1(memcheck_begin);
Datum
memcheck_begin(PG_FUNCTION_ARGS)
{
	WindowOptions options;
	Window	   *window;
	Walk		at_begin;
	text	   *answer;

	memcheck_require_preload();
	statement_is_observer();
	options_parse(&options, PG_ARGISNULL(0) ? cstring_to_text("") : PG_GETARG_TEXT_PP(0),
				  PG_ARGISNULL(1) ? NULL : PG_GETARG_JSONB_P(1));
	refuse_same_name(&options);
	answer = options.name[0] ? cstring_to_text(psprintf("window \"%s\" is open", options.name)) :
		cstring_to_text("window is open");

	if (windows.count > 0 && !judge_interval())
		no_memory();
	tracer_start();
	walk_init(&at_begin);
	if (!walk_tree(&at_begin))
		no_memory();
	window = own_array_append(&windows);
	if (window == NULL)
	{
		walk_free(&at_begin);
		no_memory();
	}
	window->options = options;
	window->at_begin = at_begin;
	own_array_init(&window->tally, sizeof(Growth));
	unreported.count = 0;
	if (windows.count == 1)
		statement_track(true);
	if (!look())
		no_memory();
	latest_is_judged();
	PG_RETURN_TEXT_P(answer);
}

PG_FUNCTION_INFO_V1(memcheck_judge);
Datum
memcheck_judge(PG_FUNCTION_ARGS)
{
	Window	   *window;

	memcheck_require_preload();
	statement_is_observer();
	window = innermost_window();
	if (!judge_interval())
		no_memory();
	InitMaterializedSRF(fcinfo, 0);
	emit_rows((ReturnSetInfo *) fcinfo->resultinfo, window, &unreported, false);
	unreported.count = 0;
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(memcheck_end);
Datum
memcheck_end(PG_FUNCTION_ARGS)
{
	Window	   *window;

	memcheck_require_preload();
	statement_is_observer();
	window = innermost_window();
	if (!judge_interval())
		no_memory();
	InitMaterializedSRF(fcinfo, 0);
	growths.count = 0;
	for (Size i = 0; i < window->tally.count; i++)
		if (!growth_add(&growths, own_array_at(&window->tally, i)))
			no_memory();
	if (!growth_of_contexts(&growths, &window->at_begin, &judged))
		no_memory();
	emit_rows((ReturnSetInfo *) fcinfo->resultinfo, window, &growths, true);

	walk_free(&window->at_begin);
	own_array_free(&window->tally);
	windows.count--;
	if (windows.count == 0)
	{
		statement_track(false);
		tracer_stop();
	}
	return (Datum) 0;
}
