/*
 * bad_access.c
 *		What the tests of the guard do to memory: reads and writes where no byte is
 *		theirs, in a function, a trigger and an aggregate. Each takes how far to go: 0 is clean. And
 *		answers and messages from memory that was freed, unless it is to be kept.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "commands/trigger.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rel.h"

static volatile char seen;

/* Reads one byte, at so many from the end of a chunk on; 0 is the last one of its own. */
PG_FUNCTION_INFO_V1(read_from_end);
Datum
read_from_end(PG_FUNCTION_ARGS)
{
	char	   *chunk = palloc0(PG_GETARG_INT32(0));

	seen = chunk[PG_GETARG_INT32(0) - 1 + PG_GETARG_INT32(1)];
	pfree(chunk);
	PG_RETURN_VOID();
}

/* The same of malloc()'s memory, and no context's; NULL: after free(). */
PG_FUNCTION_INFO_V1(read_malloc);
Datum
read_malloc(PG_FUNCTION_ARGS)
{
	void		(*volatile give_back) (void *) = free;
	char	   *made = calloc(100, 1);
	bool		freed = PG_ARGISNULL(0);

	if (freed)
		give_back(made);
	seen = made[freed ? 20 : 99 + PG_GETARG_INT32(0)];
	if (!freed)
		give_back(made);
	PG_RETURN_VOID();
}

/* Past the end of an array on the stack. */
PG_FUNCTION_INFO_V1(read_past_array);
Datum
read_past_array(PG_FUNCTION_ARGS)
{
	volatile char local[16] = {0};

	seen = local[15 + PG_GETARG_INT32(0)];
	PG_RETURN_VOID();
}

/* Has the C library copy a chunk, and so many bytes behind it. */
PG_FUNCTION_INFO_V1(copy_past_end);
Datum
copy_past_end(PG_FUNCTION_ARGS)
{
	char	   *chunk = palloc0(4096);
	char	   *copy = palloc(8192);

	memcpy(copy, chunk, 4096 + PG_GETARG_INT32(0));
	seen = copy[5];
	PG_RETURN_VOID();
}

/* Writes one byte, at so many before a chunk's start. */
PG_FUNCTION_INFO_V1(write_before_start);
Datum
write_before_start(PG_FUNCTION_ARGS)
{
	volatile char *chunk = palloc0(100);

	chunk[-PG_GETARG_INT32(0)] = 'x';
	PG_RETURN_VOID();
}

/* A helper of the server's makes the chunk. */
PG_FUNCTION_INFO_V1(write_past_text);
Datum
write_past_text(PG_FUNCTION_ARGS)
{
	text	   *made = cstring_to_text("hello");
	volatile char *at = VARDATA(made);

	at[4 + PG_GETARG_INT32(0)] = 'x';
	PG_RETURN_TEXT_P(cstring_to_text("done"));
}

/* For the server to read, as far as it finds no zero byte. */
PG_FUNCTION_INFO_V1(text_without_end);
Datum
text_without_end(PG_FUNCTION_ARGS)
{
	char	   *made = palloc(16);

	memset(made, 'x', 16);
	if (PG_GETARG_BOOL(0))
		made[15] = '\0';
	PG_RETURN_CSTRING(made);
}

/* Reads a chunk before or after it goes in one of these ways. */
PG_FUNCTION_INFO_V1(read_after);
Datum
read_after(PG_FUNCTION_ARGS)
{
	char	   *how = text_to_cstring(PG_GETARG_TEXT_PP(0));
	bool		before = PG_GETARG_BOOL(1);
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "memcheck_test short",
												  ALLOCSET_SMALL_SIZES);
	char	   *chunk = MemoryContextAllocZero(context, 40);

	if (before)
		seen = chunk[8];
	if (strcmp(how, "pfree") == 0)
		pfree(chunk);
	else if (strcmp(how, "repalloc") == 0)
		seen = *(char *) repalloc(chunk, 60);
	else if (strcmp(how, "reset") == 0)
		MemoryContextReset(context);
	else
		MemoryContextDelete(context);
	if (!before)
		seen = chunk[8];
	PG_RETURN_VOID();
}

