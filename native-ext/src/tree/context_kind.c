/*
 * context_kind.c
 *		Kinds of context and their method tables; see context_kind.h.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/compat.h"
#include "tree/context_kind.h"
#include "utils/memutils.h"

/* a size that every kind gives without rounding */
#define PROBE_CHUNK 64

/* fixed after kinds_init() */
static MemoryContextMethods *server_table[CONTEXT_KINDS];
MemoryContextMethods kind_originals[CONTEXT_KINDS];
static Size chunk_overhead[CONTEXT_KINDS];

static const MemoryContextMethods *stand_in_table;

MemoryContextMethods kind_inners[CONTEXT_KINDS];
MemoryContextMethods kind_tables[CONTEXT_TABLES][CONTEXT_KINDS];
MemoryContextMethods kind_kept[CONTEXT_KINDS];
MemoryContextMethods kind_passed[CONTEXT_KINDS];

/* what still ones point at, fixed after kinds_init() */
static MemoryContextMethods still_plain[CONTEXT_KINDS];
static MemoryContextMethods still_exact[CONTEXT_KINDS];

/* Something is about to change in a context that was still. */
static void
wake(MemoryContext context)
{
	ContextKind kind = context_kind(context);

	ContextTable table = context->methods == &still_exact[kind] ? TABLE_EXACT : TABLE_PLAIN;

	context->methods = kind_table(kind, table);
}

static void *
still_alloc(COMPAT_ALLOC_PARAMS)
{
	wake(context);
	return context->methods->alloc(COMPAT_ALLOC_ARGS);
}

static void
still_free(COMPAT_FREE_PARAMS)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);

	wake(owner);
	owner->methods->free_p(COMPAT_FREE_ARGS);
}

static void *
still_realloc(COMPAT_REALLOC_PARAMS)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);

	wake(owner);
	return owner->methods->realloc(COMPAT_REALLOC_ARGS);
}

static void
still_reset(MemoryContext context)
{
	wake(context);
	context->methods->reset(context);
}

static void
still_delete(MemoryContext context)
{
	wake(context);
	context->methods->delete_context(context);
}

static void
fill_still(MemoryContextMethods *table)
{
	table->alloc = still_alloc;
	table->free_p = still_free;
	table->realloc = still_realloc;
	table->reset = still_reset;
	table->delete_context = still_delete;
}

/* The server's table of a kind is the one that a context of that kind has. */
static void
learn_kind(MemoryContext context)
{
	ContextKind kind = context_kind(context);

	server_table[kind] = unconstify(MemoryContextMethods *, context->methods);
	kind_originals[kind] = *context->methods;
	*kind_inner(kind) = kind_originals[kind];
	for (int table = 0; table < CONTEXT_TABLES; table++)
		*kind_table(kind, table) = kind_originals[kind];
	kind_kept[kind] = kind_passed[kind] = kind_originals[kind];
	still_plain[kind] = still_exact[kind] = kind_originals[kind];
	fill_still(&still_plain[kind]);
	fill_still(&still_exact[kind]);
}

/* What a chunk's space is more than what it can hold; a kind without headers has none. */
static void
learn_overhead(MemoryContext context)
{
	ContextKind kind = context_kind(context);

	if (kind != KIND_BUMP)
		chunk_overhead[kind] = GetMemoryChunkSpace(MemoryContextAlloc(context,
																	  PROBE_CHUNK)) - PROBE_CHUNK;
}

static void
learn_and_delete(MemoryContext context)
{
	learn_kind(context);
	learn_overhead(context);
	MemoryContextDelete(context);
}

/* From _PG_init in the postmaster; every backend inherits what it learns. */
void
kinds_init(void)
{
	learn_and_delete(AllocSetContextCreate(CurrentMemoryContext, "memcheck probe",
										   ALLOCSET_SMALL_SIZES));
	learn_and_delete(GenerationContextCreate(CurrentMemoryContext, "memcheck probe",
											 ALLOCSET_SMALL_SIZES));
	learn_and_delete(SlabContextCreate(CurrentMemoryContext, "memcheck probe",
									   SLAB_DEFAULT_BLOCK_SIZE, PROBE_CHUNK));
	if (compat_has_bump())
		learn_and_delete(compat_bump_create(CurrentMemoryContext, "memcheck probe"));
}

/* The tables lie in pages that the loader made read-only after relocation. */
static bool
can_protect(MemoryContextMethods *table, int protection)
{
	uintptr_t	page = (uintptr_t) sysconf(_SC_PAGESIZE);
	uintptr_t	start = TYPEALIGN_DOWN(page, (uintptr_t) table);
	uintptr_t	end = TYPEALIGN(page, (uintptr_t) (table + 1));

	return mprotect((void *) start, end - start, protection) == 0;
}

/* Whether kinds_patch_server() would raise no error. */
bool
kinds_can_be_patched(void)
{
	for (int kind = 0; kind < CONTEXT_KINDS; kind++)
		if (server_table[kind] && !(can_protect(server_table[kind], PROT_READ | PROT_WRITE) &&
									can_protect(server_table[kind], PROT_READ)))
			return false;
	return true;
}

static void
protect(MemoryContextMethods *table, int protection)
{
	if (!can_protect(table, protection))
		ereport(ERROR,
				(errcode(ERRCODE_SYSTEM_ERROR),
				 errmsg("could not change protection of the allocator's method table: %m")));
}

/*
 * Writes one table for each kind over the server's own, in this process only;
 * NULL writes back the originals.
 */
