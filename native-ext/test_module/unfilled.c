/*
 * unfilled.c
 *		What the tests of the scenario unfilled_memory do with new memory: they read it before
 *		they write to it, in answers, messages, pointers and gaps. With true each first fills it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

typedef struct Options
{
	bool		quiet;			/* one byte, and then a gap */
	int32		limit;
	char	   *label;
} Options;

/* The function that forgets. */
static pg_noinline Options *
new_options(bool filled)
{
	Options    *options = palloc(sizeof(Options));

	if (filled)
		memset(options, 0, sizeof(*options));
	options->quiet = false;
	return options;
}

/* A member that nobody has set. */
PG_FUNCTION_INFO_V1(unfilled_limit);
Datum
unfilled_limit(PG_FUNCTION_ARGS)
{
	void	   *other = palloc0(100);
	Options    *options = new_options(PG_GETARG_BOOL(0));

	pfree(other);
	PG_RETURN_INT32(options->limit);
}

/* The same in a message. */
PG_FUNCTION_INFO_V1(unfilled_notice);
Datum
unfilled_notice(PG_FUNCTION_ARGS)
{
	ereport(NOTICE, (errmsg("the limit is %d", new_options(PG_GETARG_BOOL(0))->limit)));
	PG_RETURN_VOID();
}

/* A key whose gap is hashed as well: whether an equal one is in a table. */
PG_FUNCTION_INFO_V1(unfilled_key);
Datum
unfilled_key(PG_FUNCTION_ARGS)
{
	HASHCTL		control = {.keysize = sizeof(Options),.entrysize = sizeof(Options),
	.hcxt = CurrentMemoryContext};
	HTAB	   *table = hash_create("memcheck_test keys", 16, &control,
									HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	Options    *known = new_options(true);
	Options    *wanted = new_options(PG_GETARG_BOOL(0));
	bool		found;

	known->limit = wanted->limit = 7;
	wanted->label = NULL;
	(void) hash_search(table, known, HASH_ENTER, &found);
	(void) hash_search(table, wanted, HASH_FIND, &found);
	hash_destroy(table);
	PG_RETURN_BOOL(found);
}

/* A pointer that was not set, and is followed unless it is NULL. */
PG_FUNCTION_INFO_V1(unfilled_label);
Datum
unfilled_label(PG_FUNCTION_ARGS)
{
	Options    *options = new_options(PG_GETARG_BOOL(0));

	PG_RETURN_BOOL(options->label != NULL && *options->label == 'x');
}

/* The bytes behind the end of a name: its text does not show them, a hash of all bytes does. */
PG_FUNCTION_INFO_V1(unfilled_name);
Datum
unfilled_name(PG_FUNCTION_ARGS)
{
	Name		name = palloc(NAMEDATALEN);

	if (PG_GETARG_BOOL(0))
		memset(name, 0, NAMEDATALEN);
	strcpy(NameStr(*name), "short");
	PG_RETURN_NAME(name);
}

/* Memory that repalloc has added, kept from the first call on. */
PG_FUNCTION_INFO_V1(unfilled_growth);
Datum
unfilled_growth(PG_FUNCTION_ARGS)
{
	static int32 *kept;

	if (kept == NULL)
	{
		kept = MemoryContextAllocZero(TopMemoryContext, 1000 * sizeof(int32));
		kept = repalloc(kept, 4000 * sizeof(int32));
		if (PG_GETARG_BOOL(0))
			memset(kept + 1000, 0, 3000 * sizeof(int32));
	}
	PG_RETURN_INT32(kept[3999]);
}

/* Memory of malloc's. */
PG_FUNCTION_INFO_V1(unfilled_malloc);
Datum
unfilled_malloc(PG_FUNCTION_ARGS)
{
	Size		bytes = 100 * sizeof(int32);
	volatile int32 *made = PG_GETARG_BOOL(0) ? calloc(1, bytes) : malloc(bytes);
	int32		answer;

	if (made == NULL)
		PG_RETURN_NULL();
	answer = made[50];
	free(unvolatize(int32 *, made));
	PG_RETURN_INT32(answer);
}
