/*
 * many.c
 *		What the tests of large numbers do: many contexts, many names, many
 *		chunks, and the processor time that looking at them takes.
 */
#include "postgres.h"

#include <time.h>

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

static int	calls;				/* of fill_cache_in_calls(), since it was given another number */
static int	calls_wanted;

/* Bug: a context with so many children, kept at each call. */
PG_FUNCTION_INFO_V1(leak_tree);
Datum
leak_tree(PG_FUNCTION_ARGS)
{
	MemoryContext top = AllocSetContextCreate(TopMemoryContext, "memcheck_test tree",
											  ALLOCSET_SMALL_SIZES);

	for (int i = 0; i < PG_GETARG_INT32(0); i++)
		(void) AllocSetContextCreate(top, "memcheck_test child", 0, 1024, 8192);
	PG_RETURN_VOID();
}

static MemoryContext
create_named(const char *format, int number)
{
	MemoryContext context = (AllocSetContextCreateInternal) (TopMemoryContext, "memcheck_test",
															 0, 1024, 8192);
	char	   *name = MemoryContextAlloc(context, 64);

	snprintf(name, 64, format, number, number);
	context->name = name;
	return context;
}

/* Bug: contexts that are named by the format and their number, from the first on. */
PG_FUNCTION_INFO_V1(leak_names);
Datum
leak_names(PG_FUNCTION_ARGS)
{
	char	   *format = text_to_cstring(PG_GETARG_TEXT_PP(0));
	int			first = PG_GETARG_INT32(1);

	for (int i = first; i < first + PG_GETARG_INT32(2); i++)
		create_named(format, i);
	PG_RETURN_VOID();
}

/* Bug: the same at another place. */
PG_FUNCTION_INFO_V1(leak_names_elsewhere);
Datum
leak_names_elsewhere(PG_FUNCTION_ARGS)
{
	char	   *format = text_to_cstring(PG_GETARG_TEXT_PP(0));
	int			first = PG_GETARG_INT32(1);

	for (int i = first; i < first + PG_GETARG_INT32(2); i++)
		create_named(format, i);
	PG_RETURN_VOID();
}

static MemoryContext copy;		/* of replace_named() */

/* Clean: a cache that is made anew at each call, under another name. */
PG_FUNCTION_INFO_V1(replace_named);
Datum
replace_named(PG_FUNCTION_ARGS)
{
	if (copy)
		MemoryContextDelete(copy);
	copy = create_named(text_to_cstring(PG_GETARG_TEXT_PP(0)), 0);
	PG_RETURN_VOID();
}

/* Clean: a cache that takes so many calls to fill. */
PG_FUNCTION_INFO_V1(fill_cache_in_calls);
Datum
fill_cache_in_calls(PG_FUNCTION_ARGS)
{
	if (calls_wanted != PG_GETARG_INT32(0))
		calls = 0;
	calls_wanted = PG_GETARG_INT32(0);
	if (calls++ < calls_wanted)
		MemoryContextAlloc(TopMemoryContext, 1000);
	PG_RETURN_VOID();
}

static MemoryContext passing;	/* of begin_in_transaction() */

/* As many contexts as are asked for, in the transaction. */
PG_FUNCTION_INFO_V1(begin_in_transaction);
Datum
begin_in_transaction(PG_FUNCTION_ARGS)
{
	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		MemoryContext context = AllocSetContextCreate(TopTransactionContext,
													  "memcheck_test passing",
													  ALLOCSET_SMALL_SIZES);

		if (i == 0)
			passing = context;
	}
	PG_RETURN_VOID();
}

/* Bug: keeps the first of them for good, each time. */
PG_FUNCTION_INFO_V1(keep_for_good);
Datum
keep_for_good(PG_FUNCTION_ARGS)
{
	MemoryContextSetParent(passing, TopMemoryContext);
	PG_RETURN_VOID();
}

/* Clean: the same, and gives back what it kept. */
PG_FUNCTION_INFO_V1(keep_for_a_while);
Datum
keep_for_a_while(PG_FUNCTION_ARGS)
{
	MemoryContextSetParent(passing, TopMemoryContext);
	MemoryContextDelete(passing);
	PG_RETURN_VOID();
}

/* So much more in each context that leak_contexts() made. */
PG_FUNCTION_INFO_V1(fill_leaked_contexts);
Datum
fill_leaked_contexts(PG_FUNCTION_ARGS)
{
	for (MemoryContext context = TopMemoryContext->firstchild; context;
		 context = context->nextchild)
		if (context->name && strcmp(context->name, "memcheck_test leaked") == 0)
			(void) MemoryContextAlloc(context, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* Clean: makes a chunk in a context as old as the backend and frees it, so many times. */
PG_FUNCTION_INFO_V1(make_and_free);
Datum
make_and_free(PG_FUNCTION_ARGS)
{
	for (int i = 0; i < PG_GETARG_INT32(0); i++)
		pfree(MemoryContextAlloc(TopMemoryContext, 64));
	PG_RETURN_VOID();
}

/* Microseconds of the processor that this backend has had. */
PG_FUNCTION_INFO_V1(processor_time);
Datum
processor_time(PG_FUNCTION_ARGS)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	PG_RETURN_INT64(used.tv_sec * INT64CONST(1000000) + used.tv_nsec / 1000);
}

static volatile uint32 latest_step;

/* To the allocator by the way that the bits say: two of them for each step. */
static pg_noinline void
go(uint32 way, int steps, int from)
{
	if (steps == 0)
	{
		pfree(MemoryContextAlloc(TopMemoryContext, 16));
		return;
	}
	switch (way & 3)
	{
		case 0:
			go(way >> 2, steps - 1, 1);
			latest_step = from;
			break;
		case 1:
			go(way >> 2, steps - 1, 2);
			latest_step = from + 1;
			break;
		case 2:
			go(way >> 2, steps - 1, 3);
			latest_step = from + 2;
			break;
		default:
			go(way >> 2, steps - 1, 4);
			latest_step = from + 3;
	}
}

/* By so many ways, so many times. */
PG_FUNCTION_INFO_V1(go_many_ways);
Datum
go_many_ways(PG_FUNCTION_ARGS)
{
	int			ways = PG_GETARG_INT32(0);

	for (int i = 0; i < ways * PG_GETARG_INT32(1); i++)
		go(i % ways * 0x9E3779B1, 15, 0);
	PG_RETURN_VOID();
}
