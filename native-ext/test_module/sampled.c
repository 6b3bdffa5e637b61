/*
 * sampled.c
 *		Long-lived memory that is kept, freed, moved and emptied, for the tests of the sampled heap.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/memutils.h"

#define MOST_PIECES 100000

static char *pieces[MOST_PIECES];
static int	piece_count;
static MemoryContext pile;

/* So many pieces in this context, for good. */
static pg_noinline void
keep_pieces(MemoryContext context, int count, int bytes)
{
	for (int i = 0; i < count && piece_count < MOST_PIECES; i++)
		pieces[piece_count++] = MemoryContextAlloc(context, bytes);
}

PG_FUNCTION_INFO_V1(sampled_keep);
Datum
sampled_keep(PG_FUNCTION_ARGS)
{
	keep_pieces(TopMemoryContext, PG_GETARG_INT32(0), PG_GETARG_INT32(1));
	PG_RETURN_VOID();
}

/* In a context of its own, which sampled_empty() resets or deletes. */
PG_FUNCTION_INFO_V1(sampled_pile);
Datum
sampled_pile(PG_FUNCTION_ARGS)
{
	if (pile == NULL)
		pile = AllocSetContextCreate(TopMemoryContext, "memcheck_test pile",
									 ALLOCSET_DEFAULT_SIZES);
	for (int i = 0; i < PG_GETARG_INT32(0); i++)
		(void) MemoryContextAlloc(pile, PG_GETARG_INT32(1));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(sampled_empty);
Datum
sampled_empty(PG_FUNCTION_ARGS)
{
	if (PG_GETARG_BOOL(0))
		MemoryContextReset(pile);
	else
	{
		MemoryContextDelete(pile);
		pile = NULL;
	}
	PG_RETURN_VOID();
}

/* Each piece is given another size. */
static pg_noinline void
resize_pieces(int bytes)
{
	for (int i = 0; i < piece_count; i++)
		pieces[i] = repalloc(pieces[i], bytes);
}

PG_FUNCTION_INFO_V1(sampled_resize);
Datum
sampled_resize(PG_FUNCTION_ARGS)
{
	resize_pieces(PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(sampled_free);
Datum
sampled_free(PG_FUNCTION_ARGS)
{
	while (piece_count > 0)
		pfree(pieces[--piece_count]);
	PG_RETURN_VOID();
}
