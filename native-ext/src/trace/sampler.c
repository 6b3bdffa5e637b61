/*
 * sampler.c
 *		The allocator's methods that sample; see sampler.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "stack/recording.h"
#include "trace/heap_samples.h"
#include "trace/sampler.h"
#include "tree/walk.h"
#include "utils/memutils.h"

static bool on;

/* What does the work: the server's functions, with the layers over them. */
static MemoryContextMethods below[CONTEXT_KINDS];

bool
sampler_is_on(void)
{
	return on;
}

static int64 set;				/* interval of the setting */
static int64 lent;				/* of a trace, while the setting has none */

/* Begins anew with what is wanted now, or ends; whether anything changed. */
static bool
follow(void)
{
	static int64 latest;
	int64		interval = set ? set : lent;

	if (interval == latest)
		return false;
	latest = interval;
	if (interval == 0)
		heap_end();
	on = interval != 0 && heap_begin(interval);
	return true;
}

/* In bytes; 0: not. The server sets a setting again to what it is, at each reload. */
bool
sampler_set(int64 interval)
{
	set = interval;
	return follow();
}

bool
sampler_lend(int64 interval)
{
	lent = interval;
	return follow();
}

/* Whether a context is as old as the process, by its table. */
static bool
is_kept(MemoryContext context)
{
	ContextKind kind = context_kind(context);

	return context->methods == &kind_kept[kind] || context_is_at(context, TABLE_EXACT);
}

static pg_noinline void
take(void *pointer, MemoryContext context, Size size)
{
	if (pointer == NULL)
	{
		heap_countdown += size; /* it comes again, or not */
		return;
	}
	if (!recording_enter())
	{
		heap_countdown = size;
		return;
	}
	heap_take(pointer, context, size);
	recording_leave();
}

static pg_noinline void
drop(void *pointer)
{
	if (!recording_enter())
		return;
	heap_drop(pointer);
	recording_leave();
}

static pg_noinline void
drop_context(MemoryContext context)
{
	if (!recording_enter())
		return;
	heap_drop_context(context);
	recording_leave();
}

static pg_noinline void *
taken_alloc(COMPAT_ALLOC_PARAMS)
{
	void	   *pointer = below[context_kind(context)].alloc(COMPAT_ALLOC_ARGS);

	take(pointer, context, size);
	return pointer;
}

static void *
kept_alloc(COMPAT_ALLOC_PARAMS)
{
	heap_countdown -= (int64) size;
	if (unlikely(heap_countdown < 0))
		return taken_alloc(COMPAT_ALLOC_ARGS);
	return below[context_kind(context)].alloc(COMPAT_ALLOC_ARGS);
}

/* The same for the usual kind. */
static void *
kept_alloc_in_AllocSet(COMPAT_ALLOC_PARAMS)
{
	if (unlikely((heap_countdown -= (int64) size) < 0))
		return taken_alloc(COMPAT_ALLOC_ARGS);
	return below[KIND_ALLOCSET].alloc(COMPAT_ALLOC_ARGS);
}

/* While the session is watched all tables come here. */
static void *
checked_alloc(COMPAT_ALLOC_PARAMS)
{
	return is_kept(context) ? kept_alloc(COMPAT_ALLOC_ARGS) :
		below[context_kind(context)].alloc(COMPAT_ALLOC_ARGS);
}

/*
 * Nothing but this is paid for a free of what was not taken. The slow way is apart, so that the
 * quick one saves no register; each kind has its own, since a free need not know its context.
 */
#define FREE_IN(name, kind) \
static pg_noinline void \
dropping_free_in_##name(COMPAT_FREE_PARAMS) \
{ \
	drop(pointer); \
	below[kind].free_p(COMPAT_FREE_ARGS); \
} \
static void \
free_in_##name(COMPAT_FREE_PARAMS) \
{ \
	if (unlikely(heap_may_have(pointer))) \
		dropping_free_in_##name(COMPAT_FREE_ARGS); \
	else \
		below[kind].free_p(COMPAT_FREE_ARGS); \
}

FREE_IN(AllocSet, KIND_ALLOCSET)
FREE_IN(Generation, KIND_GENERATION)
FREE_IN(Slab, KIND_SLAB)

