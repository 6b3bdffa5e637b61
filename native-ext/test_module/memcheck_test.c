/*
 * memcheck_test.c
 *		What the regression tests of pg_ext_memcheck do to memory.
 */
#include "postgres.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include "access/table.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "parser/parse_type.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

PG_MODULE_MAGIC;

static MemoryContext made;		/* of make_context() */
static MemoryContext chain;		/* of make_chain() */
static MemoryContext cache;		/* of fill_cache_once() */
static MemoryContext replaced;	/* of replace_cache() */
static char *kept;				/* of keep_chunk() */

static MemoryContext
create_made(text *ident)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "memcheck_test context",
												  ALLOCSET_DEFAULT_SIZES);

	MemoryContextCopyAndSetIdentifier(context, text_to_cstring(ident));
	return context;
}

PG_FUNCTION_INFO_V1(make_context);
Datum
make_context(PG_FUNCTION_ARGS)
{
	made = create_made(PG_GETARG_TEXT_PP(0));
	PG_RETURN_VOID();
}

/* Resets after use, so that the reset is a real one. */
PG_FUNCTION_INFO_V1(reset_context);
Datum
reset_context(PG_FUNCTION_ARGS)
{
	MemoryContextSetIdentifier(made, NULL);
	MemoryContextAlloc(made, 100);
	MemoryContextReset(made);
	MemoryContextCopyAndSetIdentifier(made, text_to_cstring(PG_GETARG_TEXT_PP(0)));
	PG_RETURN_VOID();
}

/* Deletes and creates anew; says whether the address is the same. */
PG_FUNCTION_INFO_V1(recreate_context);
Datum
recreate_context(PG_FUNCTION_ARGS)
{
	MemoryContext old = made;

	MemoryContextDelete(made);
	made = create_made(PG_GETARG_TEXT_PP(0));
	PG_RETURN_BOOL(made == old);
}

