/*
 * statement.c
 *		Executor and utility hooks that note the running statement; see
 *		statement.h.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "compat.h"
#include "execution_count.h"
#include "executor/executor.h"
#include "nodes/plannodes.h"
#include "optimizer/planner.h"
#include "peak.h"
#include "statement.h"
#include "statement_bloat.h"
#include "tcop/utility.h"
#include "violation.h"
#include "watch.h"
#include "window.h"

static planner_hook_type prev_planner;
static ExecutorStart_hook_type prev_ExecutorStart;
static ExecutorRun_hook_type prev_ExecutorRun;
static ExecutorFinish_hook_type prev_ExecutorFinish;
static ExecutorEnd_hook_type prev_ExecutorEnd;
static ProcessUtility_hook_type prev_ProcessUtility;

static int	nesting;
static const char *planned;		/* source of what was planned last, if not run yet */
static int	planned_location;
static uint64 last_sequence;
static Statement subject;		/* the latest statement that is not ours */
static Statement subject_before;	/* what it was before this statement */
static uint64 identity;			/* of the statements that follow, 0: by their text */

/* Says which statement the next ones are, whatever their text; 0: by their text. */
void
statement_identify(uint64 hash)
{
	identity = hash;
}

/* The statement's own part of a source text that may hold several. */
static void
statement_begins(const char *source, int location, int length, uint64 query_id, bool is_utility)
{
	if (nesting > 0 || !watch_statement_begins() || source == NULL)
		return;
	if (location > 0)
		source += location;
	if (length <= 0)
		length = strlen(source);
	while (length > 0 && (*source == ' ' || *source == '\n' || *source == '\t'))
	{
		source++;
		length--;
	}
	subject_before = subject;
	subject.sequence = ++last_sequence;
	subject.hash = identity ? identity :
		hash_bytes_extended((const unsigned char *) source, length, 0);
	subject.executions = executions_add(subject.hash);
	subject.query_id = (int64) query_id;
	subject.is_utility = is_utility;
	text_copy(subject.text, sizeof(subject.text), source, length);
	if (windows_are_open())
		peak_statement_begins();
}

/* begin(), judge() and end() say that the running statement is ours. */
void
statement_is_observer(void)
{
	subject = subject_before;
	peak_statement_is_observer();
}

/* Whether one is being planned or executed right now. */
bool
statement_is_running(void)
{
	return nesting > 0;
}

const Statement *
statement_subject(void)
{
	return &subject;
}

/* The session is no longer watched. */
void
statement_forget(void)
{
	memset(&subject, 0, sizeof(subject));
	memset(&subject_before, 0, sizeof(subject_before));
}

/*
 * Around planning, where the text of a statement that was not prepared is first
 * known, and where its constant calls are already made.
 */
static PlannedStmt *
memcheck_planner(Query *query, const char *source, int options, ParamListInfo params)
{
	PlannedStmt *plan;

	if (nesting == 0)
	{
		statement_begins(source, query->stmt_location, query->stmt_len, query->queryId, false);
		planned = source;
		planned_location = query->stmt_location;
	}
	nesting++;
	PG_TRY();
	{
		if (prev_planner)
			plan = prev_planner(query, source, options, params);
		else
			plan = standard_planner(query, source, options, params);
	}
	PG_FINALLY();
	{
		nesting--;
	}
	PG_END_TRY();
	return plan;
}

/* Whether this is the statement that was just planned, and no other since. */
static bool
was_just_planned(const char *source, int location)
{
	bool		same = planned != NULL && planned == source && planned_location == location;

	planned = NULL;
	return same;
}

/* Before execution starts: where the text of a prepared statement is known. */
static void
memcheck_ExecutorStart(QueryDesc *query, int eflags)
{
	if (nesting == 0 &&
		!was_just_planned(query->sourceText, query->plannedstmt->stmt_location))
		statement_begins(query->sourceText, query->plannedstmt->stmt_location,
						 query->plannedstmt->stmt_len, query->plannedstmt->queryId, false);
	if (prev_ExecutorStart)
		prev_ExecutorStart(query, eflags);
	else
		standard_ExecutorStart(query, eflags);
	bloat_watch(query->estate->es_query_cxt);
}

/* Around execution: whatever starts inside is not a top-level statement. */
static void
memcheck_ExecutorRun(COMPAT_RUN_PARAMS)
{
	nesting++;
	PG_TRY();
	{
		if (prev_ExecutorRun)
			prev_ExecutorRun(COMPAT_RUN_ARGS);
		else
			standard_ExecutorRun(COMPAT_RUN_ARGS);
	}
	PG_FINALLY();
	{
		nesting--;
	}
	PG_END_TRY();
}

/* Around the end of execution, where AFTER triggers run their statements. */
static void
memcheck_ExecutorFinish(QueryDesc *query)
{
	nesting++;
	PG_TRY();
	{
		if (prev_ExecutorFinish)
			prev_ExecutorFinish(query);
		else
			standard_ExecutorFinish(query);
	}
	PG_FINALLY();
	{
		nesting--;
	}
	PG_END_TRY();
}

/* Before the query's memory goes. */
static void
memcheck_ExecutorEnd(QueryDesc *query)
{
	bloat_judge(query->estate->es_query_cxt);
	peak_look(nesting == 0);
	if (prev_ExecutorEnd)
		prev_ExecutorEnd(query);
	else
		standard_ExecutorEnd(query);
}

/* Around a utility statement, which never reaches the executor by itself. */
static void
memcheck_ProcessUtility(PlannedStmt *statement, const char *source, bool read_only,
						ProcessUtilityContext context, ParamListInfo params,
						QueryEnvironment *environment, DestReceiver *dest,
						QueryCompletion *completion)
{
	statement_begins(source, statement->stmt_location, statement->stmt_len, statement->queryId, true);
	nesting++;
	PG_TRY();
	{
		if (prev_ProcessUtility)
			prev_ProcessUtility(statement, source, read_only, context, params,
								environment, dest, completion);
		else
			standard_ProcessUtility(statement, source, read_only, context, params,
									environment, dest, completion);
	}
	PG_FINALLY();
	{
		nesting--;
	}
	PG_END_TRY();
	peak_look(nesting == 0);
}

/* From _PG_init, once. */
void
statement_install_hooks(void)
{
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
