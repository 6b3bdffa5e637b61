/*
 * kinds_access.c
 *		What the tests of the guard do to chunks of Generation, Slab and Bump contexts.
 */
#include "postgres.h"

#include <dlfcn.h>

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#define CHUNK_BYTES 40

typedef MemoryContext (*BumpCreate) (MemoryContext parent, const char *name, Size minimum,
									 Size initial, Size maximum);

static volatile char seen;
static char *kept;
static MemoryContext kept_context;

/* NULL: this server has no contexts of the kind. */
static MemoryContext
make_context(MemoryContext parent, const char *kind)
{
	BumpCreate	bump = (BumpCreate) dlsym(RTLD_DEFAULT, "BumpContextCreate");

	if (strcmp(kind, "Slab") == 0)
		return SlabContextCreate(parent, "memcheck_test slab", SLAB_DEFAULT_BLOCK_SIZE,
								 CHUNK_BYTES);
	if (strcmp(kind, "Generation") == 0)
		return GenerationContextCreate(parent, "memcheck_test generation",
									   ALLOCSET_SMALL_SIZES);
	return bump ? bump(parent, "memcheck_test bump", ALLOCSET_SMALL_SIZES) : NULL;
}

static void
touch(volatile char *chunk, const char *how)
{
	if (strcmp(how, "write") == 0)
		chunk[CHUNK_BYTES + 3] = 'x';
	else if (strcmp(how, "read") == 0)
		seen = chunk[CHUNK_BYTES];
	else if (strcmp(how, "before") == 0)
		chunk[-60] = 'x';
}

static void
take_away(MemoryContext context, char *chunk, const char *how)
{
	if (strcmp(how, "pfree") == 0)
		pfree(chunk);
	else if (strcmp(how, "repalloc") == 0)
		seen = *(char *) repalloc(chunk, 2 * CHUNK_BYTES);
	else if (strcmp(how, "reset") == 0)
		MemoryContextReset(context);
	else if (strcmp(how, "delete") == 0)
		MemoryContextDelete(context);
	else
		return;
	seen = chunk[8];
}

/* Misuses a chunk among others of its context, or does nothing but use it ("nothing"). */
PG_FUNCTION_INFO_V1(misuse_in_kind);
Datum
misuse_in_kind(PG_FUNCTION_ARGS)
{
	char	   *how = text_to_cstring(PG_GETARG_TEXT_PP(1));
	MemoryContext context = make_context(CurrentMemoryContext,
										 text_to_cstring(PG_GETARG_TEXT_PP(0)));
	char	   *chunks[3];

	if (context == NULL)
		PG_RETURN_BOOL(false);
	for (int i = 0; i < 3; i++)
	{
		chunks[i] = MemoryContextAllocZero(context, CHUNK_BYTES);
		chunks[i][CHUNK_BYTES - 1] = i;
	}
	touch(chunks[1], how);
	take_away(context, chunks[1], how);
	PG_RETURN_BOOL(true);
}

/* What these kinds refuse: another size, to grow, to free. Says what else is true of the chunk. */
PG_FUNCTION_INFO_V1(ask_kind);
Datum
ask_kind(PG_FUNCTION_ARGS)
{
	char	   *what = text_to_cstring(PG_GETARG_TEXT_PP(1));
	MemoryContext context = make_context(CurrentMemoryContext,
										 text_to_cstring(PG_GETARG_TEXT_PP(0)));
	char	   *chunk;

	if (context == NULL)
		PG_RETURN_NULL();
	if (strcmp(what, "other size") == 0)
		(void) MemoryContextAlloc(context, CHUNK_BYTES + 8);
	chunk = MemoryContextAlloc(context, CHUNK_BYTES);
	if (strcmp(what, "same size") == 0)
		PG_RETURN_BOOL(repalloc(chunk, CHUNK_BYTES) == chunk);
	if (strcmp(what, "grow") == 0)
		chunk = repalloc(chunk, 2 * CHUNK_BYTES);
	if (strcmp(what, "free") == 0)
		pfree(chunk);
	if (strcmp(what, "owner") == 0)
		PG_RETURN_BOOL(GetMemoryChunkContext(chunk) == context);
	if (strcmp(what, "space") == 0)
		PG_RETURN_BOOL(GetMemoryChunkSpace(chunk) >= CHUNK_BYTES &&
					   GetMemoryChunkSpace(chunk) < 100);
	if (strcmp(what, "empty") == 0)
		PG_RETURN_BOOL(MemoryContextIsEmpty(context));
	PG_RETURN_BOOL(true);
}

/* For later calls. */
PG_FUNCTION_INFO_V1(keep_in_kind);
Datum
keep_in_kind(PG_FUNCTION_ARGS)
{
	if (kept_context)
		MemoryContextDelete(kept_context);
	kept_context = make_context(TopMemoryContext, text_to_cstring(PG_GETARG_TEXT_PP(0)));
	kept = kept_context ? MemoryContextAllocZero(kept_context, CHUNK_BYTES) : NULL;
	PG_RETURN_VOID();
}

/* Gives it back in one of the ways; what is done to it afterwards is the server's matter. */
PG_FUNCTION_INFO_V1(give_back_in_kind);
Datum
give_back_in_kind(PG_FUNCTION_ARGS)
{
	char	   *how = text_to_cstring(PG_GETARG_TEXT_PP(0));

	if (kept_context == NULL)
		PG_RETURN_VOID();
	if (strcmp(how, "pfree") == 0)
		pfree(kept);
	else if (strcmp(how, "reset") == 0)
		MemoryContextReset(kept_context);
	else
	{
		MemoryContextDelete(kept_context);
		kept_context = NULL;
	}
	PG_RETURN_VOID();
}
