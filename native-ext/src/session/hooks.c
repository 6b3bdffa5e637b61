/*
 * hooks.c
 *		The hooks of the parser, planner, executor and utility commands; see hooks.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "executor/executor.h"
#include "judge/statement.h"
#include "nodes/plannodes.h"
#include "optimizer/planner.h"
#include "parser/analyze.h"
#include "probe/guard.h"
#include "probe/poison_seen.h"
#include "probe/stored_rows.h"
#include "session/attendance.h"
#include "session/hooks.h"
#include "session/peak.h"
#include "session/watch.h"
#include "session/window.h"
#include "tcop/utility.h"
#include "trace/held_locks.h"
#include "trace/stale_handler.h"
#include "trace/statement_bloat.h"
#include "trace/tracer.h"
#include "utils/portal.h"

static post_parse_analyze_hook_type prev_post_parse_analyze;
static planner_hook_type prev_planner;
static ExecutorStart_hook_type prev_ExecutorStart;
static ExecutorRun_hook_type prev_ExecutorRun;
static ExecutorFinish_hook_type prev_ExecutorFinish;
static ExecutorEnd_hook_type prev_ExecutorEnd;
static ProcessUtility_hook_type prev_ProcessUtility;

static const char *planned;		/* source of what was planned last, if not run yet */
static int	planned_location;
static bool is_fresh;			/* the statement was analyzed or planned, and does not run yet */

/*
 * A statement inside another one begins. If the outer one opened the window itself, what came
 * before is judged now: nobody can ask between two of its statements.
 */
static void
nested_statement_begins(void)
{
	if (!is_fresh && window_is_of_running_statement())
		tracer_next_statement();
	is_fresh = false;
}

/* The command is the query or its plan, or a utility command. */
static void
statement_begins(const char *source, int location, int length, uint64 query_id,
				 const Node *command)
{
	if (statement_is_running())
	{
		nested_statement_begins();
		return;
	}
	statement_count();
	windows_statement_begins(command);
	if (!is_fresh)
		tracer_next_statement();
	is_fresh = false;
	if (!watch_statement_begins() || source == NULL)
		return;
	statement_note(source, location, length, query_id, command);
	bloat_statement_begins(statement_subject()->hash);
	if (watch_is_held())
		peak_statement_begins();
}

/* Whether nothing of the statement before is there any more, or this one is followed by itself. */
static bool
begins_alone(void)
{
	if (statement_is_running())
		return window_is_of_running_statement();
	return !PortalIsValid(GetPortalByName(""));
}

/* Before what a statement holds goes. */
static void
look_before_end(void)
{
	if (!tracer_is_on())
		return;
	if (!statement_is_running())
		bloat_judge_statement();
	peak_look(!statement_is_running());
}

/*
 * A statement is analyzed. At top level, and in windows inside one statement, all
 * that comes is its own: hooks outside ours may allocate for it before they
 * call us. But with the extended protocol the portal of the statement before may
 * still be there, and what that one frees when it goes is not ours.
 */
static void
memcheck_post_parse_analyze(ParseState *state, Query *query, JumbleState *jumbled)
{
	if (tracer_is_on() && begins_alone())
	{
		tracer_next_statement();
		is_fresh = true;
		if (!statement_is_running())
		{
			held_locks_note();
			windows_reset_contexts();
		}
	}
	if (prev_post_parse_analyze)
		prev_post_parse_analyze(state, query, jumbled);
}

/*
 * Whether what begins or ends here is inside a statement of a session without a window: there is
 * nothing to do but to go on, and a caller that does no more keeps nothing on the stack for it.
 */
static inline bool
goes_unseen(void)
{
	return !tracer_is_on() && statement_is_counted();
}

/* What was called has come back: has it left a handler? */
static inline void
look_at_handlers(void)
{
	if (tracer_is_on())
		stale_handlers_look();
}

