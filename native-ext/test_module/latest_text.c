/*
 * latest_text.c
 *		Hooks that keep the text of the latest statement, as monitoring extensions do: one is
 *		freed for each that is made, though not always where it was made.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "fmgr.h"
#include "optimizer/planner.h"
#include "tcop/utility.h"
#include "utils/memutils.h"

static bool installed;
static bool keeps;
static bool forgets;			/* bug: the one before is not freed */
static char *latest;			/* from malloc() */
static char *copy;				/* in TopMemoryContext */
static planner_hook_type prev_planner;
static ExecutorStart_hook_type prev_start;
static ProcessUtility_hook_type prev_utility;

static PlannedStmt *
keep_at_planning(Query *query, const char *source, int options, ParamListInfo params)
{
	if (keeps && source)
	{
		if (!forgets)
			free(latest);
		latest = strdup(source);
	}
	return prev_planner ? prev_planner(query, source, options, params) :
		standard_planner(query, source, options, params);
}

static void
keep_at_start(QueryDesc *query, int flags)
{
	if (keeps)
	{
		if (copy && !forgets)
			pfree(copy);
		copy = MemoryContextStrdup(TopMemoryContext, query->sourceText);
	}
	if (prev_start)
		prev_start(query, flags);
	else
		standard_ExecutorStart(query, flags);
}

static void
keep_at_utility(PlannedStmt *statement, const char *source, bool read_only,
				ProcessUtilityContext context, ParamListInfo params,
				QueryEnvironment *environment, DestReceiver *dest, QueryCompletion *completion)
{
	if (keeps)
	{
		if (!forgets)
			free(latest);
		latest = strdup(source);
		if (copy && !forgets)
			pfree(copy);
		copy = MemoryContextStrdup(TopMemoryContext, source);
	}
	if (prev_utility)
		prev_utility(statement, source, read_only, context, params, environment, dest, completion);
	else
		standard_ProcessUtility(statement, source, read_only, context, params, environment, dest,
								completion);
}

/* From now on the latest text is kept or is not, and the one before is forgotten or is not. */
PG_FUNCTION_INFO_V1(keep_latest_text);
Datum
keep_latest_text(PG_FUNCTION_ARGS)
{
	keeps = PG_GETARG_BOOL(0);
	forgets = PG_GETARG_BOOL(1);
	if (!installed)
	{
		prev_planner = planner_hook;
		planner_hook = keep_at_planning;
		prev_start = ExecutorStart_hook;
		ExecutorStart_hook = keep_at_start;
		prev_utility = ProcessUtility_hook;
		ProcessUtility_hook = keep_at_utility;
	}
	installed = true;
	PG_RETURN_VOID();
}
