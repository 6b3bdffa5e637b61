/*
 * window.c
 *		begin(), judge() and end(): what lies between is what is judged.
 *
 * Windows form a stack, private to the session; each keeps the walk taken at
 * its begin(), and end() compares it by node key with a walk of its own: a true
 * pair. What happened inside contexts comes from the tally that each judgement
 * (judgement.h) adds to. The tracer runs while a window is open.
 *
 * All state is in our own memory. An error leaves the stack of windows as it
 * was; an interval that was judged stays judged.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "base/loss.h"
#include "base/own_time.h"
#include "base/settings.h"
#include "fmgr.h"
#include "funcapi.h"
#include "judge/judgement.h"
#include "judge/report.h"
#include "judge/statement.h"
#include "log/ring.h"
#include "probe/guard_pages.h"
#include "probe/probe.h"
#include "session/attendance.h"
#include "session/options.h"
#include "session/peak.h"
#include "session/watch.h"
#include "session/window.h"
#include "session/window_limits.h"
#include "stack/language.h"
#include "trace/descriptor_tracer.h"
#include "trace/held_locks.h"
#include "trace/holding.h"
#include "trace/tracer.h"
#include "tree/walk.h"
#include "utils/builtins.h"
#include "utils/guc.h"

typedef struct Window
{
	WindowOptions options;
	Walk		at_begin;
	GrowthList	tally;			/* inside contexts since begin() */
	OwnArray	findings;		/* Violation: of scenarios that ran meanwhile */
	uint64		lost_at_begin[LOSS_REASONS];	/* what loss_count() said then */
	bool		matched;		/* a context was LIKE its pattern at begin() */
	bool		by_sql;			/* begin() opened it, and no scenario */
	uint64		opened_in;		/* top-level statement, see statement.h */
	char		mode[16];		/* memcheck_mode at begin(), see mode_goes_back() */
} Window;

/*
 * Each window has a copy of the context tree. Their number bounds what a session needs for them.
 */
#define MOST_WINDOWS 64

static OwnArray windows = {.width = sizeof(Window)};
static GrowthList unreported = GROWTH_LIST_INIT;	/* since the last judge() */
static GrowthList verdict = GROWTH_LIST_INIT;	/* of the innermost window */

static void
no_memory(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_OUT_OF_MEMORY),
			 errmsg("out of memory"),
			 errdetail("No room for a copy of the context tree.")));
}

static Window *
window_at(Size index)
{
	return own_array_at(&windows, index);
}

static Window *
innermost_window(void)
{
	Assert(windows.count > 0);
	return window_at(windows.count - 1);
}

/* Those of the scenario that runs judge() and end() are not theirs. */
static bool
is_open_by_sql(void)
{
	return windows.count > 0 && innermost_window()->by_sql;
}

static Window *
innermost_window_by_sql(void)
{
	if (!is_open_by_sql())
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("no window is open"),
				 errhint("Open one with ext_memcheck.begin().")));
	return innermost_window();
}

/* Whether the innermost window was opened by the statement that runs. */
bool
window_is_of_running_statement(void)
{
	return windows.count > 0 && innermost_window()->opened_in == statement_top_level();
}

/*
 * Whether everything up to now is to be judged. Outside a statement nothing runs that could hold
 * memory for itself. A scenario asks inside a statement only when that has crashed or hangs. Any
 * other statement that asks was judged up to its beginning, and is itself judged when it is
 * over.
 */
static bool
nothing_goes_on(void)
{
	return !statement_is_running() || (windows.count > 0 && !innermost_window()->by_sql);
}

static void
settle(void)
{
	if (nothing_goes_on())
		tracer_next_statement();
}

/* What nobody tells us of, and is there when a statement is over. */
static void
look_for_events(void)
{
	held_locks_check();
	descriptors_check();
	probes_check();
}

/* Whether judge() could return rows. */
bool
windows_have_news(void)
{
	if (windows.count == 0)
		return false;
	settle();
	if (nothing_goes_on())
		look_for_events();
	return unreported.items.count > 0 || judgement_has_news();
}

/* Before a top-level statement is analyzed. */
void
windows_reset_contexts(void)
{
	for (Size i = 0; i < windows.count; i++)
		contexts_reset_named(&window_at(i)->options.resets);
}

