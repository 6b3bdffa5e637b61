/*
 * series.c
 *		What grows for a while and then levels off, and what goes on.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/memutils.h"

#define ENTRIES 64
#define BUFFERS 8

static char *entries[ENTRIES];
static int	oldest;
static char *buffers[BUFFERS];
static int	waiting;
static char *state;
static int	state_bytes = 100;

static MemoryContext
series_context(void)
{
	static MemoryContext context;

	if (context == NULL)
		context = AllocSetContextCreate(TopMemoryContext, "series", ALLOCSET_DEFAULT_SIZES);
	return context;
}

/*
 * A cache of 64 entries that takes in so many new ones in place of the oldest. They are of other
 * sizes in each call, so its bytes may exceed all earlier ones long after it is full.
 */
PG_FUNCTION_INFO_V1(turn_cache_over);
Datum
turn_cache_over(PG_FUNCTION_ARGS)
{
	static int	calls;

	calls++;
	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		if (entries[oldest])
			pfree(entries[oldest]);
		entries[oldest] = MemoryContextAlloc(series_context(),
											 200 + calls * 5 % 7 * 40 + i % 5 * 300);
		oldest = (oldest + 1) % ENTRIES;
	}
	PG_RETURN_VOID();
}

/* Takes a buffer out of the pool, or makes one. */
PG_FUNCTION_INFO_V1(take_buffer);
Datum
take_buffer(PG_FUNCTION_ARGS)
{
	char	   *buffer = waiting > 0 ? buffers[--waiting] :
		MemoryContextAlloc(series_context(), 500);

	PG_RETURN_INT64((int64) (intptr_t) buffer);
}

/* Puts it back; one that finds no room is freed. */
PG_FUNCTION_INFO_V1(put_buffer);
Datum
put_buffer(PG_FUNCTION_ARGS)
{
	char	   *buffer = (char *) (intptr_t) PG_GETARG_INT64(0);

	if (waiting < BUFFERS)
		buffers[waiting++] = buffer;
	else
		pfree(buffer);
	PG_RETURN_VOID();
}

/* A note that one function leaves and another one takes away. */
static char *note;

PG_FUNCTION_INFO_V1(leave_note);
Datum
leave_note(PG_FUNCTION_ARGS)
{
	if (note == NULL)
		note = MemoryContextAlloc(TopMemoryContext, 300);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(take_note);
Datum
take_note(PG_FUNCTION_ARGS)
{
	if (note)
		pfree(note);
	note = NULL;
	PG_RETURN_VOID();
}

/* Each call replaces the state by one that has room for all calls so far. */
PG_FUNCTION_INFO_V1(replace_by_larger);
Datum
replace_by_larger(PG_FUNCTION_ARGS)
{
	if (state)
		pfree(state);
	state_bytes += 64;
	state = MemoryContextAlloc(series_context(), state_bytes);
	PG_RETURN_VOID();
}

/* Each call makes a block from malloc() larger. */
PG_FUNCTION_INFO_V1(enlarge_block);
Datum
enlarge_block(PG_FUNCTION_ARGS)
{
	static char *block;
	static int	bytes;

	bytes += 1000;
	block = realloc(block, bytes);
	PG_RETURN_INT32(bytes);
}

/* A string for each number that is asked for, as a list that is searched. */
typedef struct Remembered
{
	int			number;
	char	   *text;
	struct Remembered *next;
} Remembered;

static void
remember_in(Remembered **list, int number)
{
	Remembered *made = MemoryContextAlloc(series_context(), sizeof(Remembered));

	made->number = number;
	made->text = MemoryContextAllocZero(series_context(), 100);
	made->next = *list;
	*list = made;
}

/* A cache with an entry for each number. */
PG_FUNCTION_INFO_V1(remember);
Datum
remember(PG_FUNCTION_ARGS)
{
	static Remembered *known;
	Remembered *at = known;

	while (at && at->number != PG_GETARG_INT32(0))
		at = at->next;
	if (at == NULL)
		remember_in(&known, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* The same, but it never finds one. */
PG_FUNCTION_INFO_V1(remember_again);
Datum
remember_again(PG_FUNCTION_ARGS)
{
	static Remembered *known;

	remember_in(&known, PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* A context that is emptied once and filled again: one for all calls, or one for each. */
PG_FUNCTION_INFO_V1(empty_and_fill_context);
Datum
empty_and_fill_context(PG_FUNCTION_ARGS)
{
	static MemoryContext kept;
	const bool	anew = PG_GETARG_BOOL(0);
	MemoryContext work = anew ? NULL : kept;

	if (work == NULL)
		work = AllocSetContextCreate(TopMemoryContext, "test refilled", ALLOCSET_DEFAULT_SIZES);
	if (!anew)
		kept = work;
	MemoryContextAlloc(work, 5000);
	MemoryContextReset(work);
	MemoryContextAlloc(work, 3000);
	PG_RETURN_VOID();
}

/* Two contexts of one name: one is made anew or emptied with each call, the other only grows. */
PG_FUNCTION_INFO_V1(grow_beside);
Datum
grow_beside(PG_FUNCTION_ARGS)
{
	static MemoryContext replaced;
	static MemoryContext kept;

	if (PG_GETARG_BOOL(0) && replaced)
	{
		MemoryContextDelete(replaced);
		replaced = NULL;
	}
	if (replaced == NULL)
		replaced = AllocSetContextCreate(TopMemoryContext, "test pair", ALLOCSET_DEFAULT_SIZES);
	MemoryContextReset(replaced);
	MemoryContextAlloc(replaced, 100);
	if (!PG_GETARG_BOOL(0))
		AllocSetContextCreate(TopMemoryContext, "test pair", ALLOCSET_SMALL_SIZES);
	else if (kept == NULL)
		kept = AllocSetContextCreate(TopMemoryContext, "test pair", ALLOCSET_DEFAULT_SIZES);
	else
		MemoryContextAlloc(kept, 24);
	PG_RETURN_VOID();
}
