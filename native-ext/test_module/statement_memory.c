/*
 * statement_memory.c
 *		Memory that goes with the statement, and swells before it does, for the regression tests.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#define ROOM_BYTES (128 * 1024)

/* In fn_extra: what the calls of one statement share. */
typedef struct Shared
{
	MemoryContext context;
	void	   *first;			/* of a chain of chunks */
	char	   *rooms[6];
} Shared;

static Shared *
shared(FmgrInfo *function)
{
	Shared	   *state = function->fn_extra;

	if (state == NULL)
	{
		state = MemoryContextAllocZero(function->fn_mcxt, sizeof(Shared));
		state->context = AllocSetContextCreate(function->fn_mcxt, "test shared",
											   ALLOCSET_DEFAULT_SIZES);
		function->fn_extra = state;
	}
	return state;
}

/* Each call leaves a chunk behind. */
PG_FUNCTION_INFO_V1(lose_in_statement);
Datum
lose_in_statement(PG_FUNCTION_ARGS)
{
	char	   *lost = MemoryContextAlloc(shared(fcinfo->flinfo)->context, PG_GETARG_INT32(0));

	lost[0] = 'x';
	PG_RETURN_INT32(1);
}

/* Each call adds a chunk to those that it keeps. */
PG_FUNCTION_INFO_V1(keep_in_statement);
Datum
keep_in_statement(PG_FUNCTION_ARGS)
{
	Shared	   *state = shared(fcinfo->flinfo);
	void	  **kept = MemoryContextAlloc(state->context, Max(PG_GETARG_INT32(0), 8));

	*kept = state->first;
	state->first = kept;
	PG_RETURN_INT32(1);
}

/* Each call leaves a chunk behind, in a context that is emptied each hundred calls. */
PG_FUNCTION_INFO_V1(empty_in_statement);
Datum
empty_in_statement(PG_FUNCTION_ARGS)
{
	Shared	   *state = shared(fcinfo->flinfo);
	static int	calls;

	if (++calls % 100 == 0)
		MemoryContextReset(state->context);
	MemoryContextAllocZero(state->context, PG_GETARG_INT32(0));
	PG_RETURN_INT32(1);
}

/* The first call makes large chunks, and writes so much to each of them. */
PG_FUNCTION_INFO_V1(room_in_statement);
Datum
room_in_statement(PG_FUNCTION_ARGS)
{
	Shared	   *state = shared(fcinfo->flinfo);

	for (int i = 0; i < lengthof(state->rooms); i++)
		if (state->rooms[i] == NULL)
		{
			state->rooms[i] = MemoryContextAlloc(state->context, ROOM_BYTES);
			for (int j = 0; j < PG_GETARG_INT32(0); j++)
				state->rooms[i][j] = random();
		}
	PG_RETURN_INT32(1);
}

static MemoryContext
context_named(const char *name)
{
	MemoryContext known[] = {MessageContext, PortalContext, TopTransactionContext,
	CurTransactionContext};

	for (int i = 0; i < lengthof(known); i++)
		if (strcmp(known[i]->name, name) == 0)
			return known[i];
	elog(ERROR, "no context \"%s\"", name);
}

/* Each call leaves a chunk behind, in a context of the server's. */
PG_FUNCTION_INFO_V1(lose_with_server);
Datum
lose_with_server(PG_FUNCTION_ARGS)
{
	char		name[NAMEDATALEN];

	text_to_cstring_buffer(PG_GETARG_TEXT_PP(0), name, sizeof(name));
	MemoryContextAllocZero(context_named(name), PG_GETARG_INT32(1));
	PG_RETURN_INT32(1);
}

/* Each call adds a chunk to a queue that the transaction has; with 0 bytes it begins anew. */
PG_FUNCTION_INFO_V1(queue_with_server);
Datum
queue_with_server(PG_FUNCTION_ARGS)
{
	static void *first;
	void	  **entry;

	if (PG_GETARG_INT32(0) == 0)
	{
		first = NULL;
		PG_RETURN_INT32(0);
	}
	entry = MemoryContextAllocZero(TopTransactionContext, PG_GETARG_INT32(0));
	*entry = first;
	first = entry;
	PG_RETURN_INT32(1);
}