/* Adds a growth inside contexts to every open window; false without memory. */
static bool
tally(const Growth *growth)
{
	for (Size i = 0; i < windows.count; i++)
		if (!growth_add(&window_at(i)->tally, growth))
			return false;
	return true;
}

/* What a scenario found in its worker, for the end() of each window that is open here. */
void
windows_add_finding(const Violation *violation)
{
	for (Size i = 0; i < windows.count; i++)
	{
		Violation  *copy = own_array_append(&window_at(i)->findings);

		if (copy == NULL)
			no_memory();
		*copy = *violation;
	}
}

/* Keeps what the latest judgement found for judge(). */
static void
interval_is_judged(void)
{
	const GrowthList *growths = judgement_growths();

	for (Size i = 0; i < growths->items.count; i++)
		(void) growth_add(&unreported, growth_at(growths, i));
}

static const WatchHolder holder = {.tally = tally, .judged = interval_is_judged};

/*
 * judge() may be asked after each of thousands of statements. So it does not look at all
 * contexts.
 */
static void
take_judgement(JudgementScope scope)
{
	settle();
	if (nothing_goes_on() || windows.count == 0 || window_is_of_running_statement())
		look_for_events();
	if (scope == JUDGE_ALL)
		probes_check_all();
	if (!judgement_take(scope, tally))
		no_memory();
	interval_is_judged();
}

static void
emit_row(const Violation *violation, void *arg)
{
	ReturnSetInfo *result = arg;
	Datum		values[VIOLATION_COLUMNS];
	bool		nulls[VIOLATION_COLUMNS];
	Reading		reading = reader_of_own();

	violation_row(violation, &reading, values, nulls);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
emit_row_and_ring(const Violation *violation, void *arg)
{
	emit_row(violation, arg);
	ring_add(violation);
}

static void
refuse_same_name(const WindowOptions *options)
{
	if (options->name[0] == '\0')
		return;
	for (Size i = 0; i < windows.count; i++)
		if (strcmp(window_at(i)->options.name, options->name) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_DUPLICATE_OBJECT),
					 errmsg("window \"%s\" is already open", options->name),
					 errhint("Close it with ext_memcheck.\"end\"(), or give this one another "
							 "name.")));
}

static void
refuse_too_many(void)
{
	if (windows.count >= MOST_WINDOWS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many windows are open in this session"),
				 errdetail("There are %d, each with a copy of the context tree.", MOST_WINDOWS),
				 errhint("Close windows with ext_memcheck.\"end\"().")));
}

/* The probes of a window that is about to open: all of them, or none and an error. */
static void
acquire_probes(const WindowOptions *options)
{
	volatile bool guarding = false;

	probes_acquire(&options->probes);
	PG_TRY();
	{
		guard_pages_start(&options->guard);
		guarding = true;
		failure_start(&options->failure);
	}
	PG_CATCH();
	{
		if (guarding)
			guard_pages_stop(&options->guard);
		probes_release(&options->probes);
		PG_RE_THROW();
	}
	PG_END_TRY();
}

static void
release_probes(const WindowOptions *options)
{
	failure_stop(&options->failure);
	guard_pages_stop(&options->guard);
	probes_release(&options->probes);
}

/* One that opened there would see a part of one query, and nobody could close it. */
static void
refuse_parallel_worker(void)
{
	if (IsParallelWorker())
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TRANSACTION_STATE),
				 errmsg("cannot open a window in a parallel worker"),
				 errhint("Call ext_memcheck.begin() in a statement of its own.")));
}

/* A window on the stack; nothing has changed if this raises an error. */
static void
push_window(const WindowOptions *options)
{
	Window	   *window;

	if (!own_array_reserve(&windows, windows.count + 1))
		no_memory();
	window = own_array_append(&windows);
	window->options = *options;
	growth_list_init(&window->tally);
	own_array_init(&window->findings, sizeof(Violation));
	for (int i = 0; i < LOSS_REASONS; i++)
		window->lost_at_begin[i] = loss_count(i);
	window->opened_in = statement_top_level();
	walk_init(&window->at_begin);
	if (!walk_tree(&window->at_begin) || !judgement_start())
	{
		walk_free(&window->at_begin);
		windows.count--;
		no_memory();
	}
}

