/*
 * fill_watch.c
 *		What extensions hash, form and store; see fill_watch.h.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "common/hashfn.h"
#include "probe/fill_watch.h"
#include "storage/bufpage.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#define CALLER __builtin_return_address(0)

/* How the server's tables begin, if fill_watch_learn() says so. */
typedef struct TableHead
{
	void	   *header;
	void	   *directory;
	HashValueFunc hash;
	HashCompareFunc match;
	HashCopyFunc copy;
	HashAllocFunc alloc;
	MemoryContext context;
	char	   *name;
	bool		is_shared;
	bool		is_fixed;
	bool		is_frozen;
	Size		key_bytes;
} TableHead;

static HashCompareFunc compares_bytes;	/* NULL: nothing is known of tables */
static Size entry_bytes_at;		/* in a table's header; 0: not known */

static HTAB *
make_table(MemoryContext context, Size key_bytes, Size entry_bytes, int key_flag)
{
	HASHCTL		control = {.keysize = key_bytes,.entrysize = entry_bytes,.hcxt = context};

	return hash_create("memcheck", 8, &control, HASH_ELEM | HASH_CONTEXT | key_flag);
}

/* Where the sizes of a table's key and entry stand one behind the other. */
static Size
find_sizes(const TableHead *table, Size key_bytes, Size entry_bytes)
{
	Size		end = GetMemoryChunkSpace(table->header) - 4 * sizeof(Size);

	for (Size at = 0; at < end; at += sizeof(Size))
	{
		const Size *sizes = (const Size *) ((const char *) table->header + at);

		if (sizes[0] == key_bytes && sizes[1] == entry_bytes)
			return at + sizeof(Size);
	}
	return 0;
}

/* False: the tables of this server are of another form. */
bool
fill_watch_learn(void)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "memcheck tables",
												  ALLOCSET_SMALL_SIZES);
	const TableHead *bytes = (TableHead *) make_table(context, 24, 104, HASH_BLOBS);
	const TableHead *text = (TableHead *) make_table(context, 40, 136, HASH_STRINGS);
	bool		known = bytes->hash == tag_hash && text->hash == string_hash &&
		bytes->key_bytes == 24 && text->key_bytes == 40 && bytes->match != text->match &&
		!bytes->is_shared && !text->is_shared;

	compares_bytes = known ? bytes->match : NULL;
	entry_bytes_at = known ? find_sizes(bytes, 24, 104) : 0;
	if (entry_bytes_at != 0 && find_sizes(text, 40, 136) != entry_bytes_at)
		entry_bytes_at = 0;
	MemoryContextDelete(context);
	return known;
}

static void
see_key(const HTAB *table, const void *key, const void *caller)
{
	const TableHead *head = (const TableHead *) table;

	if (compares_bytes && fill_places_looking() && head->match == compares_bytes)
		fill_places_see(PLACE_HASH_KEY, 0, caller, key, head->key_bytes);
}

static void *
see_entry(const HTAB *table, void *entry)
{
	const TableHead *head = (const TableHead *) table;

	if (entry && entry_bytes_at != 0 && fill_places_looking() && head->is_shared)
		fill_places_see_shared(entry, *(const Size *) ((char *) head->header + entry_bytes_at));
	return entry;
}

static void *
watched_hash_search(HTAB *table, const void *key, HASHACTION action, bool *found)
{
	see_key(table, key, CALLER);
	return see_entry(table, hash_search(table, key, action, found));
}

static void *
watched_hash_search_with_hash_value(HTAB *table, const void *key, uint32 hash, HASHACTION action,
									bool *found)
{
	see_key(table, key, CALLER);
	return see_entry(table, hash_search_with_hash_value(table, key, hash, action, found));
}

static uint32
watched_get_hash_value(HTAB *table, const void *key)
{
	see_key(table, key, CALLER);
	return get_hash_value(table, key);
}

