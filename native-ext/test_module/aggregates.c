/*
 * aggregates.c
 *		Aggregates whose state is replaced or kept with each row, for the regression tests.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/memutils.h"

#define LITTER_CHUNKS 1000
#define LITTER_BYTES 100

typedef struct State
{
	int64		rows;
	struct State *before;		/* of the rows that are kept */
	char		filling[80];
} State;

static MemoryContext
state_memory(FunctionCallInfo fcinfo)
{
	MemoryContext memory;

	if (!AggCheckCallContext(fcinfo, &memory))
		elog(ERROR, "not called by an aggregate");
	return memory;
}

static State *
new_state(FunctionCallInfo fcinfo)
{
	State	   *state = MemoryContextAllocZero(state_memory(fcinfo), sizeof(State));

	state->rows = 1;
	return state;
}

static State *
old_state(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(0) ? NULL : (State *) PG_GETARG_POINTER(0);
}

/* Each row has a state of its own; that of the row before is forgotten. */
PG_FUNCTION_INFO_V1(count_anew);
Datum
count_anew(PG_FUNCTION_ARGS)
{
	State	   *old = old_state(fcinfo);
	State	   *state = new_state(fcinfo);

	state->rows += old ? old->rows : 0;
	PG_RETURN_POINTER(state);
}

/* The same, but the one before is freed. */
PG_FUNCTION_INFO_V1(count_and_free);
Datum
count_and_free(PG_FUNCTION_ARGS)
{
	State	   *old = old_state(fcinfo);
	State	   *state = new_state(fcinfo);

	state->rows += old ? old->rows : 0;
	if (old)
		pfree(old);
	PG_RETURN_POINTER(state);
}

/* The same, but the one before is kept. */
PG_FUNCTION_INFO_V1(count_and_keep);
Datum
count_and_keep(PG_FUNCTION_ARGS)
{
	State	   *old = old_state(fcinfo);
	State	   *state = new_state(fcinfo);

	state->rows += old ? old->rows : 0;
	state->before = old;
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(counted);
Datum
counted(PG_FUNCTION_ARGS)
{
	State	   *state = old_state(fcinfo);

	PG_RETURN_INT64(state ? state->rows : 0);
}

/* Leaves chunks in the memory of its row, which the server empties. */
PG_FUNCTION_INFO_V1(litter);
Datum
litter(PG_FUNCTION_ARGS)
{
	for (int i = 0; i < LITTER_CHUNKS; i++)
		(void) palloc0(LITTER_BYTES);
	PG_RETURN_INT32(LITTER_CHUNKS);
}