static PlannedStmt *
plan_query(Query *query, const char *source, int options, ParamListInfo params)
{
	if (prev_planner)
		return prev_planner(query, source, options, params);
	return standard_planner(query, source, options, params);
}

/*
 * Around planning, where the text of a statement that was not prepared is first
 * known, and where its constant calls are already made.
 */
static pg_noinline PlannedStmt *
plan_around(Query *query, const char *source, int options, ParamListInfo params)
{
	PlannedStmt *volatile plan;

	tracer_look_at_current();
	if (!statement_is_running())
	{
		statement_begins(source, query->stmt_location, query->stmt_len, query->queryId,
						 (const Node *) query);
		planned = source;
		planned_location = query->stmt_location;
	}
	else
	{
		nested_statement_begins();
		is_fresh = true;		/* the executor starts it next */
	}
	statement_enter();
	PG_TRY();
	{
		plan = plan_query(query, source, options, params);
		look_at_handlers();
	}
	PG_FINALLY();
	{
		(void) statement_leave();
	}
	PG_END_TRY();
	return plan;
}

static PlannedStmt *
memcheck_planner(Query *query, const char *source, int options, ParamListInfo params)
{
	if (!goes_unseen())
		return plan_around(query, source, options, params);
	is_fresh = true;
	return plan_query(query, source, options, params);
}

/* What was planned inside a statement and never ran says nothing of the next one. */
static void
statement_ends(void)
{
	if (statement_leave())
		is_fresh = false;
}

/* Whether this is the statement that was just planned, and no other since. */
static bool
was_just_planned(const char *source, int location)
{
	bool		same = planned != NULL && planned == source && planned_location == location;

	planned = NULL;
	return same;
}

static void
start_executor(QueryDesc *query, int eflags)
{
	if (prev_ExecutorStart)
		prev_ExecutorStart(query, eflags);
	else
		standard_ExecutorStart(query, eflags);
}

/* Before execution starts: where the text of a prepared statement is known. */
static pg_noinline void
start_around(QueryDesc *query, int eflags)
{
	tracer_look_at_current();
	if (statement_is_running())
		nested_statement_begins();
	else if (!was_just_planned(query->sourceText, query->plannedstmt->stmt_location))
		statement_begins(query->sourceText, query->plannedstmt->stmt_location,
						 query->plannedstmt->stmt_len, query->plannedstmt->queryId,
						 (const Node *) query->plannedstmt);
	start_executor(query, eflags);
	if (tracer_is_on())
		bloat_watch(query);
}

static void
memcheck_ExecutorStart(QueryDesc *query, int eflags)
{
	if (!goes_unseen())
	{
		start_around(query, eflags);
		return;
	}
	is_fresh = false;
	start_executor(query, eflags);
}

static void
run_executor(COMPAT_RUN_PARAMS)
{
	if (prev_ExecutorRun)
		prev_ExecutorRun(COMPAT_RUN_ARGS);
	else
		standard_ExecutorRun(COMPAT_RUN_ARGS);
}

/*
 * Around execution: whatever starts inside is not a top-level statement. Inside one that is so
 * already.
 */
static pg_noinline void
run_around(COMPAT_RUN_PARAMS)
{
	SeenReceiver receiver;
	StoredRows	rows;

	statement_enter();
	poison_seen_begin(&receiver, query);
	stored_rows_begin(&rows, query);
	PG_TRY();
	{
		run_executor(COMPAT_RUN_ARGS);
		look_at_handlers();
	}
	PG_FINALLY();
	{
		stored_rows_end(&rows);
		poison_seen_end(&receiver, query);
		statement_ends();
	}
	PG_END_TRY();
}

static void
memcheck_ExecutorRun(COMPAT_RUN_PARAMS)
{
	if (!statement_is_counted() || rows_are_looked_at())
	{
		run_around(COMPAT_RUN_ARGS);
		return;
	}
	if (!tracer_is_on())
	{
		run_executor(COMPAT_RUN_ARGS);
		return;
	}
	run_executor(COMPAT_RUN_ARGS);
	look_at_handlers();
}