static uint32
watched_hash_bytes(const unsigned char *key, int bytes)
{
	fill_places_see(PLACE_HASH_KEY, 0, CALLER, key, bytes);
	return hash_bytes(key, bytes);
}

static uint64
watched_hash_bytes_extended(const unsigned char *key, int bytes, uint64 seed)
{
	fill_places_see(PLACE_HASH_KEY, 0, CALLER, key, bytes);
	return hash_bytes_extended(key, bytes, seed);
}

static uint32
watched_tag_hash(const void *key, Size bytes)
{
	fill_places_see(PLACE_HASH_KEY, 0, CALLER, key, bytes);
	return tag_hash(key, bytes);
}

static OffsetNumber
watched_PageAddItemExtended(Page page, Item item, Size bytes, OffsetNumber number, int flags)
{
	fill_places_see(PLACE_ITEM, 0, CALLER, item, bytes);
	return PageAddItemExtended(page, item, bytes, number, flags);
}

/* The columns as they lie there; what stands before them the server fills in. */
static void
see_tuple(HeapTuple tuple, const void *caller)
{
	Size		before = tuple->t_data->t_hoff;

	if (tuple->t_len > before)
		fill_places_see(PLACE_STORED_ROW, -1, caller, (char *) tuple->t_data + before,
						tuple->t_len - before);
}

static void
watched_heap_insert(Relation relation, HeapTuple tuple, CommandId command, int options,
					BulkInsertState state)
{
	see_tuple(tuple, CALLER);
	heap_insert(relation, tuple, command, options, state);
}

static void
watched_simple_heap_insert(Relation relation, HeapTuple tuple)
{
	see_tuple(tuple, CALLER);
	simple_heap_insert(relation, tuple);
}

/* One value of a row: its own bytes, and none of what lies elsewhere. */
static void
see_value(FillPlaceKind kind, int column, const void *caller, Form_pg_attribute attribute,
		  Datum value)
{
	const char *at = DatumGetPointer(value);
	Datum		word;

	if (attribute->attbyval)
	{
		store_att_byval(&word, value, attribute->attlen);
		fill_places_see(kind, column, caller, &word, attribute->attlen);
	}
	else if (attribute->attlen > 0)
		fill_places_see(kind, column, caller, at, attribute->attlen);
	else if (attribute->attlen == -1 && !VARATT_IS_EXTERNAL(at))
		fill_places_see(kind, column, caller, VARDATA_ANY(at), VARSIZE_ANY_EXHDR(at));
}

/* Before the values become a row, or are stored as one; NULL: none of them is left as it was. */
void
fill_watch_row(FillPlaceKind kind, const void *caller, TupleDesc columns, const Datum *values,
			   const bool *nulls, const bool *replaces)
{
	if (!fill_places_looking())
		return;
	for (int i = 0; i < columns->natts; i++)
		if (!nulls[i] && (replaces == NULL || replaces[i]))
			see_value(kind, i, caller, TupleDescAttr(columns, i), values[i]);
}

static const Import *
watched_imports(int *count)
{
	static const Import imports[] = {
		{"hash_search", (AnyFunction) watched_hash_search},
		{"hash_search_with_hash_value", (AnyFunction) watched_hash_search_with_hash_value},
		{"get_hash_value", (AnyFunction) watched_get_hash_value},
		{"hash_bytes", (AnyFunction) watched_hash_bytes},
		{"hash_bytes_extended", (AnyFunction) watched_hash_bytes_extended},
		{"tag_hash", (AnyFunction) watched_tag_hash},
		{"PageAddItemExtended", (AnyFunction) watched_PageAddItemExtended},
		{"heap_insert", (AnyFunction) watched_heap_insert},
		{"simple_heap_insert", (AnyFunction) watched_simple_heap_insert},
	};

	*count = lengthof(imports);
	return imports;
}

const Layer fill_watch_layer = {.imports = watched_imports};
