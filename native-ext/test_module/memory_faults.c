/*
 * memory_faults.c
 *		What the tests of the probes do to memory; "Bug" says which are planted.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

static char *freed;				/* of free_and_keep() */
static char *reset;				/* of reset_and_keep() */
static MemoryContext emptied;	/* its context */

/* Bug: this many bytes past the end of a chunk. */
PG_FUNCTION_INFO_V1(overrun_chunk);
Datum
overrun_chunk(PG_FUNCTION_ARGS)
{
	char	   *volatile chunk = palloc(PG_GETARG_INT32(0));

	memset(chunk, 0, PG_GETARG_INT32(0) + PG_GETARG_INT32(1));
	pfree(chunk);
	PG_RETURN_VOID();
}

/* The same in a chunk that nobody frees but the end of the statement. */
PG_FUNCTION_INFO_V1(overrun_and_forget);
Datum
overrun_and_forget(PG_FUNCTION_ARGS)
{
	char	   *volatile chunk = palloc(PG_GETARG_INT32(0));

	memset(chunk, 0, PG_GETARG_INT32(0) + PG_GETARG_INT32(1));
	PG_RETURN_VOID();
}

/* The same in a chunk that stays. */
PG_FUNCTION_INFO_V1(overrun_kept);
Datum
overrun_kept(PG_FUNCTION_ARGS)
{
	static char *kept;

	if (kept == NULL)
		kept = MemoryContextAlloc(TopMemoryContext, 100);
	memset(kept, 0, 100 + PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* Bug. */
PG_FUNCTION_INFO_V1(free_twice);
Datum
free_twice(PG_FUNCTION_ARGS)
{
	char	   *volatile chunk = palloc(PG_GETARG_INT32(0));

	pfree(chunk);
	pfree(chunk);
	PG_RETURN_VOID();
}

/* Bug: and it is the server that calls pfree. */
/* A large chunk of a context that somebody else has put methods into, as an extension may. */
PG_FUNCTION_INFO_V1(free_among_other_methods);
Datum
free_among_other_methods(PG_FUNCTION_ARGS)
{
	static MemoryContextMethods others;
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "with other methods",
												  ALLOCSET_DEFAULT_SIZES);
	void	   *chunk = MemoryContextAlloc(context, 20000);

	others = *context->methods;
	context->methods = &others;
	pfree(chunk);
	MemoryContextDelete(context);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(free_twice_by_server);
Datum
free_twice_by_server(PG_FUNCTION_ARGS)
{
	char	   *volatile chunk = palloc(64);

	SPI_pfree(chunk);
	SPI_pfree(chunk);
	PG_RETURN_VOID();
}

/* Bug: in a context whose free chunks are linked through their contents. */
PG_FUNCTION_INFO_V1(free_slab_twice);
Datum
free_slab_twice(PG_FUNCTION_ARGS)
{
	MemoryContext slab = SlabContextCreate(CurrentMemoryContext, "memcheck_test slab",
										   SLAB_DEFAULT_BLOCK_SIZE, 64);
	char	   *volatile chunk = MemoryContextAlloc(slab, 64);

	pfree(chunk);
	pfree(chunk);
	PG_RETURN_VOID();
}

/* Bug: free of an address inside a chunk, on the stack, or of nothing at all. */
/* Bug, unless the C library made it: what the server allocated is given to free() or realloc(). */
PG_FUNCTION_INFO_V1(free_outside);
Datum
free_outside(PG_FUNCTION_ARGS)
{
	char	   *volatile made = PG_GETARG_BOOL(0) ? palloc(100) : malloc(100);

	if (PG_GETARG_BOOL(1))
		made = realloc(made, 1000);
	free(made);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(free_no_chunk);
Datum
free_no_chunk(PG_FUNCTION_ARGS)
{
	char		local[64] = {0};
	char	   *pointers[] = {palloc0(100), (char *) MAXALIGN(local), (char *) 4096,
	(char *) fcinfo};

	pfree(pointers[PG_GETARG_INT32(0)] + 16);
	PG_RETURN_VOID();
}

/* Frees a chunk and keeps the pointer. */
PG_FUNCTION_INFO_V1(free_and_keep);
Datum
free_and_keep(PG_FUNCTION_ARGS)
{
	freed = MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	pfree(freed);
	PG_RETURN_VOID();
}

/* The same, made in one call and freed in another. */
PG_FUNCTION_INFO_V1(make_and_keep);
Datum
make_and_keep(PG_FUNCTION_ARGS)
{
	freed = MemoryContextAlloc(TopMemoryContext, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(free_kept);
Datum
free_kept(PG_FUNCTION_ARGS)
{
	pfree(freed);
	PG_RETURN_VOID();
}

/* Bug: writes through it. */
PG_FUNCTION_INFO_V1(write_freed);
Datum
write_freed(PG_FUNCTION_ARGS)
{
	freed[PG_GETARG_INT32(0)] = 'x';
	PG_RETURN_VOID();
}

/* Bug: reads through it, a pointer. */
PG_FUNCTION_INFO_V1(read_freed);
Datum
read_freed(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(*(int64 *) freed);
}

/* The chunk moves; the old pointer is kept. */
PG_FUNCTION_INFO_V1(repalloc_and_keep);
Datum
repalloc_and_keep(PG_FUNCTION_ARGS)
{
	char	   *chunk = MemoryContextAllocZero(TopMemoryContext, 100);

	strcpy(chunk, "kept");
	freed = chunk;
	chunk = repalloc(chunk, PG_GETARG_INT32(0));
	if (strcmp(chunk, "kept") != 0)
		elog(ERROR, "repalloc lost the contents");
	pfree(chunk);
	PG_RETURN_VOID();
}

/* Resets a context and keeps a pointer into it. */
PG_FUNCTION_INFO_V1(reset_and_keep);
Datum
reset_and_keep(PG_FUNCTION_ARGS)
{
	if (emptied == NULL)
		emptied = AllocSetContextCreate(TopMemoryContext, "memcheck_test emptied",
										ALLOCSET_SMALL_SIZES);
	reset = MemoryContextAlloc(emptied, PG_GETARG_INT32(0));
	MemoryContextReset(emptied);
	PG_RETURN_VOID();
}

/* The same, made in one call and reset in another. */
PG_FUNCTION_INFO_V1(make_and_keep_inside);
Datum
make_and_keep_inside(PG_FUNCTION_ARGS)
{
	reset = MemoryContextAlloc(emptied, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(reset_kept);
Datum
reset_kept(PG_FUNCTION_ARGS)
{
	MemoryContextReset(emptied);
	PG_RETURN_VOID();
}

/* Bug: writes through it, and lets the context give the memory out again. */
PG_FUNCTION_INFO_V1(write_reset);
Datum
write_reset(PG_FUNCTION_ARGS)
{
	reset[PG_GETARG_INT32(0)] = 'x';
	if (PG_GETARG_BOOL(1))
		MemoryContextAlloc(emptied, 100);
	PG_RETURN_VOID();
}

/* Bug: frees a chunk that its context's reset took already. */
PG_FUNCTION_INFO_V1(free_reset);
Datum
free_reset(PG_FUNCTION_ARGS)
{
	pfree(reset);
	PG_RETURN_VOID();
}

/* Bug: frees a chunk whose context it has deleted. */
PG_FUNCTION_INFO_V1(free_deleted);
Datum
free_deleted(PG_FUNCTION_ARGS)
{
	MemoryContext deleted = AllocSetContextCreate(TopMemoryContext, "memcheck_test deleted",
												  ALLOCSET_DEFAULT_SIZES);
	char	   *volatile chunk = MemoryContextAlloc(deleted, 64);

	MemoryContextDelete(deleted);
	pfree(chunk);
	PG_RETURN_VOID();
}

/* Clean: a chunk is made, freed, and made again where it was when the quarantine has let it go. */
PG_FUNCTION_INFO_V1(reuse_chunk);
Datum
reuse_chunk(PG_FUNCTION_ARGS)
{
	char	   *chunk = MemoryContextAlloc(emptied, 100);

	pfree(chunk);
	for (int i = 0; i < 300; i++)
		pfree(palloc(60 * 1024));
	(void) MemoryContextAlloc(emptied, 100);
	PG_RETURN_VOID();
}

/* Clean: chunks of all kinds of sizes, filled to the last byte, resized, freed, reset, deleted. */
PG_FUNCTION_INFO_V1(use_memory);
Datum
use_memory(PG_FUNCTION_ARGS)
{
	MemoryContext contexts[3];

	contexts[0] = AllocSetContextCreate(TopMemoryContext, "memcheck_test set",
										ALLOCSET_DEFAULT_SIZES);
	contexts[1] = GenerationContextCreate(CurrentMemoryContext, "memcheck_test generation",
										  ALLOCSET_DEFAULT_SIZES);
	contexts[2] = SlabContextCreate(CurrentMemoryContext, "memcheck_test slab",
									SLAB_DEFAULT_BLOCK_SIZE, 100);
	for (int round = 0; round < 20; round++)
		for (int i = 0; i < 3; i++)
		{
			char	   *chunks[100];

			for (int k = 0; k < 100; k++)
			{
				Size		size = i == 2 ? 100 : 1 + (k * k * 37 + round) % 20000;

				chunks[k] = memset(MemoryContextAlloc(contexts[i], size), 'x', size);
				if (i != 2 && k % 3 == 0)
					chunks[k] = memset(repalloc(chunks[k], size * 2), 'y', size * 2);
			}
			for (int k = 0; k < 100; k += 2)
				pfree(chunks[k]);
			if (round % 5 == 4)
				MemoryContextReset(contexts[i]);
		}
	for (int i = 0; i < 3; i++)
		MemoryContextDelete(contexts[i]);
	PG_RETURN_VOID();
}

/* Three allocations of ours and one by malloc, each of which may fail. */
PG_FUNCTION_INFO_V1(allocate_some);
Datum
allocate_some(PG_FUNCTION_ARGS)
{
	StringInfoData text;
	char	   *lenient = palloc_extended(100, MCXT_ALLOC_NO_OOM);
	char	   *outside;

	initStringInfo(&text);
	appendStringInfoString(&text, lenient ? "palloc" : "no palloc");
	outside = malloc(100);
	appendStringInfoString(&text, outside ? ", malloc" : ", no malloc");
	free(outside);
	text.data = repalloc(text.data, 5000);
	PG_RETURN_TEXT_P(cstring_to_text(text.data));
}

/* Bug: the error in the middle loses what was allocated before. */
PG_FUNCTION_INFO_V1(lose_on_failure);
Datum
lose_on_failure(PG_FUNCTION_ARGS)
{
	char	   *first = MemoryContextAlloc(TopMemoryContext, 3000);
	char	   *second = MemoryContextAlloc(TopMemoryContext, 100);

	pfree(first);
	pfree(second);
	PG_RETURN_VOID();
}
