/*
 * space_content.c
 *		What a chunk is that nobody saw made; see space_content.h.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/tupdesc.h"
#include "base/compat.h"
#include "catalog/pg_class.h"
#include "executor/spi_priv.h"
#include "nodes/bitmapset.h"
#include "nodes/pg_list.h"
#include "trace/node_sizes.h"
#include "trace/space_content.h"
#include "utils/array.h"
#include "utils/catcache.h"
#include "utils/memutils.h"
#include "utils/plancache.h"
#include "utils/rel.h"

#define SHORTEST_TEXT 3

typedef enum ServerStruct
{
	STRUCT_ARRAY,
	STRUCT_BITMAPSET,
	STRUCT_CAT_C_LIST,
	STRUCT_CAT_C_TUP,
	STRUCT_CAT_CACHE,
	STRUCT_CACHED_EXPRESSION,
	STRUCT_CACHED_PLAN,
	STRUCT_CACHED_PLAN_SOURCE,
	STRUCT_HEAP_TUPLE,
	STRUCT_PG_CLASS,
	STRUCT_RELATION,
	STRUCT_SPI_PLAN,
	STRUCT_STD_RD_OPTIONS,
	STRUCT_TUPLE_DESC,
	STRUCT_NONE
} ServerStruct;

static const char *const names[] = {
	[STRUCT_ARRAY] = "ArrayType",
	[STRUCT_BITMAPSET] = "Bitmapset",
	[STRUCT_CAT_C_LIST] = "CatCList",
	[STRUCT_CAT_C_TUP] = "CatCTup",
	[STRUCT_CAT_CACHE] = "CatCache",
	[STRUCT_CACHED_EXPRESSION] = "CachedExpression",
	[STRUCT_CACHED_PLAN] = "CachedPlan",
	[STRUCT_CACHED_PLAN_SOURCE] = "CachedPlanSource",
	[STRUCT_HEAP_TUPLE] = "HeapTupleData",
	[STRUCT_PG_CLASS] = "FormData_pg_class",
	[STRUCT_RELATION] = "RelationData",
	[STRUCT_SPI_PLAN] = "_SPI_plan",
	[STRUCT_STD_RD_OPTIONS] = "StdRdOptions",
	[STRUCT_TUPLE_DESC] = "TupleDescData",
};

/* Structs that begin with a number of their own. */
static const struct
{
	ServerStruct is;
	Size		bytes;			/* 0: it has more behind it */
	uint32		magic;
}			by_magic[] = {
	{STRUCT_CAT_C_TUP, 0, CT_MAGIC},
	{STRUCT_CAT_C_LIST, 0, CL_MAGIC},
	{STRUCT_CACHED_PLAN_SOURCE, sizeof(CachedPlanSource), CACHEDPLANSOURCE_MAGIC},
	{STRUCT_CACHED_PLAN, sizeof(CachedPlan), CACHEDPLAN_MAGIC},
	{STRUCT_CACHED_EXPRESSION, sizeof(CachedExpression), CACHEDEXPR_MAGIC},
	{STRUCT_SPI_PLAN, sizeof(_SPI_plan), _SPI_PLAN_MAGIC},
};

/* The space that this much has when it is asked for. */
static Size
power_of_two(Size bytes)
{
	Size		space = 8;

	while (space < bytes)
		space *= 2;
	return space;
}

/* Whether the chunk is what comes of asking for so many bytes. */
static bool
fits(const LiveChunk *chunk, Size bytes)
{
	if (chunk->asked)
		return bytes == chunk->asked;
	return bytes > 0 && (MAXALIGN(bytes) == chunk->space ||
						 (chunk->rounded && power_of_two(bytes) == chunk->space));
}

/*
 * What a pointer of this process can be: not far below the program's data, and not above the
 * stack. Two small numbers beside each other are none where the program is loaded high up.
 */
#define PROGRAM_BYTES UINT64CONST(0x4000000)
#define STACK_BYTES UINT64CONST(0x1000000)