void
kinds_patch_server(const MemoryContextMethods *patched)
{
	for (int kind = 0; kind < CONTEXT_KINDS; kind++)
	{
		if (server_table[kind] == NULL)
			continue;
		protect(server_table[kind], PROT_READ | PROT_WRITE);
		*server_table[kind] = patched ? patched[kind] : kind_originals[kind];
		protect(server_table[kind], PROT_READ);
	}
}

static MemoryContextMethods spare_before;	/* raise the server's error */
static MemoryContextMethods spare_given;
static bool (*spare_has) (const void *pointer);

/* Bytes that are no chunk of anybody's may look as if they named the spare methods. */
static const MemoryContextMethods *
spare_methods_for(void *pointer)
{
	return spare_has(pointer) ? &spare_given : &spare_before;
}

static void
spare_free(COMPAT_FREE_PARAMS)
{
	spare_methods_for(pointer)->free_p(COMPAT_FREE_ARGS);
}

static void *
spare_realloc(COMPAT_REALLOC_PARAMS)
{
	return spare_methods_for(pointer)->realloc(COMPAT_REALLOC_ARGS);
}

COMPAT_SPARE_LOOKS(spare_methods_for)

/*
 * Chunks that name spare methods of the server's table (compat.h), and that "has" knows, come to
 * these for free and realloc, and are otherwise as those of an AllocSet. Once, and for good; true
 * up to 15, where no chunk does. False: it is not possible.
 */
bool
kind_give_spare(bool (*has) (const void *pointer), void (*free_p) (COMPAT_FREE_PARAMS),
				void *(*realloc) (COMPAT_REALLOC_PARAMS))
{
	MemoryContextMethods *spare = compat_spare_methods(server_table[KIND_ALLOCSET]);

	if (spare_has || !COMPAT_CHUNKS_NAME_THEIR_METHODS)
		return true;
	if (spare == NULL || !can_protect(spare, PROT_READ | PROT_WRITE))
		return false;
	spare_has = has;
	spare_before = *spare;
	spare_given = kind_originals[KIND_ALLOCSET];
	spare_given.free_p = free_p;
	spare_given.realloc = realloc;
	*spare = spare_given;
	spare->free_p = spare_free;
	spare->realloc = spare_realloc;
	COMPAT_PUT_SPARE_LOOKS(spare);
	(void) can_protect(spare, PROT_READ);
	return true;
}

/* Bytes of a chunk's space that are the allocator's own. */
Size
kind_chunk_overhead(ContextKind kind)
{
	return chunk_overhead[kind];
}

const char *
context_kind_name(ContextKind kind)
{
	static const char *const names[CONTEXT_KINDS] = {
		"unknown", "AllocSet", "Generation", "Slab", "Bump"
	};

	return names[kind];
}

/* Whether a table is one that says that a context is still. */
bool
kind_is_still_table(ContextKind kind, const MemoryContextMethods *methods)
{
	return methods == &still_plain[kind] || methods == &still_exact[kind];
}

/* A context of ours that is in no tree, but that chunks name, has this table. */
void
context_stand_in_has(const MemoryContextMethods *methods)
{
	stand_in_table = methods;
}

/* Whether a context of this kind can have this table: the server's or ours. */
bool
context_methods_are_known(ContextKind kind, const MemoryContextMethods *methods)
{
	return kind != KIND_UNKNOWN &&
		(methods == server_table[kind] || kind_is_our_table(kind, methods) ||
		 methods == &kind_kept[kind] || methods == &kind_passed[kind] ||
		 methods == stand_in_table);
}

/* Whether a context has the server's own table. */
bool
context_is_of_server(MemoryContext context)
{
	ContextKind kind = context_kind(context);

	return kind != KIND_UNKNOWN && context->methods == server_table[kind];
}

/* Gives a context that has no mark the server's own table. */
void
context_to_server(MemoryContext context)
{
	context->methods = server_table[context_kind(context)];
}

/* Whether it is marked for TABLE_PLAIN or TABLE_EXACT, as given, and whether it is still. */
bool
context_has_table(MemoryContext context, ContextTable table, bool *still)
{
	ContextKind kind = context_kind(context);

	*still = context->methods == (table == TABLE_EXACT ? &still_exact[kind] : &still_plain[kind]);
	return *still || (kind != KIND_UNKNOWN && context->methods == kind_table(kind, table));
}

/* While nobody follows what is allocated, and frees are seen as well. */
bool
contexts_can_be_still(void)
{
	return !COMPAT_CHUNKS_NAME_THEIR_METHODS &&
		memcmp(kind_tables[TABLE_EXACT], &kind_originals, sizeof(kind_originals)) == 0;
}

/*
 * What to point a context at when it has been looked at. NULL unless it is marked for this table,
 * and not still.
 */
const MemoryContextMethods *
context_still_table(MemoryContext context, ContextTable table)
{
	ContextKind kind = context_kind(context);

	if (kind == KIND_UNKNOWN || context->methods != kind_table(kind, table))
		return NULL;
	return table == TABLE_EXACT ? &still_exact[kind] : &still_plain[kind];
}

/*
 * The next one in pre-order of this process's tree; NULL after the last. Climbs
 * instead of recursing, so that depth costs no stack.
 */
MemoryContext
context_after(MemoryContext context)
{
	if (context->firstchild)
		return context->firstchild;
	while (context && context->nextchild == NULL)
		context = context->parent;
	return context ? context->nextchild : NULL;
}