void
window_open(const WindowOptions *options)
{
	volatile bool probing = false;

	refuse_too_many();
	if (windows.count == 0)
		limits_window_begins();
	if (!tracer_is_on() && statement_is_running())
		holdings_ignore_releases = true;
	watch_acquire(&holder);
	PG_TRY();
	{
		take_judgement(JUDGE_ALL);
		acquire_probes(options);
		probing = true;
		push_window(options);
	}
	PG_CATCH();
	{
		if (probing)
			release_probes(options);
		watch_release();
		PG_RE_THROW();
	}
	PG_END_TRY();
	growth_list_clear(&unreported);
	peak_forget();
}

/* What grew in the innermost window; valid until the next judgement. */
const GrowthList *
window_verdict(void)
{
	Window	   *window = innermost_window();

	take_judgement(JUDGE_ALL);
	growth_list_clear(&verdict);
	for (Size i = 0; i < window->tally.items.count; i++)
	{
		Growth	   *growth = growth_at(&window->tally, i);

		site_owner_again(growth->site, &growth->owner);
		if (!growth_add(&verdict, growth))
			no_memory();
	}
	if (!growth_of_contexts(&verdict, &window->at_begin, judgement_walk()))
		no_memory();
	return &verdict;
}

/* Nothing is lost silently: a verdict that may lack something says so, and why. */
static void
tell_losses(const Window *window)
{
	for (int i = 0; i < LOSS_REASONS; i++)
	{
		uint64		lost = loss_count(i) - window->lost_at_begin[i];

		if (lost > 0)
			ereport(WARNING,
					(errcode(loss_code(i)),
					 errmsg("the verdict may be incomplete: %s", loss_cause(i)),
					 i == LOSS_ACCESSES ?
					 errdetail_plural("%llu access is not among the findings.",
									  "%llu accesses are not among the findings.",
									  lost, (unsigned long long) lost) :
					 errdetail_plural("%llu call that allocates or frees could not be followed.",
									  "%llu calls that allocate or free could not be followed.",
									  lost, (unsigned long long) lost)));
	}
}

/* It belongs to the verdict, which a session that wants no warnings has asked for all the same. */
static void
warn_of_loss(const Window *window)
{
	volatile int wanted = client_min_messages;

	PG_TRY();
	{
		client_min_messages = Min(wanted, WARNING);
		tell_losses(window);
	}
	PG_FINALLY();
	{
		client_min_messages = wanted;
	}
	PG_END_TRY();
}

/* Takes the innermost window off the stack, without a word. */
static void
drop_window(void)
{
	Window	   *window = innermost_window();

	release_probes(&window->options);
	walk_free(&window->at_begin);
	growth_list_free(&window->tally);
	own_array_free(&window->findings);
	windows.count--;
	if (windows.count == 0)
		peak_forget();
	watch_release();
}

/* Closes the innermost window. */
void
window_close(void)
{
	warn_of_loss(innermost_window());
	drop_window();
}

/* Closes what a scenario's workload opened and left open: it would hide the scenario's own. */
void
windows_close_those_by_sql(void)
{
	while (windows.count > 0 && innermost_window()->by_sql)
		window_close();
}

#define MODE_SETTING "pg_ext_memcheck.memcheck_mode"

/*
 * Restores the mode of the time when the window opened: scripts set it for the length of a
 * window. If it was not changed, nothing is set. Like SET, this is undone if the transaction is
 * rolled back.
 */
static void
mode_goes_back(const char *mode)
{
	if (strcmp(mode, GetConfigOption(MODE_SETTING, false, false)) != 0)
		SetConfigOption(MODE_SETTING, mode, PGC_SUSET, PGC_S_SESSION);
}

static bool
is_abandoned(const WindowOptions *options, int statements)
{
	return options->abandon_after != 0 && options->abandon_after < statements;
}

/* The outermost window that so many statements without a look end; windows.count: none. */
static Size
first_abandoned(int statements)
{
	Size		first = 0;

	while (first < windows.count && !is_abandoned(&window_at(first)->options, statements))
		first++;
	return first;
}

