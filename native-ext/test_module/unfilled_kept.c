/*
 * unfilled_kept.c
 *		What the tests of the scenario unfilled_memory keep of new memory that no answer shows: in
 *		rows, keys, shared memory. With true each first fills it.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/itup.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "funcapi.h"
#include "nodes/makefuncs.h"
#include "storage/bufpage.h"
#include "storage/lwlock.h"
#include "storage/shmem.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/rel.h"

/* A key with a gap behind its first member. */
typedef struct Key
{
	bool		quiet;
	int32		number;
} Key;

typedef struct Entry
{
	Key			key;
	char		name[NAMEDATALEN];
} Entry;

/* The functions that forget. */
static pg_noinline Key *
new_key(bool filled)
{
	Key		   *key = palloc(sizeof(Key));

	if (filled)
		memset(key, 0, sizeof(*key));
	key->quiet = true;
	key->number = 7;
	return key;
}

static pg_noinline Name
new_name(bool filled)
{
	Name		name = palloc(NAMEDATALEN);

	if (filled)
		memset(name, 0, NAMEDATALEN);
	strcpy(NameStr(*name), "short");
	return name;
}

/* Enters the key into a table of the backend's; nothing of that comes out. */
PG_FUNCTION_INFO_V1(unfilled_entry);
Datum
unfilled_entry(PG_FUNCTION_ARGS)
{
	HASHCTL		control = {.keysize = sizeof(Key),.entrysize = sizeof(Entry),
	.hcxt = CurrentMemoryContext};
	HTAB	   *table = hash_create("memcheck_test entries", 16, &control,
									HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);

	(void) hash_search(table, new_key(PG_GETARG_BOOL(0)), HASH_ENTER, NULL);
	hash_destroy(table);
	PG_RETURN_VOID();
}

/* Hashes it and forgets that. */
PG_FUNCTION_INFO_V1(unfilled_hash);
Datum
unfilled_hash(PG_FUNCTION_ARGS)
{
	volatile uint32 hash = hash_bytes((unsigned char *) new_key(PG_GETARG_BOOL(0)), sizeof(Key));

	(void) hash;
	PG_RETURN_VOID();
}

/* Clean: a text in a key that is longer; what is behind its end nobody reads. */
PG_FUNCTION_INFO_V1(unfilled_behind_text);
Datum
unfilled_behind_text(PG_FUNCTION_ARGS)
{
	HASHCTL		control = {.keysize = NAMEDATALEN,.entrysize = 2 * NAMEDATALEN,
	.hcxt = CurrentMemoryContext};
	HTAB	   *table = hash_create("memcheck_test names", 16, &control,
									HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);

	(void) hash_search(table, new_name(false), HASH_ENTER, NULL);
	hash_destroy(table);
	PG_RETURN_VOID();
}

/* Forms a row and stores it, in the table of that name. */
PG_FUNCTION_INFO_V1(unfilled_row);
Datum
unfilled_row(PG_FUNCTION_ARGS)
{
	RangeVar   *name = makeRangeVar(NULL, text_to_cstring(PG_GETARG_TEXT_PP(1)), -1);
	Relation	table = table_openrv(name, RowExclusiveLock);
	Datum		values[2] = {Int32GetDatum(1), NameGetDatum(new_name(PG_GETARG_BOOL(0)))};
	bool		nulls[2] = {false, false};
	HeapTuple	row = heap_form_tuple(RelationGetDescr(table), values, nulls);

	simple_heap_insert(table, row);
	table_close(table, NoLock);
	PG_RETURN_VOID();
}

/* Puts an item on a page, as an index method does. */
PG_FUNCTION_INFO_V1(unfilled_item);
Datum
unfilled_item(PG_FUNCTION_ARGS)
{
	Page		page = palloc(BLCKSZ);

	PageInit(page, BLCKSZ, 0);
	(void) PageAddItem(page, (Item) new_key(PG_GETARG_BOOL(0)), sizeof(Key), InvalidOffsetNumber,
					   false, false);
	pfree(page);
	PG_RETURN_VOID();
}

/* Eight bytes as a value, to be a key of an index. */
PG_FUNCTION_INFO_V1(unfilled_address);
Datum
unfilled_address(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(new_key(PG_GETARG_BOOL(0)));
}

/* Copies it into shared memory of its own. */
PG_FUNCTION_INFO_V1(unfilled_shared);
Datum
unfilled_shared(PG_FUNCTION_ARGS)
{
	static Key *volatile shared;
	bool		found;

	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	shared = ShmemInitStruct("memcheck_test key", sizeof(Key), &found);
	LWLockRelease(AddinShmemInitLock);
	memcpy((void *) shared, new_key(PG_GETARG_BOOL(0)), sizeof(Key));
	PG_RETURN_VOID();
}

/* Copies it into an entry of a table there. */
PG_FUNCTION_INFO_V1(unfilled_shared_entry);
Datum
unfilled_shared_entry(PG_FUNCTION_ARGS)
{
	HASHCTL		control = {.keysize = sizeof(Key),.entrysize = sizeof(Entry)};
	HTAB	   *table;
	Entry	   *entry;

	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	table = ShmemInitHash("memcheck_test shared entries", 16, 16, &control,
						  HASH_ELEM | HASH_BLOBS);
	entry = hash_search(table, new_key(true), HASH_ENTER, NULL);
	memcpy(entry->name, new_name(PG_GETARG_BOOL(0)), NAMEDATALEN);
	LWLockRelease(AddinShmemInitLock);
	PG_RETURN_VOID();
}