static bool
can_point(uint64 word)
{
	uint64		data = (uintptr_t) &TopMemoryContext;
	uint64		stack = (uintptr_t) __builtin_frame_address(0);

	return word >= data - Min(data / 2, PROGRAM_BYTES) && word < stack + STACK_BYTES;
}

static bool
points_or_not(uint64 word)
{
	return word == 0 || can_point(word);
}

static uint64
word_at(const LiveChunk *chunk, Size at)
{
	uint64		word = 0;

	if (at + sizeof(word) <= chunk->known)
		memcpy(&word, chunk->bytes + at, sizeof(word));
	return word;
}

static bool
is_zero(const LiveChunk *chunk, Size from, Size to)
{
	for (Size at = from; at < Min(to, chunk->known); at++)
		if (chunk->bytes[at] != 0)
			return false;
	return true;
}

static bool
is_list(const LiveChunk *chunk)
{
	List		list;

	if (chunk->known < sizeof(List))
		return false;
	memcpy(&list, chunk->bytes, sizeof(List));
	if (list.length <= 0 || list.length > list.max_length || !can_point((uintptr_t) list.elements))
		return false;
	/* one that outgrew its header has its elements elsewhere */
	if ((const char *) list.elements !=
		(const char *) chunk->pointer + offsetof(List, initial_elements))
		return chunk->space >= offsetof(List, initial_elements);
	return fits(chunk, offsetof(List, initial_elements) + list.max_length * sizeof(ListCell));
}

/* Up to 15 a set is no node, and begins with its length. */
#define SETS_HAVE_TAGS (offsetof(Bitmapset, nwords) > 0)

static bool
is_bitmapset(const LiveChunk *chunk)
{
	Bitmapset	set;
	uint64		last;

	if (chunk->known < sizeof(Bitmapset) + sizeof(bitmapword))
		return false;
	memcpy(&set, chunk->bytes, sizeof(Bitmapset));
	if (set.nwords <= 0 || set.nwords > chunk->space / sizeof(bitmapword) ||
		!fits(chunk, offsetof(Bitmapset, words) + set.nwords * sizeof(bitmapword)))
		return false;
	last = word_at(chunk, offsetof(Bitmapset, words) + (set.nwords - 1) * sizeof(bitmapword));
	return last != 0 && !(set.nwords == 1 && can_point(last)) &&
		(SETS_HAVE_TAGS || is_zero(chunk, sizeof(int), offsetof(Bitmapset, words)));
}

static bool
is_node(const LiveChunk *chunk, NodeTag *tag)
{
	const NodeSize *node;
	const uint16 *pointers;
	int			count;

	if (chunk->known < sizeof(NodeTag))
		return false;
	memcpy(tag, chunk->bytes, sizeof(NodeTag));
	if (compat_is_list(*tag))
		return is_list(chunk);
	if (compat_is_bitmapset(*tag))
		return is_bitmapset(chunk);
	node = node_size(*tag);
	if (node == NULL || !fits(chunk, node->bytes))
		return false;
	pointers = node_pointers(*tag, &count);
	for (int i = 0; i < count; i++)
		if (!points_or_not(word_at(chunk, pointers[i])))
			return false;
	return node->bytes <= 16 || !is_zero(chunk, sizeof(NodeTag), node->bytes);
}

static bool
is_name(const NameData *name)
{
	Size		length = strnlen(name->data, NAMEDATALEN);

	return length > 0 && length < NAMEDATALEN && content_is_text(name->data, length, false);
}

