/*
 * callers.c
 *		Helpers that allocate for the functions that SQL calls, for the regression tests.
 */
#include "postgres.h"

#include "access/amapi.h"
#include "access/xact.h"
#include "callers.h"
#include "fmgr.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"

/* Bug. */
PG_FUNCTION_INFO_V1(lose_serialized);
Datum
lose_serialized(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(serialize(300)[0]);
}

/* Bug, by the same helper. */
PG_FUNCTION_INFO_V1(lose_more_serialized);
Datum
lose_more_serialized(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(serialize(900)[0]);
}

/* Clean. */
PG_FUNCTION_INFO_V1(serialize_and_free);
Datum
serialize_and_free(PG_FUNCTION_ARGS)
{
	char	   *made = serialize(300);
	int			first = made[0];

	pfree(made);
	PG_RETURN_INT32(first);
}

static inline __attribute__((always_inline)) char *
pack(int bytes)
{
	return MemoryContextAlloc(TopMemoryContext, bytes);
}

/* Bug, by a helper that has no frame of its own. */
PG_FUNCTION_INFO_V1(lose_packed);
Datum
lose_packed(PG_FUNCTION_ARGS)
{
	char	   *volatile made = pack(400);

	PG_RETURN_BOOL(made != NULL);
}

/* What another library may call: nothing that SQL can. */
extern PGDLLEXPORT int note_commit(int bytes);

int
note_commit(int bytes)
{
	return serialize(bytes)[0] + 1;
}

static void
at_commit(XactEvent event, void *arg)
{
	static volatile int notes;

	if (event == XACT_EVENT_COMMIT)
		notes = notes + note_commit(600);
}

/* Bug from then on: at each commit, when no function of ours runs. */
PG_FUNCTION_INFO_V1(lose_at_commit);
Datum
lose_at_commit(PG_FUNCTION_ARGS)
{
	if (PG_GETARG_BOOL(0))
		RegisterXactCallback(at_commit, NULL);
	else
		UnregisterXactCallback(at_commit, NULL);
	PG_RETURN_VOID();
}

/* The handler of a language: each call of a program loses memory. */
PG_FUNCTION_INFO_V1(losing_call_handler);
Datum
losing_call_handler(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(serialize(500)[0]);
}

/* The server makes a description of an index for itself, where it is told to. */
static pg_noinline void
describe_index(bool lose)
{
	static MemoryContext descriptions;
	MemoryContext before;
	IndexAmRoutine *volatile description;

	if (descriptions == NULL)
		descriptions = AllocSetContextCreate(TopMemoryContext, "memcheck_test descriptions",
											 ALLOCSET_SMALL_SIZES);
	before = MemoryContextSwitchTo(descriptions);
	description = GetIndexAmRoutine(F_BTHANDLER);
	MemoryContextSwitchTo(before);
	if (!lose)
		pfree(description);
}

/* Bug if it is to be lost. */
PG_FUNCTION_INFO_V1(describe);
Datum
describe(PG_FUNCTION_ARGS)
{
	describe_index(PG_GETARG_BOOL(0));
	PG_RETURN_VOID();
}

/* They leave by a jump, and have no frame then. */
static pg_noinline char *
copy_for_good(const char *text)
{
	return MemoryContextStrdup(TopMemoryContext, text);
}

extern PGDLLEXPORT char *copy_for_others(const char *text);

pg_noinline char *
copy_for_others(const char *text)
{
	return MemoryContextStrdup(TopMemoryContext, text);
}

/* Bug. */
PG_FUNCTION_INFO_V1(lose_by_jump);
Datum
lose_by_jump(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(copy_for_good("a text")[0]);
}

/* Bug, and it leaves by a jump itself: nothing of the library is on the stack. */
PG_FUNCTION_INFO_V1(leave_by_jump);
Datum
leave_by_jump(PG_FUNCTION_ARGS)
{
	return PointerGetDatum(MemoryContextStrdup(TopMemoryContext, "another text"));
}

/* Clean: the result is the statement's. */
PG_FUNCTION_INFO_V1(result_by_jump);
Datum
result_by_jump(PG_FUNCTION_ARGS)
{
	return PointerGetDatum(pstrdup("a result"));
}

/* Bug, by a helper that the library exports. */
PG_FUNCTION_INFO_V1(lose_by_exported_jump);
Datum
lose_by_exported_jump(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(copy_for_others("a text")[0]);
}
