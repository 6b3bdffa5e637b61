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
static MemoryContextMethods original[CONTEXT_KINDS];
static Size chunk_overhead[CONTEXT_KINDS];

/* the server's, with the layers of the probes that run */
static MemoryContextMethods inner[CONTEXT_KINDS];

/* what marked contexts point at; filled in and restored by the tracer */
static MemoryContextMethods tables[CONTEXT_TABLES][CONTEXT_KINDS];

/* The server's table of a kind is the one that a context of that kind has. */
static void
learn_kind(MemoryContext context)
{
	ContextKind kind = context_kind(context);

	server_table[kind] = unconstify(MemoryContextMethods *, context->methods);
	original[kind] = *context->methods;
	inner[kind] = original[kind];
	for (int table = 0; table < CONTEXT_TABLES; table++)
		tables[table][kind] = original[kind];
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
static void
protect(MemoryContextMethods *table, int protection)
{
	uintptr_t	page = (uintptr_t) sysconf(_SC_PAGESIZE);
	uintptr_t	start = TYPEALIGN_DOWN(page, (uintptr_t) table);
	uintptr_t	end = TYPEALIGN(page, (uintptr_t) (table + 1));

	if (mprotect((void *) start, end - start, protection) != 0)
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
		*server_table[kind] = patched ? patched[kind] : original[kind];
		protect(server_table[kind], PROT_READ);
	}
}

const MemoryContextMethods *
kind_original(ContextKind kind)
{
	return &original[kind];
}

/* What the tracer's functions call; filled in by the tracer. */
MemoryContextMethods *
kind_inner(ContextKind kind)
{
	return &inner[kind];
}

/* Bytes of a chunk's space that are the allocator's own. */
Size
kind_chunk_overhead(ContextKind kind)
{
	return chunk_overhead[kind];
}

MemoryContextMethods *
kind_table(ContextKind kind, ContextTable table)
{
	return &tables[table][kind];
}

const char *
context_kind_name(ContextKind kind)
{
	static const char *const names[CONTEXT_KINDS] = {
		"unknown", "AllocSet", "Generation", "Slab", "Bump"
	};

	return names[kind];
}

static bool
is_our_table(ContextKind kind, const MemoryContextMethods *methods)
{
	for (int table = 0; table < TABLE_DEAD; table++)
		if (methods == &tables[table][kind])
			return true;
	return false;
}

/* Whether the context was deleted while the tracer was on, and none was created there since. */
bool
context_is_dead(MemoryContext context)
{
	return context->methods == &tables[TABLE_DEAD][context_kind(context)];
}

bool
context_is_marked(MemoryContext context)
{
	return is_our_table(context_kind(context), context->methods);
}

/* Whether a context of this kind can have this table: the server's or ours. */
bool
context_methods_are_known(ContextKind kind, const MemoryContextMethods *methods)
{
	return kind != KIND_UNKNOWN && (methods == server_table[kind] || is_our_table(kind, methods));
}

/* A kind that nobody knows has no table to mark it with. */
void
context_mark(MemoryContext context, ContextTable table)
{
	ContextKind kind = context_kind(context);

	if (kind != KIND_UNKNOWN)
		context->methods = &tables[table][kind];
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