static bool
is_tuple_desc(const LiveChunk *chunk)
{
	TupleDesc	desc = (TupleDesc) chunk->bytes;
	Form_pg_attribute first;

	if (chunk->known < offsetof(struct TupleDescData, constr) + sizeof(void *) ||
		desc->natts <= 0 || desc->natts > MaxTupleAttributeNumber || desc->tdrefcount < -1 ||
		!points_or_not((uintptr_t) desc->constr) || !fits(chunk, TupleDescSize(desc)))
		return false;
	first = TupleDescAttr(desc, 0);
	return (const char *) (first + 1) <= chunk->bytes + chunk->known && first->attnum == 1 &&
		(first->attisdropped || first->attname.data[0] == '\0' || is_name(&first->attname));
}

static bool
is_heap_tuple(const LiveChunk *chunk)
{
	HeapTuple	tuple = (HeapTuple) chunk->bytes;

	return chunk->known >= HEAPTUPLESIZE &&
		(const char *) tuple->t_data == (const char *) chunk->pointer + HEAPTUPLESIZE &&
		fits(chunk, HEAPTUPLESIZE + tuple->t_len);
}

static bool
is_relation(const LiveChunk *chunk)
{
	Relation	relation = (Relation) chunk->bytes;

	return chunk->known >= sizeof(RelationData) && fits(chunk, sizeof(RelationData)) &&
		can_point((uintptr_t) relation->rd_rel) && can_point((uintptr_t) relation->rd_att) &&
		OidIsValid(relation->rd_id) && relation->rd_refcnt >= 0 &&
		relation->rd_lockInfo.lockRelId.relId == relation->rd_id;
}

/* The row of pg_class that a relation keeps, without what may be NULL. */
static bool
is_pg_class(const LiveChunk *chunk)
{
	Form_pg_class row = (Form_pg_class) chunk->bytes;

	return chunk->known >= CLASS_TUPLE_SIZE && fits(chunk, CLASS_TUPLE_SIZE) &&
		OidIsValid(row->oid) && is_name(&row->relname) && OidIsValid(row->relnamespace) &&
		row->relkind && strchr("rtiSvmcfpI", row->relkind) &&
		row->relpersistence && strchr("ptu", row->relpersistence);
}

/* One begins with a line of the processor's cache, somewhere in the chunk. */
static bool
is_cat_cache(const LiveChunk *chunk)
{
	Size		at = CACHELINEALIGN(chunk->pointer) - (uintptr_t) chunk->pointer;
	const CatCache *cache = (const CatCache *) (chunk->bytes + at);

	return chunk->known >= at + sizeof(CatCache) &&
		fits(chunk, sizeof(CatCache) + PG_CACHE_LINE_SIZE) &&
		cache->cc_nbuckets > 0 && (cache->cc_nbuckets & (cache->cc_nbuckets - 1)) == 0 &&
		cache->cc_nkeys > 0 && cache->cc_nkeys <= CATCACHE_MAXKEYS && cache->id >= 0 &&
		OidIsValid(cache->cc_reloid) && OidIsValid(cache->cc_indexoid) &&
		points_or_not((uintptr_t) cache->cc_relname);
}

/* Of a varlena: how long it says that it is, 0: it is none that fits. */
static Size
varlena_length(const LiveChunk *chunk)
{
	Size		length;

	if (chunk->known < VARHDRSZ || !VARATT_IS_4B_U(chunk->bytes))
		return 0;
	length = VARSIZE_4B(chunk->bytes);
	return length > VARHDRSZ && fits(chunk, length) ? length : 0;
}

static bool
is_array(const LiveChunk *chunk, Size length)
{
	const ArrayType *array = (const ArrayType *) chunk->bytes;
	int64		items = 1;

	if (length < sizeof(ArrayType) || chunk->known < sizeof(ArrayType) || array->ndim < 0 ||
		array->ndim > MAXDIM || !OidIsValid(array->elemtype) || array->dataoffset < 0 ||
		array->dataoffset > length || length < ARR_OVERHEAD_NONULLS(array->ndim) ||
		chunk->known < ARR_OVERHEAD_NONULLS(array->ndim))
		return false;
	for (int i = 0; i < array->ndim; i++)
	{
		if (ARR_DIMS(array)[i] <= 0)
			return false;
		items *= ARR_DIMS(array)[i];
		if (items > (int64) length * 8)
			return false;
	}
	return true;
}