PG_FUNCTION_INFO_V1(delete_context);
Datum
delete_context(PG_FUNCTION_ARGS)
{
	MemoryContextDelete(made);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(make_chain);
Datum
make_chain(PG_FUNCTION_ARGS)
{
	MemoryContext parent = TopMemoryContext;

	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		parent = AllocSetContextCreate(parent, "memcheck_test link", ALLOCSET_SMALL_SIZES);
		if (i == 0)
			chain = parent;
	}
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(delete_chain);
Datum
delete_chain(PG_FUNCTION_ARGS)
{
	MemoryContextDelete(chain);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(leak_chunk);
Datum
leak_chunk(PG_FUNCTION_ARGS)
{
	MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(leak_contexts);
Datum
leak_contexts(PG_FUNCTION_ARGS)
{
	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		MemoryContext context = AllocSetContextCreate(TopMemoryContext, "memcheck_test leaked",
													  ALLOCSET_SMALL_SIZES);

		MemoryContextAlloc(context, PG_GETARG_INT32(1));
	}
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(fill_cache_once);
Datum
fill_cache_once(PG_FUNCTION_ARGS)
{
	if (cache == NULL)
	{
		cache = AllocSetContextCreate(TopMemoryContext, "memcheck_test cache",
									  ALLOCSET_SMALL_SIZES);
		MemoryContextAlloc(cache, PG_GETARG_INT32(0));
	}
	PG_RETURN_VOID();
}

/* A cache that is made anew at each call, the old one deleted. */
PG_FUNCTION_INFO_V1(replace_cache);
Datum
replace_cache(PG_FUNCTION_ARGS)
{
	MemoryContext fresh = AllocSetContextCreate(TopMemoryContext, "memcheck_test replaced",
												ALLOCSET_SMALL_SIZES);

	MemoryContextAlloc(fresh, PG_GETARG_INT32(0));
	if (replaced)
		MemoryContextDelete(replaced);
	replaced = fresh;
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(work_in_own_context);
Datum
work_in_own_context(PG_FUNCTION_ARGS)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "memcheck_test work",
												  ALLOCSET_SMALL_SIZES);

	MemoryContextAlloc(context, PG_GETARG_INT32(0));
	MemoryContextDelete(context);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(keep_chunk);
Datum
keep_chunk(PG_FUNCTION_ARGS)
{
	kept = MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(grow_chunk);
Datum
grow_chunk(PG_FUNCTION_ARGS)
{
	kept = repalloc(kept, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(free_chunk);
Datum
free_chunk(PG_FUNCTION_ARGS)
{
	pfree(kept);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(leak_in_function);
Datum
leak_in_function(PG_FUNCTION_ARGS)
{
	MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(leak_in_do);
Datum
leak_in_do(PG_FUNCTION_ARGS)
{
	MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(leak_in_cursor);
Datum
leak_in_cursor(PG_FUNCTION_ARGS)
{
	MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(leak_then_error);
Datum
leak_then_error(PG_FUNCTION_ARGS)
{
	MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION), errmsg("failed after the allocation")));
	PG_RETURN_VOID();
}

static SPIPlanPtr
prepare_plan(void)
{
	SPIPlanPtr	plan = SPI_prepare("SELECT 1 + 1", 0, NULL);

	if (plan == NULL || SPI_execute_plan(plan, NULL, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not run the plan");
	return plan;
}

/* Bug: a plan kept at each call. */
PG_FUNCTION_INFO_V1(keep_plan);
Datum
keep_plan(PG_FUNCTION_ARGS)
{
	SPI_connect();
	SPI_keepplan(prepare_plan());
	SPI_finish();
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(use_plan);
Datum
use_plan(PG_FUNCTION_ARGS)
{
	SPI_connect();
	SPI_freeplan(prepare_plan());
	SPI_finish();
	PG_RETURN_VOID();
}

/* Clean: makes the server fill its type cache. */
PG_FUNCTION_INFO_V1(look_up_type);
Datum
look_up_type(PG_FUNCTION_ARGS)
{
	Oid			type;
	int32		typmod;

	parseTypeString(text_to_cstring(PG_GETARG_TEXT_PP(0)), &type, &typmod, false);
	lookup_type_cache(type, TYPECACHE_BTREE_OPFAMILY | TYPECACHE_HASH_PROC_FINFO |
					  TYPECACHE_CMP_PROC_FINFO);
	PG_RETURN_OID(type);
}

/* Bug: CurrentMemoryContext is left on a context that is gone. */
PG_FUNCTION_INFO_V1(delete_current_context);
Datum
delete_current_context(PG_FUNCTION_ARGS)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "memcheck_test current",
												  ALLOCSET_SMALL_SIZES);

	MemoryContextSwitchTo(context);
	palloc(100);
	MemoryContextDelete(context);
	PG_RETURN_VOID();
}

/* Bug: the server releases the relation at the end and warns. */
PG_FUNCTION_INFO_V1(leave_relation_open);
Datum
leave_relation_open(PG_FUNCTION_ARGS)
{
	table_open(PG_GETARG_OID(0), AccessShareLock);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(close_relation);
Datum
close_relation(PG_FUNCTION_ARGS)
{
	table_close(table_open(PG_GETARG_OID(0), AccessShareLock), AccessShareLock);
	PG_RETURN_VOID();
}

/* Bug: malloc'ed and forgotten. */
PG_FUNCTION_INFO_V1(lose_malloc);
Datum
lose_malloc(PG_FUNCTION_ARGS)
{
	char	   *volatile lost = malloc(PG_GETARG_INT32(0));

	lost[0] = 0;
	PG_RETURN_VOID();
}

/* Bug: the error leaves before free(). */
PG_FUNCTION_INFO_V1(lose_malloc_on_error);
Datum
lose_malloc_on_error(PG_FUNCTION_ARGS)
{
	char	   *text = malloc(PG_GETARG_INT32(0));

	memset(text, 'x', PG_GETARG_INT32(0));
	ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION), errmsg("failed with \"%c\"", text[0])));
	free(text);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(free_malloc);
Datum
free_malloc(PG_FUNCTION_ARGS)
{
	char	   *one = malloc(PG_GETARG_INT32(0));
	char	   *two = strdup("two");

	one = realloc(one, 2 * PG_GETARG_INT32(0));
	memset(one, 'x', 2 * PG_GETARG_INT32(0));
	free(one);
	free(two);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(keep_malloc_once);
Datum
keep_malloc_once(PG_FUNCTION_ARGS)
{
	static char *buffer;

	if (buffer == NULL)
		buffer = calloc(1, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* Bug: memory of the whole query for each call. */
PG_FUNCTION_INFO_V1(keep_for_query);
Datum
keep_for_query(PG_FUNCTION_ARGS)
{
	MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, PG_GETARG_INT32(0));
	PG_RETURN_INT32(0);
}

PG_FUNCTION_INFO_V1(set_up_for_query);
Datum
set_up_for_query(PG_FUNCTION_ARGS)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt,
													  100 * PG_GETARG_INT32(0));
	PG_RETURN_INT32(0);
}

PG_FUNCTION_INFO_V1(many_rows);
Datum
many_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		Datum		value = Int32GetDatum(i);
		bool		is_null = false;

		tuplestore_putvalues(result->setResult, result->setDesc, &value, &is_null);
	}
	return (Datum) 0;
}

/* Makes a buffer in a context of its own larger by this much. */
PG_FUNCTION_INFO_V1(grow_own_buffer);
Datum
grow_own_buffer(PG_FUNCTION_ARGS)
{
	static MemoryContext own;
	static char *buffer;
	static int	size;

	if (own == NULL)
	{
		own = AllocSetContextCreate(TopMemoryContext, "memcheck_test buffer",
									ALLOCSET_DEFAULT_SIZES);
		buffer = MemoryContextAlloc(own, 10);
		size = 10;
	}
	size += PG_GETARG_INT32(0);
	buffer = repalloc(buffer, size);
	PG_RETURN_INT32(size);
}

/* Makes the server remember another record type, for good. */
PG_FUNCTION_INFO_V1(make_record_type);
Datum
make_record_type(PG_FUNCTION_ARGS)
{
	static int	number;
	TupleDesc	descriptor = CreateTemplateTupleDesc(1);

	TupleDescInitEntry(descriptor, 1, psprintf("column %d", ++number), INT4OID, -1, 0);
	BlessTupleDesc(descriptor);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(remember_chunk);
Datum
remember_chunk(PG_FUNCTION_ARGS)
{
	static char *remembered;

	if (remembered)
		pfree(remembered);
	remembered = MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(put_in_ring);
Datum
put_in_ring(PG_FUNCTION_ARGS)
{
	static char *ring[8];
	static int	next;
	int			slot = next++ % 8;

	if (ring[slot])
		pfree(ring[slot]);
	ring[slot] = MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* Bug: made at each call and never used. */
PG_FUNCTION_INFO_V1(make_empty_context);
Datum
make_empty_context(PG_FUNCTION_ARGS)
{
	AllocSetContextCreate(TopMemoryContext, "memcheck_test empty", ALLOCSET_SMALL_SIZES);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(refill_context);
Datum
refill_context(PG_FUNCTION_ARGS)
{
	static MemoryContext refilled;

	if (refilled == NULL)
		refilled = AllocSetContextCreate(TopMemoryContext, "memcheck_test refilled",
										 ALLOCSET_SMALL_SIZES);
	MemoryContextReset(refilled);
	MemoryContextAlloc(refilled, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* Bug: called while the planner folds constants. */
PG_FUNCTION_INFO_V1(leak_while_planning);
Datum
leak_while_planning(PG_FUNCTION_ARGS)
{
	MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	PG_RETURN_INT32(0);
}

/* Bytes of address space that this process uses; 0 if that cannot be told. */
static Size
address_space(void)
{
	FILE	   *file = fopen("/proc/self/statm", "r");
	unsigned long pages = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%lu", &pages) != 1)
		pages = 0;
	fclose(file);
	return pages * sysconf(_SC_PAGESIZE);
}

/*
 * Takes all the memory that the process can get, once it may have only this
 * much more, in contexts and chunks of its own; gives it back, and the number
 * of chunks.
 */
PG_FUNCTION_INFO_V1(exhaust_memory);
Datum
exhaust_memory(PG_FUNCTION_ARGS)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext all = AllocSetContextCreate(TopMemoryContext, "memcheck_test exhausted",
											  ALLOCSET_SMALL_SIZES);
	struct rlimit before;
	struct rlimit limit;
	volatile int chunks = 0;

	getrlimit(RLIMIT_AS, &before);
	limit = before;
	limit.rlim_cur = address_space() + PG_GETARG_INT32(0);
	setrlimit(RLIMIT_AS, &limit);
	PG_TRY();
	{
		for (;;)
		{
			MemoryContext one = AllocSetContextCreate(all, "memcheck_test one of many",
													  ALLOCSET_SMALL_SIZES);

			for (int i = 0; i < 100; i++)
			{
				(void) MemoryContextAlloc(one, 64);
				chunks++;
			}
		}
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(caller);
		FlushErrorState();
	}
	PG_END_TRY();
	setrlimit(RLIMIT_AS, &before);
	MemoryContextDelete(all);
	/* or the next call has all this to fill again */
	malloc_trim(0);
	PG_RETURN_INT32(chunks);
}
