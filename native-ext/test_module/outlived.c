/*
 * outlived.c
 *		What the tests of the guard do to memory of the server's that goes with its context:
 *		the rows, plans, cursors and subtransactions of SPI, the argument of a call. Each reads it
 *		before or after it has gone: before is clean.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

static volatile char seen;

static void
look_at(const char *what, bool wanted)
{
	if (wanted)
		seen = *(volatile const char *) what;
}

/* The value lies in the row, and the row in SPI's memory. */
static const char *
value_of_row(void)
{
	bool		isnull;

	return DatumGetPointer(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
}

PG_FUNCTION_INFO_V1(read_row);
Datum
read_row(PG_FUNCTION_ARGS)
{
	bool		before = PG_GETARG_BOOL(0);
	const char *value;

	SPI_connect();
	SPI_execute("SELECT repeat('x', 100)", true, 0);
	value = value_of_row();
	look_at(value, before);
	SPI_finish();
	look_at(value, !before);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(read_plan);
Datum
read_plan(PG_FUNCTION_ARGS)
{
	bool		before = PG_GETARG_BOOL(0);
	Oid			types[1] = {INT4OID};
	SPIPlanPtr	plan;

	SPI_connect();
	plan = SPI_prepare("SELECT $1 + 1", 1, types);
	SPI_keepplan(plan);
	if (before)
		(void) SPI_getargcount(plan);
	SPI_freeplan(plan);
	if (!before)
		(void) SPI_getargcount(plan);
	SPI_finish();
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(read_portal);
Datum
read_portal(PG_FUNCTION_ARGS)
{
	bool		before = PG_GETARG_BOOL(0);
	Portal		portal;
	TupleDesc	columns;

	SPI_connect();
	portal = SPI_cursor_open_with_args(NULL, "SELECT 1", 0, NULL, NULL, NULL, true, 0);
	columns = portal->tupDesc;
	look_at((char *) &columns->natts, before);
	SPI_cursor_close(portal);
	look_at((char *) &columns->natts, !before);
	SPI_finish();
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(read_subtransaction);
Datum
read_subtransaction(PG_FUNCTION_ARGS)
{
	bool		before = PG_GETARG_BOOL(0);
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	char	   *text;

	BeginInternalSubTransaction(NULL);
	text = pstrdup("hello");
	look_at(text, before);
	RollbackAndReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	look_at(text, !before);
	PG_RETURN_VOID();
}

/* A static borrows the argument until the next call. */
PG_FUNCTION_INFO_V1(borrow_argument);
Datum
borrow_argument(PG_FUNCTION_ARGS)
{
	static char *borrowed;

	look_at(borrowed ? borrowed : "", borrowed != NULL);
	borrowed = PG_GETARG_BOOL(1) ? NULL : PG_GETARG_POINTER(0);
	PG_RETURN_VOID();
}

/* The value stays in the row, and the row was freed. */
PG_FUNCTION_INFO_V1(read_freed_row);
Datum
read_freed_row(PG_FUNCTION_ARGS)
{
	bool		before = PG_GETARG_BOOL(0);
	const char *value;

	SPI_connect();
	SPI_execute("SELECT repeat('x', 100)", true, 0);
	value = value_of_row();
	look_at(value, before);
	SPI_freetuptable(SPI_tuptable);
	look_at(value, !before);
	SPI_finish();
	PG_RETURN_VOID();
}

/* The row is gone with SPI, if it is no copy. */
PG_FUNCTION_INFO_V1(free_row);
Datum
free_row(PG_FUNCTION_ARGS)
{
	bool		copies = PG_GETARG_BOOL(0);
	HeapTuple	row;

	SPI_connect();
	SPI_execute("SELECT repeat('x', 100)", true, 0);
	row = copies ? SPI_copytuple(SPI_tuptable->vals[0]) : SPI_tuptable->vals[0];
	SPI_finish();
	heap_freetuple(row);
	PG_RETURN_VOID();
}

/* What keeps such an argument: static memory, and a chunk that lives as long as the backend. */
static char *kept_argument;
static char *other_argument;
static __thread char *thread_argument;

typedef struct Keeper
{
	int64		calls;
	char	   *argument;
} Keeper;

/*
 * Keeps its argument until the end of the statement, or for longer, here, there, or in a chunk;
 * reads it only if it is told to.
 */
PG_FUNCTION_INFO_V1(keep_argument);
Datum
keep_argument(PG_FUNCTION_ARGS)
{
	static Keeper *keeper;
	char	   *where = text_to_cstring(PG_GETARG_TEXT_PP(1));
	bool		longer = PG_GETARG_BOOL(2);
	char	   *argument = PG_GETARG_POINTER(0);

	if (keeper == NULL)
		keeper = MemoryContextAllocZero(TopMemoryContext, sizeof(Keeper));
	keeper->calls++;
	thread_argument = strcmp(where, "thread") == 0 ? argument : thread_argument;
	kept_argument = strcmp(where, "variable") == 0 ? argument : kept_argument;
	other_argument = strcmp(where, "other") == 0 ? argument : other_argument;
	keeper->argument = strcmp(where, "chunk") == 0 ? argument : keeper->argument;
	if (!longer)
		thread_argument = kept_argument = other_argument = keeper->argument = NULL;
	PG_RETURN_VOID();
}

/* Each call's in a chunk of its own, all made in one place. */
PG_FUNCTION_INFO_V1(keep_each);
Datum
keep_each(PG_FUNCTION_ARGS)
{
	Keeper	   *keeper = MemoryContextAllocZero(TopMemoryContext, sizeof(Keeper));

	keeper->argument = PG_GETARG_POINTER(0);
	PG_RETURN_VOID();
}

/* Another pointer to what kept_argument points to, which goes. */
PG_FUNCTION_INFO_V1(move_argument);
Datum
move_argument(PG_FUNCTION_ARGS)
{
	static Keeper *keeper;

	if (keeper == NULL)
		keeper = MemoryContextAllocZero(TopMemoryContext, sizeof(Keeper));
	keeper->argument = kept_argument;
	kept_argument = NULL;
	look_at(keeper->argument, true);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(read_argument);
Datum
read_argument(PG_FUNCTION_ARGS)
{
	look_at(kept_argument, kept_argument != NULL);
	PG_RETURN_VOID();
}

/*
 * Keeps a text in a context of its own, and a pointer to it in a static variable, which a callback
 * of the context empties if it is told to.
 */
static char *remembered;

static void
forget_text(void *arg)
{
	remembered = NULL;
}

PG_FUNCTION_INFO_V1(remember_text);
Datum
remember_text(PG_FUNCTION_ARGS)
{
	static MemoryContext context;

	if (context == NULL)
		context = AllocSetContextCreate(TopMemoryContext, "memcheck_test memory",
										ALLOCSET_SMALL_SIZES);
	if (remembered == NULL)
	{
		remembered = MemoryContextStrdup(context, text_to_cstring(PG_GETARG_TEXT_PP(0)));
		if (PG_GETARG_BOOL(1))
		{
			MemoryContextCallback *callback = MemoryContextAllocZero(context, sizeof(*callback));

			callback->func = forget_text;
			MemoryContextRegisterResetCallback(context, callback);
		}
	}
	look_at(remembered, true);
	PG_RETURN_VOID();
}

/* A trigger that has what it works on in a context of its own, while SPI runs a statement. */
PG_FUNCTION_INFO_V1(work_in_trigger);
Datum
work_in_trigger(PG_FUNCTION_ARGS)
{
	static MemoryContext context;
	char	   *work;

	if (context == NULL)
		context = AllocSetContextCreate(TopMemoryContext, "memcheck_test work",
										ALLOCSET_SMALL_SIZES);
	work = MemoryContextStrdup(context, "work");
	SPI_connect();
	SPI_execute("SELECT 1", true, 0);
	SPI_finish();
	look_at(work, true);
	MemoryContextReset(context);
	return PointerGetDatum(NULL);
}