/* What ALTER TABLE ... SET (...) comes to in the relation cache. */
static bool
is_table_options(const LiveChunk *chunk, Size length)
{
	const StdRdOptions *options = (const StdRdOptions *) chunk->bytes;

	return length >= sizeof(StdRdOptions) && chunk->known >= sizeof(StdRdOptions) &&
		options->fillfactor >= HEAP_MIN_FILLFACTOR && options->fillfactor <= 100 &&
		options->toast_tuple_target >= 128 && options->toast_tuple_target <= BLCKSZ;
}

static ServerStruct
struct_of(const LiveChunk *chunk, Size varlena)
{
	uint32		magic;

	if (chunk->known < sizeof(magic))
		return STRUCT_NONE;
	memcpy(&magic, chunk->bytes, sizeof(magic));
	for (int i = 0; i < lengthof(by_magic); i++)
		if (magic == by_magic[i].magic &&
			(by_magic[i].bytes == 0 || fits(chunk, by_magic[i].bytes)))
			return by_magic[i].is;
	if (is_heap_tuple(chunk))
		return STRUCT_HEAP_TUPLE;
	if (is_tuple_desc(chunk))
		return STRUCT_TUPLE_DESC;
	if (varlena && is_array(chunk, varlena))
		return STRUCT_ARRAY;
	if (varlena && is_table_options(chunk, varlena))
		return STRUCT_STD_RD_OPTIONS;
	return STRUCT_NONE;
}

static bool
is_string(const LiveChunk *chunk)
{
	const char *end = memchr(chunk->bytes, '\0', chunk->known);
	Size		length = end ? end - chunk->bytes : 0;

	return length >= SHORTEST_TEXT && fits(chunk, length + 1) &&
		content_is_text(chunk->bytes, length, false);
}

static bool
is_text(const LiveChunk *chunk, Size varlena)
{
	return varlena >= VARHDRSZ + SHORTEST_TEXT &&
		content_is_text(chunk->bytes + VARHDRSZ, Min(chunk->known, varlena) - VARHDRSZ,
						chunk->known < varlena);
}

Content
content_of_space(const LiveChunk *chunk)
{
	Size		varlena = varlena_length(chunk);
	ServerStruct is;
	NodeTag		tag;

	if (is_text(chunk, varlena))
		return (Content) {CONTENT_TEXT, T_Invalid};
	is = struct_of(chunk, varlena);
	if (is != STRUCT_NONE)
		return (Content) {CONTENT_STRUCT, (NodeTag) is};
	if (is_node(chunk, &tag))
		return (Content) {CONTENT_NODE, tag};
	if (is_string(chunk))
		return (Content) {CONTENT_STRING, T_Invalid};
	if (!SETS_HAVE_TAGS && is_bitmapset(chunk))
		return (Content) {CONTENT_STRUCT, (NodeTag) STRUCT_BITMAPSET};
	if (is_relation(chunk))
		return (Content) {CONTENT_STRUCT, (NodeTag) STRUCT_RELATION};
	if (is_pg_class(chunk))
		return (Content) {CONTENT_STRUCT, (NodeTag) STRUCT_PG_CLASS};
	if (is_cat_cache(chunk))
		return (Content) {CONTENT_STRUCT, (NodeTag) STRUCT_CAT_CACHE};
	return (Content) {CONTENT_OTHER, T_Invalid};
}

/* Of one that has none, two alike in a context are needed: numbers may look like it. */
bool
content_node_has_pointers(NodeTag tag)
{
	int			count;

	(void) node_pointers(tag, &count);
	return count > 0 || compat_is_list(tag) || compat_is_bitmapset(tag);
}

const char *
content_struct_name(int number)
{
	return number >= 0 && number < STRUCT_NONE ? names[number] : "";
}