/* A trigger whose argument says how far to go past the end. */
PG_FUNCTION_INFO_V1(write_in_trigger);
Datum
write_in_trigger(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	volatile char *chunk = palloc(16);

	chunk[15 + atoi(trigger->tg_trigger->tgargs[0])] = 'x';
	return PointerGetDatum(trigger->tg_trigtuple);
}

/* The state of an aggregate, in a wrong context unless it is told to take the right one. */
PG_FUNCTION_INFO_V1(join_lengths);
Datum
join_lengths(PG_FUNCTION_ARGS)
{
	MemoryContext context = CurrentMemoryContext;
	StringInfo	state = PG_ARGISNULL(0) ? NULL : (StringInfo) PG_GETARG_POINTER(0);

	if (PG_GETARG_BOOL(2))
		AggCheckCallContext(fcinfo, &context);
	context = MemoryContextSwitchTo(context);
	if (state == NULL)
		state = makeStringInfo();
	appendStringInfo(state, "%d ", PG_GETARG_INT32(1));
	MemoryContextSwitchTo(context);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(joined_lengths);
Datum
joined_lengths(PG_FUNCTION_ARGS)
{
	StringInfo	state = (StringInfo) PG_GETARG_POINTER(0);

	PG_RETURN_INT32(state->len);
}

/* A chunk of so many words, freed unless it is to be kept. */
static char *
make_and_free(int words, bool keep)
{
	char	   *chunk = palloc(words * 8);

	memset(chunk, 'x', words * 8);
	chunk[words * 8 - 1] = '\0';
	if (!keep)
		pfree(chunk);
	return chunk;
}

PG_FUNCTION_INFO_V1(number_of_freed);
Datum
number_of_freed(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(*(volatile int64 *) make_and_free(5, PG_GETARG_BOOL(0)));
}

/* With something before it, so that the words begin anywhere. */
PG_FUNCTION_INFO_V1(bytes_of_freed);
Datum
bytes_of_freed(PG_FUNCTION_ARGS)
{
	char	   *chunk = make_and_free(5, PG_GETARG_BOOL(0));
	bytea	   *copy = palloc(VARHDRSZ + 43);

	SET_VARSIZE(copy, VARHDRSZ + 43);
	memcpy(VARDATA(copy), "abc", 3);
	memcpy(VARDATA(copy) + 3, chunk, 40);
	PG_RETURN_BYTEA_P(copy);
}

PG_FUNCTION_INFO_V1(log_freed);
Datum
log_freed(PG_FUNCTION_ARGS)
{
	ereport(LOG, (errmsg("the text is \"%s\"", make_and_free(5, PG_GETARG_BOOL(0)))));
	PG_RETURN_VOID();
}

/* Stored by itself: no executor sees the row. */
PG_FUNCTION_INFO_V1(store_freed);
Datum
store_freed(PG_FUNCTION_ARGS)
{
	Relation	table = table_open(PG_GETARG_OID(0), RowExclusiveLock);
	Datum		values[2] = {Int32GetDatum(1)};
	bool		nulls[2] = {false};
	char	   *chunk = make_and_free(5, PG_GETARG_BOOL(1));

	values[1] = PointerGetDatum(cstring_to_text(chunk));
	simple_heap_insert(table, heap_form_tuple(RelationGetDescr(table), values, nulls));
	table_close(table, RowExclusiveLock);
	PG_RETURN_VOID();
}

static int	asked_here;

static void *
get_counted(Size bytes)
{
	asked_here++;
	return MemoryContextAlloc(CurrentMemoryContext, bytes);
}

/* Begins as the server's function, and is given another one when the library comes. */
static struct
{
	void	   *(*get) (Size bytes);
}			memory_table = {palloc};

__attribute__((constructor))
static void
take_counted(void)
{
	memory_table.get = get_counted;
}

/* Clean: whether a table leads to the function that it was given. */
PG_FUNCTION_INFO_V1(table_leads_here);
Datum
table_leads_here(PG_FUNCTION_ARGS)
{
	asked_here = 0;
	pfree(memory_table.get(100));
	PG_RETURN_BOOL(asked_here == 1);
}