/* Rows, and a chunk that is left with each of them in what all calls share; or one chunk. */
PG_FUNCTION_INFO_V1(rows_of_statement);
Datum
rows_of_statement(PG_FUNCTION_ARGS)
{
	FuncCallContext *call;

	if (SRF_IS_FIRSTCALL())
		call = SRF_FIRSTCALL_INIT();
	call = SRF_PERCALL_SETUP();
	if (call->call_cntr >= PG_GETARG_INT32(0))
		SRF_RETURN_DONE(call);
	if (PG_GETARG_BOOL(2) || call->user_fctx == NULL)
		call->user_fctx = MemoryContextAllocZero(call->multi_call_memory_ctx, PG_GETARG_INT32(1));
	SRF_RETURN_NEXT(call, Int32GetDatum(1));
}

/*
 * A context for several calls, which the last one deletes: bytes are 0 there. What the calls before
 * left lies there alone (how = 0), in a chain whose head goes first (1), or goes with each call
 * (2). Above that the last one resets it before: what lies there alone (3), or in such a chain (4).
 */
PG_FUNCTION_INFO_V1(work_in_calls);
Datum
work_in_calls(PG_FUNCTION_ARGS)
{
	static MemoryContext work;
	static void **first;
	const int	how = PG_GETARG_INT32(0);
	const int	bytes = PG_GETARG_INT32(1);
	const bool	top = PG_GETARG_BOOL(2);
	void	  **entry;

	if (work == NULL)
		work = AllocSetContextCreate(top ? TopMemoryContext : CurrentMemoryContext, "test work",
									 ALLOCSET_DEFAULT_SIZES);
	else if (bytes == 0)
	{
		first = NULL;
		if (how > 2)
			MemoryContextReset(work);
		MemoryContextDelete(work);
		work = NULL;
	}
	else
	{
		if (how == 2)
			MemoryContextReset(work);
		entry = MemoryContextAllocZero(work, bytes);
		*entry = first;
		first = how == 1 || how == 4 ? entry : NULL;
	}
	PG_RETURN_INT32(1);
}

/* The same in one call. */
PG_FUNCTION_INFO_V1(work_in_one_call);
Datum
work_in_one_call(PG_FUNCTION_ARGS)
{
	MemoryContext work = AllocSetContextCreate(TopMemoryContext, "test work in one call",
											   ALLOCSET_DEFAULT_SIZES);

	for (int i = 0; i < 1000; i++)
		MemoryContextAllocZero(work, PG_GETARG_INT32(0));
	MemoryContextDelete(work);
	PG_RETURN_INT32(1);
}

/* A context that becomes so large, and goes before the function returns, or with the error. */
PG_FUNCTION_INFO_V1(swell_and_go);
Datum
swell_and_go(PG_FUNCTION_ARGS)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "test swell",
												  ALLOCSET_DEFAULT_SIZES);

	MemoryContextAllocZero(context, PG_GETARG_INT32(0));
	if (PG_GETARG_BOOL(1))
		elog(ERROR, "as asked");
	MemoryContextDelete(context);
	PG_RETURN_INT32(1);
}

/*
 * Each call makes a context with a piece of a page below one of the server's. It is forgotten, or
 * the piece is kept in a chain.
 */
PG_FUNCTION_INFO_V1(pile_up_contexts);
Datum
pile_up_contexts(PG_FUNCTION_ARGS)
{
	char		name[NAMEDATALEN];
	MemoryContext context;
	void	  **piece;
	static void *first;

	text_to_cstring_buffer(PG_GETARG_TEXT_PP(0), name, sizeof(name));
	context = AllocSetContextCreate(context_named(name), "test pile", ALLOCSET_DEFAULT_SIZES);
	piece = MemoryContextAllocZero(context, 3000);
	if (PG_GETARG_BOOL(1))
	{
		*piece = first;
		first = piece;
	}
	PG_RETURN_INT32(1);
}
