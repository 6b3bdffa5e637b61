/*
 * context_kind.h
 *		The kinds of context, their method tables, and the mark.
 *
 * A key must outlive address reuse: a context may be deleted and another be
 * created at its address between two looks. Nothing in a context's header is a
 * serial number, but one field is always written anew on creation and never
 * afterwards: the pointer to the kind's method table. So a context that was
 * given a key is pointed at one of our own copies of its kind's table. A reset
 * keeps the mark; deletion and re-creation takes it off.
 *
 * There are three copies, so that the mark also says how the context is traced:
 * TABLE_PLAIN is not, TABLE_EXACT is, chunk by chunk, TABLE_SIZED by its size. A fourth copy,
 * TABLE_DEAD, is no mark: what was deleted while it was traced points at it (stale_context.h).
 *
 * Two more say that nothing was allocated in the context, freed or emptied since the latest
 * walk: the first call of any function but those that only look takes the context back to
 * TABLE_PLAIN or TABLE_EXACT, and goes on there. Where chunks name their methods (from 16 on) a
 * free would not be seen, so they are not used.
 *
 * While no window is open all copies hold the server's own functions, unless a layer remains
 * (layer.h), and a marked context behaves and costs exactly as any other. The tracer (tracer.h)
 * fills in its functions when the first window opens, and then also opens the server's own tables,
 * to see contexts that are created. All of it is private to the process.
 *
 * Below the tracer stands the inner table of each kind: what does the work.
 * That is the server's own, unless a probe (probe.h) put a layer of its own
 * over it.
 *
 * State lives as long as the process, since marked contexts point at it. No
 * locks. Nothing here allocates; only kinds_init() and kinds_patch_server() can
 * raise an error.
 */
#ifndef MEMCHECK_CONTEXT_KIND_H
#define MEMCHECK_CONTEXT_KIND_H

#include "base/compat.h"
#include "base/own_memory.h"
#include "nodes/memnodes.h"

/* The numbers are part of the snapshot format. */
typedef enum ContextKind
{
	KIND_UNKNOWN = 0,
	KIND_ALLOCSET = 1,
	KIND_GENERATION = 2,
	KIND_SLAB = 3,
	KIND_BUMP = 4,
} ContextKind;

#define CONTEXT_KINDS 5

typedef enum ContextTable
{
	TABLE_PLAIN,
	TABLE_EXACT,
	TABLE_SIZED,
	TABLE_DEAD,
} ContextTable;

#define CONTEXT_TABLES (TABLE_DEAD + 1) /* that the tracer fills in */

static inline ContextKind
context_kind_of_tag(NodeTag tag)
{
	if (tag == T_AllocSetContext)
		return KIND_ALLOCSET;
	if (tag == T_GenerationContext)
		return KIND_GENERATION;
	if (tag == T_SlabContext)
		return KIND_SLAB;
	if (compat_is_bump(tag))
		return KIND_BUMP;
	return KIND_UNKNOWN;
}

static inline ContextKind
context_kind(MemoryContext context)
{
	return context_kind_of_tag(nodeTag(context));
}

extern void kinds_init(void);
extern bool kinds_can_be_patched(void);
extern void kinds_patch_server(const MemoryContextMethods *patched);
extern bool kind_give_spare(bool (*has) (const void *pointer), void (*free_p) (COMPAT_FREE_PARAMS),
							void *(*realloc) (COMPAT_REALLOC_PARAMS));
extern Size kind_chunk_overhead(ContextKind kind);

extern const char *context_kind_name(ContextKind kind);
extern bool context_methods_are_known(ContextKind kind, const MemoryContextMethods *methods);
extern void context_stand_in_has(const MemoryContextMethods *methods);
extern bool context_is_of_server(MemoryContext context);
extern void context_to_server(MemoryContext context);
extern bool kind_is_still_table(ContextKind kind, const MemoryContextMethods *methods);
extern bool context_has_table(MemoryContext context, ContextTable table, bool *still);
extern bool contexts_can_be_still(void);
extern const MemoryContextMethods *context_still_table(MemoryContext context, ContextTable table);
extern MemoryContext context_after(MemoryContext context);

/* context_kind.c fills these in, and the tracer. */
extern OWN_VARIABLE MemoryContextMethods kind_originals[CONTEXT_KINDS];
extern OWN_VARIABLE MemoryContextMethods kind_inners[CONTEXT_KINDS];
extern OWN_VARIABLE MemoryContextMethods kind_tables[CONTEXT_TABLES][CONTEXT_KINDS];

/* No marks: the sampler's tables (sampler.h), of contexts that it samples and of all others. */
extern OWN_VARIABLE MemoryContextMethods kind_kept[CONTEXT_KINDS];
extern OWN_VARIABLE MemoryContextMethods kind_passed[CONTEXT_KINDS];

/* The server's own, fixed after kinds_init(). */
static inline const MemoryContextMethods *
kind_original(ContextKind kind)
{
	return &kind_originals[kind];
}

/* What the tracer's functions call: the server's, with the layers of the probes that run. */
static inline MemoryContextMethods *
kind_inner(ContextKind kind)
{
	return &kind_inners[kind];
}

/* What marked contexts point at. */
static inline MemoryContextMethods *
kind_table(ContextKind kind, ContextTable table)
{
	return &kind_tables[table][kind];
}

static inline bool
context_is_at(MemoryContext context, ContextTable table)
{
	return context->methods == kind_table(context_kind(context), table);
}

/* Whether the context was deleted while the tracer was on, and none was created there since. */
static inline bool
context_is_dead(MemoryContext context)
{
	return context_is_at(context, TABLE_DEAD);
}

static inline bool
kind_is_our_table(ContextKind kind, const MemoryContextMethods *methods)
{
	return methods == kind_table(kind, TABLE_PLAIN) || methods == kind_table(kind, TABLE_EXACT) ||
		methods == kind_table(kind, TABLE_SIZED) || kind_is_still_table(kind, methods);
}

static inline bool
context_is_marked(MemoryContext context)
{
	return kind_is_our_table(context_kind(context), context->methods);
}

/* A kind that nobody knows has no table to mark it with. */
static inline void
context_mark(MemoryContext context, ContextTable table)
{
	ContextKind kind = context_kind(context);

	if (kind != KIND_UNKNOWN)
		context->methods = kind_table(kind, table);
}

#endif							/* MEMCHECK_CONTEXT_KIND_H */