static void *
kept_realloc(COMPAT_REALLOC_PARAMS)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);
	bool		kept = is_kept(owner);
	void	   *moved = below[context_kind(owner)].realloc(COMPAT_REALLOC_ARGS);

	if (moved == NULL)
		return NULL;
	if (heap_may_have(pointer))
		drop(pointer);
	if (kept && (heap_countdown -= (int64) size) < 0)
		take(moved, owner, size);
	return moved;
}

static void
kept_reset(MemoryContext context)
{
	if (heap_may_have(context))
		drop_context(context);
	below[context_kind(context)].reset(context);
}

static void
kept_delete(MemoryContext context)
{
	if (heap_may_have(context))
		drop_context(context);
	below[context_kind(context)].delete_context(context);
}

/* By its place in the tree; its parent may be new, too. */
static pg_noinline void
class_context(MemoryContext context)
{
	ContextKind kind = context_kind(context);

	context->methods = walk_lifetime(context) == LIFETIME_BACKEND ? &kind_kept[kind] :
		&kind_passed[kind];
}

/*
 * A context that has got a chunk by a layer alone, and may never have been allocated in: from now
 * on it comes to the layers, whether memory is sampled or not.
 */
void
sampler_take_in(MemoryContext context)
{
	if (context_is_of_server(context))
		class_context(context);
}

/* The last such chunk has gone: nothing more is paid for the context. */
void
sampler_let_go(MemoryContext context)
{
	ContextKind kind = context_kind(context);

	if (!on && (context->methods == &kind_kept[kind] || context->methods == &kind_passed[kind]))
		context_to_server(context);
}

/* Its first block counts as well: many contexts hold little else. */
static pg_noinline void *
classing_alloc(COMPAT_ALLOC_PARAMS)
{
	class_context(context);
	if (is_kept(context) && (heap_countdown -= (int64) context->mem_allocated) < 0)
		take(context, context, context->mem_allocated);
	return context->methods->alloc(COMPAT_ALLOC_ARGS);
}

/* In the server's own tables. Mostly it is an AllocSet below one that is passed. */
static void *
newborn_alloc(COMPAT_ALLOC_PARAMS)
{
	MemoryContext parent = context->parent;
	MemoryContextMethods *passed = &kind_passed[KIND_ALLOCSET];

	if (parent == NULL || parent->methods != passed || !IsA(context, AllocSetContext))
		return classing_alloc(COMPAT_ALLOC_ARGS);
	context->methods = passed;
	return below[KIND_ALLOCSET].alloc(COMPAT_ALLOC_ARGS);
}

static void
put_free(ContextKind kind, MemoryContextMethods *methods)
{
	static void (*const frees[CONTEXT_KINDS]) (COMPAT_FREE_PARAMS) = {
		[KIND_ALLOCSET] = free_in_AllocSet,
		[KIND_GENERATION] = free_in_Generation,
		[KIND_SLAB] = free_in_Slab,
	};

	if (frees[kind] == NULL)
		return;
	methods->free_p = frees[kind];
	methods->realloc = kept_realloc;
}

/* Puts the sampler over what does the work: over the layers, and below the tracer. */
void
sampler_cover(ContextKind kind, MemoryContextMethods *inner)
{
	below[kind] = kind_kept[kind] = kind_passed[kind] = *inner;
	if (!on || inner->alloc == NULL)
		return;
	inner->alloc = checked_alloc;
	inner->reset = kept_reset;
	inner->delete_context = kept_delete;
	put_free(kind, inner);
	kind_kept[kind] = *inner;
	kind_kept[kind].alloc = kind == KIND_ALLOCSET ? kept_alloc_in_AllocSet : kept_alloc;
}

/* What the server's own table has while nobody watches. */
void
sampler_cover_at_rest(ContextKind kind, MemoryContextMethods *server)
{
	if (!on || server->alloc == NULL)
		return;
	server->alloc = newborn_alloc;
	if (COMPAT_CHUNKS_NAME_THEIR_METHODS)
		put_free(kind, server);
}

/* Contexts that are there when sampling begins; those with a mark have their class. */
void
sampler_class_all(void)
{
	if (!on)
		return;
	for (MemoryContext context = TopMemoryContext; context; context = context_after(context))
		if (context_is_of_server(context))
			class_context(context);
}