/* Whether the server has anything to do there: AFTER triggers, or what a WITH changes. */
static bool
finish_may_run_statements(const EState *estate)
{
	return prev_ExecutorFinish != NULL || estate->es_auxmodifytables != NIL ||
		(estate->es_top_eflags & EXEC_FLAG_SKIP_TRIGGERS) == 0;
}

static void
finish_executor(QueryDesc *query)
{
	if (prev_ExecutorFinish)
		prev_ExecutorFinish(query);
	else
		standard_ExecutorFinish(query);
}

/* Around the end of execution, where AFTER triggers run their statements. */
static pg_noinline void
finish_around(QueryDesc *query)
{
	if (!finish_may_run_statements(query->estate))
	{
		finish_executor(query);
		if (!statement_is_running())
			is_fresh = false;
		return;
	}
	statement_enter();
	PG_TRY();
	{
		finish_executor(query);
		look_at_handlers();
	}
	PG_FINALLY();
	{
		statement_ends();
	}
	PG_END_TRY();
}

static void
memcheck_ExecutorFinish(QueryDesc *query)
{
	if (statement_is_counted())
		finish_executor(query);
	else
		finish_around(query);
}

static pg_noinline void
look_before_executor_ends(QueryDesc *query)
{
	tracer_look_at_current();
	bloat_judge(query);
	look_before_end();
}

/* Before the query's memory goes. */
static void
memcheck_ExecutorEnd(QueryDesc *query)
{
	if (tracer_is_on())
		look_before_executor_ends(query);
	if (prev_ExecutorEnd)
		prev_ExecutorEnd(query);
	else
		standard_ExecutorEnd(query);
}

static bool
discards_all(const Node *utility)
{
	return IsA(utility, DiscardStmt) && ((const DiscardStmt *) utility)->target == DISCARD_ALL;
}

/* Around a utility statement, which never reaches the executor by itself. */
static void
memcheck_ProcessUtility(PlannedStmt *statement, const char *source, bool read_only,
						ProcessUtilityContext context, ParamListInfo params,
						QueryEnvironment *environment, DestReceiver *dest,
						QueryCompletion *completion)
{
	tracer_look_at_current();
	statement_begins(source, statement->stmt_location, statement->stmt_len, statement->queryId,
					 statement->utilityStmt);
	statement_enter();
	PG_TRY();
	{
		if (prev_ProcessUtility)
			prev_ProcessUtility(statement, source, read_only, context, params,
								environment, dest, completion);
		else
			standard_ProcessUtility(statement, source, read_only, context, params,
									environment, dest, completion);
		look_at_handlers();
	}
	PG_FINALLY();
	{
		statement_ends();
	}
	PG_END_TRY();
	tracer_look_at_current();
	look_before_end();
	if (discards_all(statement->utilityStmt))
		attendance_discard_all();
}

/* From _PG_init, once. */
void
hooks_install(void)
{
	prev_post_parse_analyze = post_parse_analyze_hook;
	post_parse_analyze_hook = memcheck_post_parse_analyze;
	prev_planner = planner_hook;
	planner_hook = memcheck_planner;
	prev_ExecutorStart = ExecutorStart_hook;
	ExecutorStart_hook = memcheck_ExecutorStart;
	prev_ExecutorRun = ExecutorRun_hook;
	ExecutorRun_hook = memcheck_ExecutorRun;
	prev_ExecutorFinish = ExecutorFinish_hook;
	ExecutorFinish_hook = memcheck_ExecutorFinish;
	prev_ExecutorEnd = ExecutorEnd_hook;
	ExecutorEnd_hook = memcheck_ExecutorEnd;
	prev_ProcessUtility = ProcessUtility_hook;
	ProcessUtility_hook = memcheck_ProcessUtility;
}