static pg_noinline void
close_abandoned(const Node *command)
{
	char		mode[sizeof(((Window *) NULL)->mode)];
	Size		first = first_abandoned(attendance_statement_begins(command));
	Size		closed = windows.count - first;

	if (closed == 0)
		return;
	strlcpy(mode, window_at(first)->mode, sizeof(mode));
	while (windows.count > first)
		drop_window();
	mode_goes_back(mode);
	ereport(LOG_SERVER_ONLY,
			(errmsg("memcheck closed %zu window(s) that nobody attends", closed),
			 errdetail_internal("No function of memcheck was called for more statements than "
								"option \"abandon_after\" allows, or the client is another one."),
			 errhint("A connection pooler may have given this backend to another client.")));
}

/* Before a top-level statement, its query, plan or utility command: closes abandoned windows. */
void
windows_statement_begins(const Node *command)
{
	if (windows.count > 0)
		close_abandoned(command);
}

PG_FUNCTION_INFO_V1(memcheck_begin);
Datum
memcheck_begin(PG_FUNCTION_ARGS)
{
	WindowOptions options;
	text	   *answer;
	bool		matched;
	OwnTime		own = own_time_begin();

	memcheck_require_whole_statement();
	refuse_parallel_worker();
	attendance_look();
	options_parse(&options, PG_ARGISNULL(0) ? cstring_to_text("") : PG_GETARG_TEXT_PP(0),
				  PG_ARGISNULL(1) ? NULL : PG_GETARG_JSONB_P(1));
	refuse_same_name(&options);
	answer = options.name[0] ? cstring_to_text(psprintf("window \"%s\" is open", options.name)) :
		cstring_to_text("window is open");

	matched = limits_see_match(&options);
	languages_look();
	window_open(&options);
	innermost_window()->by_sql = true;
	innermost_window()->matched = matched;
	strlcpy(innermost_window()->mode, GetConfigOption(MODE_SETTING, false, false),
			sizeof(innermost_window()->mode));
	limits_announce(&options);
	own_time_end(&own);
	PG_RETURN_TEXT_P(answer);
}

PG_FUNCTION_INFO_V1(memcheck_judge);
Datum
memcheck_judge(PG_FUNCTION_ARGS)
{
	Window	   *window;
	OwnTime		own = own_time_begin();

	memcheck_require_hooks();
	attendance_look();
	window = innermost_window_by_sql();
	take_judgement(JUDGE_CHANGES);
	violation_rows(fcinfo);
	report_growths(&unreported.items, &window->options.filter, emit_row, fcinfo->resultinfo);
	growth_list_clear(&unreported);
	own_time_end(&own);
	return (Datum) 0;
}

/* Reports the verdict and what scenarios found. What the window does not report is counted. */
static void
report_window(Window *window, ReturnSetInfo *result)
{
	const OwnArray *growths = &window_verdict()->items;

	languages_look();
	limits_start(&window->options, window->matched || limits_see_match(&window->options));
	limits_count(growths);
	report_growths(growths, &window->options.filter, emit_row_and_ring, result);
	/* the worker has put them into the ring */
	for (Size i = 0; i < window->findings.count; i++)
		if (limits_admit(own_array_at(&window->findings, i)))
			emit_row(own_array_at(&window->findings, i), result);
}

PG_FUNCTION_INFO_V1(memcheck_end);
Datum
memcheck_end(PG_FUNCTION_ARGS)
{
	char		mode[sizeof(((Window *) NULL)->mode)];
	OwnTime		own = own_time_begin();

	memcheck_require_hooks();
	attendance_look();
	violation_rows(fcinfo);
	if (!is_open_by_sql())
	{
		ereport(WARNING,
				(errmsg("no window is open"),
				 errhint("Open one with ext_memcheck.begin().")));
		return (Datum) 0;
	}
	strlcpy(mode, innermost_window()->mode, sizeof(mode));
	report_window(innermost_window(), (ReturnSetInfo *) fcinfo->resultinfo);
	contexts_reset_tell(&innermost_window()->options.resets);
	window_close();
	mode_goes_back(mode);
	limits_tell();
	failure_tell();
	own_time_end(&own);
	return (Datum) 0;
}
