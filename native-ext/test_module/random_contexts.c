/*
 * random_contexts.c
 *		Does at random what can be done to contexts, and compares snapshot() with the tree.
 */
#include "postgres.h"

#include "fmgr.h"
#include "nodes/memnodes.h"
#include "parser/parse_func.h"
#include "utils/memutils.h"
#if __has_include("varatt.h")
#include "varatt.h"				/* from 16 on apart from postgres.h */
#endif

#define CONTEXTS 200
#define CHUNKS 4
#define SLAB_CHUNK 48

typedef struct Known
{
	MemoryContext context;		/* NULL: none */
	MemoryContextCallback gone;
	char	   *chunks[CHUNKS];
	char		ident[64];
} Known;

static Known pool[CONTEXTS];
static char shared_name[16] = "random shared"; /* nobody forbids it to change */
static uint64 seed;

static int
random_below(int bound)
{
	seed = seed * UINT64CONST(6364136223846793005) + UINT64CONST(1442695040888963407);
	return (int) ((seed >> 33) % bound);
}

/* It is emptied or deleted, by whoever. */
static void
forget_chunks(void *arg)
{
	Known	   *one = arg;

	memset(one->chunks, 0, sizeof(one->chunks));
	one->context = NULL;
}

static void
watch(Known *one)
{
	one->gone.func = forget_chunks;
	one->gone.arg = one;
	MemoryContextRegisterResetCallback(one->context, &one->gone);
}

static MemoryContext
any_parent(void)
{
	MemoryContext known = pool[random_below(CONTEXTS)].context;

	switch (random_below(6))
	{
		case 0:
			return CurTransactionContext;
		case 1:
			return CurrentMemoryContext;
		case 2:
			return CacheMemoryContext;
		case 3:
			return TopMemoryContext;
		default:
			return known ? known : TopMemoryContext;
	}
}

static void
make(Known *one)
{
	MemoryContext parent = any_parent();

	switch (random_below(5))
	{
		case 0:
			one->context = SlabContextCreate(parent, "random slab", 8192, SLAB_CHUNK);
			break;
		case 1:
			one->context = GenerationContextCreate(parent, "random generation",
												   ALLOCSET_SMALL_SIZES);
			break;
		case 2:
			one->context = AllocSetContextCreate(parent, "random small", ALLOCSET_SMALL_SIZES);
			break;
		case 3:
			one->context = AllocSetContextCreateInternal(parent, shared_name,
														 ALLOCSET_SMALL_SIZES);
			break;
		default:
			one->context = AllocSetContextCreate(parent, "random default", ALLOCSET_DEFAULT_SIZES);
			break;
	}
	watch(one);
}

static Size
any_size(const Known *one)
{
	return IsA(one->context, SlabContext) ? SLAB_CHUNK : 1 + random_below(20000);
}

/* Not into itself. */
static void
move(Known *one)
{
	MemoryContext parent = any_parent();

	for (MemoryContext at = parent; at; at = at->parent)
		if (at == one->context)
			return;
	MemoryContextSetParent(one->context, parent);
}

static void
name(Known *one)
{
	snprintf(one->ident, sizeof(one->ident), "ident %d", random_below(1000));
	MemoryContextSetIdentifier(one->context, random_below(4) == 0 ? NULL : one->ident);
}

static void
step(void)
{
	Known	   *one = &pool[random_below(CONTEXTS)];
	int			chunk = random_below(CHUNKS);

	if (one->context == NULL)
	{
		make(one);
		return;
	}
	switch (random_below(12))
	{
		case 0:
			MemoryContextDelete(one->context);
			break;
		case 1:
			{
				MemoryContext context = one->context;

				MemoryContextReset(context);
				one->context = context;
				watch(one);
				break;
			}
		case 2:
			MemoryContextDeleteChildren(one->context);
			break;
		case 3:
			move(one);
			break;
		case 4:
			name(one);
			break;
		case 5:
			/* in place, behind everybody's back */
			snprintf(one->ident, sizeof(one->ident), "other %d", random_below(1000));
			if (random_below(4) == 0)
				snprintf(shared_name, sizeof(shared_name), "random %d", random_below(1000));
			break;
		case 6:
		case 7:
			if (one->chunks[chunk])
				pfree(one->chunks[chunk]);
			one->chunks[chunk] = NULL;
			break;
		case 8:
			if (one->chunks[chunk] && !IsA(one->context, SlabContext))
				one->chunks[chunk] = repalloc(one->chunks[chunk], any_size(one));
			break;
		default:
			if (one->chunks[chunk] == NULL)
				one->chunks[chunk] = MemoryContextAlloc(one->context, any_size(one));
			break;
	}
}

