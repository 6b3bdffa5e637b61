/*
 * hook_state.c
 *		Hooks that hold something for each statement while it runs, as monitoring
 *		extensions do: none of it is a leak.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "fmgr.h"
#include "storage/lwlock.h"
#include "tcop/utility.h"
#include "utils/memutils.h"

typedef struct State
{
	QueryDesc  *query;
	struct State *next;
	char	   *buffer;
	char	   *text;
	MemoryContext context;
} State;

static bool installed;
static bool active;
static State *states;
static LWLock lock;				/* of this process alone */
static ExecutorStart_hook_type prev_start;
static ExecutorEnd_hook_type prev_end;
static ProcessUtility_hook_type prev_utility;

static pg_noinline void
push_state(QueryDesc *query)
{
	State	   *state = MemoryContextAlloc(TopMemoryContext, sizeof(State));

	state->query = query;
	state->text = strdup(query->sourceText);
	state->buffer = MemoryContextAlloc(TopMemoryContext, 3000);
	state->context = AllocSetContextCreate(TopMemoryContext, "state of a query",
										   ALLOCSET_SMALL_SIZES);
	(void) MemoryContextAlloc(state->context, 200);
	state->next = states;
	states = state;
}

static void
pop_state(QueryDesc *query)
{
	for (State **place = &states; *place; place = &(*place)->next)
	{
		State	   *state = *place;

		if (state->query != query)
			continue;
		*place = state->next;
		MemoryContextDelete(state->context);
		free(state->text);
		pfree(state->buffer);
		pfree(state);
		return;
	}
}

static void
hold_state(QueryDesc *query, int flags)
{
	if (active)
		push_state(query);
	if (prev_start)
		prev_start(query, flags);
	else
		standard_ExecutorStart(query, flags);
}

static void
drop_state(QueryDesc *query)
{
	if (prev_end)
		prev_end(query);
	else
		standard_ExecutorEnd(query);
	pop_state(query);
}

static void
hold_utility(PlannedStmt *statement, const char *source, bool read_only,
			 ProcessUtilityContext context, ParamListInfo params,
			 QueryEnvironment *environment, DestReceiver *dest, QueryCompletion *completion)
{
	char	   *held = active ? MemoryContextAlloc(TopMemoryContext, 5000) : NULL;

	if (held)
		LWLockAcquire(&lock, LW_SHARED);
	if (prev_utility)
		prev_utility(statement, source, read_only, context, params, environment, dest, completion);
	else
		standard_ProcessUtility(statement, source, read_only, context, params, environment, dest,
								completion);
	if (held && LWLockHeldByMe(&lock))
		LWLockRelease(&lock);
	if (held)
		pfree(held);
}

/* From now on statements have such state, or have none. */
PG_FUNCTION_INFO_V1(hold_for_statements);
Datum
hold_for_statements(PG_FUNCTION_ARGS)
{
	active = PG_GETARG_BOOL(0);
	if (!installed)
	{
		LWLockInitialize(&lock, LWTRANCHE_FIRST_USER_DEFINED);
		prev_start = ExecutorStart_hook;
		ExecutorStart_hook = hold_state;
		prev_end = ExecutorEnd_hook;
		ExecutorEnd_hook = drop_state;
		prev_utility = ProcessUtility_hook;
		ProcessUtility_hook = hold_utility;
	}
	installed = true;
	PG_RETURN_VOID();
}

/* Bug: 700 bytes at each call. */
PG_FUNCTION_INFO_V1(leak_700);
Datum
leak_700(PG_FUNCTION_ARGS)
{
	(void) MemoryContextAlloc(TopMemoryContext, 700);
	PG_RETURN_VOID();
}