/* Big-endian, at a place in a snapshot. */
static uint64
read_number(const char *at, int bytes)
{
	uint64		value = 0;

	for (int i = 0; i < bytes; i++)
		value = value << 8 | (unsigned char) at[i];
	return value;
}

static bool
reads(const char *text, const char *node, const char *expected)
{
	uint32		length = read_number(node + 4, 4);

	if (expected == NULL)
		expected = "";
	return length == strlen(expected) &&
		memcmp(text + read_number(node, 4), expected, length) == 0;
}

/* What the node at this index says otherwise than the context does; NULL: nothing. */
static const char *
difference(const char *snapshot, int index, MemoryContext context, int parent, int level)
{
	const char *nodes = snapshot + read_number(snapshot + 6, 2);
	const char *node = nodes + index * 64;
	const char *text = nodes + read_number(snapshot + 12, 4) * 64;
	MemoryContextCounters counters = {0};

	if ((int32) read_number(node + 8, 4) != parent)
		return "parent";
	if ((int) read_number(node + 12, 4) != level)
		return "level";
	if (!reads(text, node + 20, context->name))
		return "name";
	if (!reads(text, node + 28, context->ident))
		return "ident";
	/* the snapshot itself lies there */
	if (context == CurrentMemoryContext)
		return NULL;
	context->methods->stats(context, NULL, NULL, &counters, false);
	if (read_number(node + 36, 4) != counters.nblocks)
		return "blocks";
	if (read_number(node + 40, 8) != counters.totalspace)
		return "total";
	if (read_number(node + 48, 8) != counters.freespace)
		return "free";
	if (read_number(node + 56, 8) != counters.freechunks)
		return "chunks";
	return NULL;
}

/* Compares the nodes from this index on; returns the next one. */
static int
compare_below(const char *snapshot, int index, MemoryContext context, int parent, int level)
{
	const char *what = difference(snapshot, index, context, parent, level);
	int			next = index + 1;

	if (what)
		elog(ERROR, "snapshot() has another %s of \"%s\", context %d", what, context->name, index);
	for (MemoryContext child = context->firstchild; child; child = child->nextchild)
		next = compare_below(snapshot, next, child, index, level + 1);
	return next;
}

static void
compare(FmgrInfo *snapshot_function)
{
	bytea	   *datum = DatumGetByteaP(FunctionCall0Coll(snapshot_function, InvalidOid));
	const char *snapshot = VARDATA_ANY(datum);
	Size		length = VARSIZE(datum);
	int			nodes = compare_below(snapshot, 0, TopMemoryContext, -1, 0);

	if (nodes != (int) read_number(snapshot + 12, 4))
		elog(ERROR, "snapshot() has " UINT64_FORMAT " contexts, the tree %d",
			 read_number(snapshot + 12, 4), nodes);
	/* what a caller may do with it */
	if (random_below(64) == 0)
		return;
	if (random_below(8) == 0)
		datum = repalloc(datum, VARSIZE(datum) * 2);
	if (VARSIZE(datum) != length || GetMemoryChunkSpace(datum) < length)
		elog(ERROR, "snapshot() is another one when it was looked at");
	pfree(datum);
}

/* So many steps from this seed, each followed by so many comparisons; at the end one more. */
PG_FUNCTION_INFO_V1(random_contexts);
Datum
random_contexts(PG_FUNCTION_ARGS)
{
	Oid			function = LookupFuncName(list_make2(makeString("ext_memcheck"),
													 makeString("snapshot")), 0, NULL, false);
	FmgrInfo	snapshot_function;

	fmgr_info(function, &snapshot_function);
	seed = PG_GETARG_INT32(0);
	for (int i = 0; i < PG_GETARG_INT32(1); i++)
	{
		step();
		if (random_below(3) != 0)
			continue;
		compare(&snapshot_function);
	}
	compare(&snapshot_function);
	PG_RETURN_VOID();
}
