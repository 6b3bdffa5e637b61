/*
 * poison.c
 *		The allocator's layer of the probe "poison"; see poison.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/loss.h"
#include "probe/fence.h"
#include "probe/guard.h"
#include "probe/poison.h"
#include "probe/poison_fence.h"
#include "probe/poison_free.h"
#include "probe/poison_look.h"
#include "probe/poison_pattern.h"
#include "probe/poison_place.h"
#include "probe/poison_seen.h"
#include "probe/poison_shared.h"
#include "probe/poison_space.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "trace/tracer.h"
#include "utils/memutils.h"

static uint32 deleted_at;		/* site of the delete that is under way, 0: none is */
static bool passing;			/* one is under way that is left to the server */

/*
 * Who gave a free chunk of such memory back: the reset, or a free since then that the
 * quarantine has let go. Its first word tells, and all others must be the same.
 */
static uint32
given_back_by(const GuardedContext *owner, const char *from, const char *to)
{
	uint64		word = 0;

	if (to - from >= (ptrdiff_t) sizeof(word))
		memcpy(&word, from, sizeof(word));
	return poison_is_word(word) ? poison_site(word) : owner->reset_at;
}

/*
 * An AllocSet gives out a chunk; its free ones may hold a link at their start,
 * or the pattern of a server that fills what is freed with one of its own.
 */
static void
check_given_out(GuardedContext *owner, char *pointer, Size space)
{
	char	   *from = pointer + COMPAT_FREE_LINK_BYTES;
	char	   *to = pointer + space;

	if (owner == NULL || owner->clean_from == NULL)
		return;
	if (pointer < owner->clean_from || pointer >= owner->clean_to)
	{
		/* a new block: what was left of the first was cut into free chunks */
		owner->used_to = NULL;
		return;
	}
#ifdef CLOBBER_FREED_MEMORY
	from = owner->used_to ? Max(from, owner->used_to) : to;
#endif
	poison_look_at_reset_memory(owner, from, to, given_back_by(owner, from, to));
	if (owner->used_to)
		owner->used_to = Max(owner->used_to, pointer + chunk_space(KIND_ALLOCSET, pointer));
}

/* What stood there before a reset, or was freed where we could not see it. */
static void
forget_former(void *pointer)
{
	Guard	   *guard = guard_find(pointer);

	if (guard)
		guard_remove(guard);
}

/* Guards a chunk that was just made, or made larger, at this site. */
static void
guard_chunk(MemoryContext context, void *pointer, Size size, uint32 site)
{
	ContextKind kind = context_kind(context);
	Size		space = writable_space(kind, size, pointer);
	Guard	   *guard;

	fence_forget(pointer, space);
	if (kind == KIND_ALLOCSET)
		check_given_out(guarded_context_find(context), pointer, space);
	guard = guard_add(context, pointer);
	if (guard == NULL)
	{
		forget_former(pointer);
		loss_note(LOSS_NO_MEMORY);
		return;
	}
	guard->size = size;
	guard->space = space;
	guard->made_at = site;
	memset(guard->pointer + size, CANARY_BYTE, guard_canary_length(guard));
}

/* Without a guard, where the server may give out what we know. */
static pg_noinline void *
unguarded_alloc(COMPAT_ALLOC_PARAMS)
{
	ContextKind kind = context_kind(context);
	void	   *pointer = kind_original(kind)->alloc(COMPAT_ALLOC_ARGS);
	GuardedContext *owner;

	if (pointer == NULL)
		return NULL;
	owner = guarded_context_find(context);
	if (owner && owner->clean_from)
		check_given_out(owner, pointer, unpadded_space(kind, size, pointer));
	forget_former(pointer);
	return pointer;
}

/* One that gets a guard. */
static pg_noinline void *
guarded_alloc(COMPAT_ALLOC_PARAMS, uint32 site)
{
	ContextKind kind = context_kind(context);
	Size		asked = size;
	void	   *pointer;

	if (fence_is_up())
		poison_unfence_kept_block(guarded_context_find(context));
	size = padded_size(kind, asked);
	pointer = kind_original(kind)->alloc(COMPAT_ALLOC_ARGS);
	if (pointer)
		guard_chunk(context, pointer, asked, site);
	return pointer;
}

static pg_noinline void *
alloc_at(COMPAT_ALLOC_PARAMS, const void *door)
{
	uint32		site;

	return poison_chooses(door, &site) ? guarded_alloc(COMPAT_ALLOC_ARGS, site) :
		unguarded_alloc(COMPAT_ALLOC_ARGS);
}

/* Nearly all is left to the server, and it has nothing there that we know. */
static void *
poison_alloc(COMPAT_ALLOC_PARAMS)
{
	void	   *pointer;

	if (!guards_may_be_below(context) && poison_passes_quickly(SITE_DOOR))
		return kind_original(context_kind(context))->alloc(COMPAT_ALLOC_ARGS);
	pointer = alloc_at(COMPAT_ALLOC_ARGS, SITE_DOOR);
	/* a jump as the last thing would give this frame back before it was looked at */
	RECORDING_ORDER();
	return pointer;
}

/* The guard of a chunk, also of one that is older than the probe; NULL without memory. */
static Guard *
guard_of(void *pointer)
{
	Guard	   *guard = guard_find(pointer);
	MemoryContext context;

	if (guard)
		return guard;
	context = GetMemoryChunkContext(pointer);
	guard = guard_add(context, pointer);
	if (guard)
	{
		guard->size = known_space(context_kind(context), pointer);
		guard->space = guard->size;
	}
	return guard;
}

static inline void
free_really(MemoryContext context, void *pointer)
{
	kind_original(context_kind(context))->free_p(COMPAT_FREE_ARGS_OF(context, pointer));
}

static inline bool
is_in_kept_block(const GuardedContext *owner, const char *pointer)
{
	return owner->clean_from && pointer >= owner->clean_from && pointer < owner->clean_to;
}

/*
 * At once, and by whom is not told. What a reset filled is to stay so, as it is compared when it is
 * given out again.
 */
static inline void
plain_free(MemoryContext context, void *pointer, Guard *guard)
{
	GuardedContext *owner = guarded_context_find(context);

	if (guard)
	{
		poison_look_at_canary(guard);
		guard_remove(guard);
	}
	if (owner && is_in_kept_block(owner, pointer))
		poison_fill(pointer, known_space(context_kind(context), pointer), 0);
	free_really(context, pointer);
}

static void
release_oldest(void)
{
	Guard	   *guard = guard_oldest_in_quarantine();
	MemoryContext context = guard->context;
	void	   *pointer = guard->pointer;

	poison_look_at_freed(guard);
	guard_remove(guard);
	free_really(context, pointer);
}

static pg_noinline void
free_at(COMPAT_FREE_PARAMS, const void *door)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);
	Guard	   *guard = guard_find(pointer);
	uint32		site;

	if (guard && guard->state != GUARD_LIVE && poison_refuses_free(pointer))
		return;
	if (!poison_chooses(door, &site))
	{
		plain_free(owner, pointer, guard);
		return;
	}
	guard = guard_of(pointer);
	if (guard == NULL)
	{
		free_really(owner, pointer);
		return;
	}
	poison_look_at_canary(guard);
	guard->freed_at = site;
	poison_fill(guard->pointer, guard->space, guard->freed_at);
	if (guard->space > QUARANTINE_CHUNK_BYTES)
	{
		guard_give_up(guard);
		free_really(owner, pointer);
		return;
	}
	guard_quarantine(guard);
	poison_look_earn(guard->space);
	if (fence_is_up())
		poison_fence_guard(guard);
	while (guard_quarantine_bytes() > QUARANTINE_BYTES)
		release_oldest();
}

/* Nearly all have no guard, and are left to the server. */
static void
poison_free(COMPAT_FREE_PARAMS)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);

	if (guard_find(pointer) == NULL && !guards_may_be_below(owner) &&
		poison_passes_quickly(SITE_DOOR))
		free_really(owner, pointer);
	else
	{
		free_at(COMPAT_FREE_ARGS, SITE_DOOR);
		RECORDING_ORDER();
	}
}

/* The server's own realloc: of chunks too large to copy, and where it only checks. */
static void *
resize_in_place(COMPAT_REALLOC_PARAMS, uint32 site)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);
	ContextKind kind = context_kind(owner);
	Size		asked = size;
	void	   *moved;

	size = padded_size(kind, asked);
	moved = kind_original(kind)->realloc(COMPAT_REALLOC_ARGS);
	if (moved)
	{
		forget_former(pointer);
		guard_chunk(owner, moved, asked, site);
	}
	return moved;
}

/* The same, and the chunk has no guard any more. What a reset filled is as the server leaves it. */
static void *
plain_realloc(COMPAT_REALLOC_PARAMS)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);
	void	   *moved = kind_original(context_kind(owner))->realloc(COMPAT_REALLOC_ARGS);
	GuardedContext *guarded = moved != pointer ? guarded_context_find(owner) : NULL;

	if (moved == NULL)
		return NULL;
	forget_former(pointer);
	forget_former(moved);
	if (guarded)
		guarded->clean_from = guarded->used_to = NULL;
	return moved;
}

static void *
poison_realloc(COMPAT_REALLOC_PARAMS)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);
	uint32		site;
	bool		chosen;
	Guard	   *guard;
	Size		bytes;
	void	   *moved;

	poison_refuse_realloc(pointer);
	chosen = poison_chooses(SITE_DOOR, &site);
	guard = chosen ? guard_of(pointer) : guard_find(pointer);
	if (guard)
		poison_look_at_canary(guard);
	if (guard == NULL || !poison_pads(context_kind(owner)) || guard->space == 0 ||
		guard->space > QUARANTINE_CHUNK_BYTES)
		return chosen ? resize_in_place(COMPAT_REALLOC_ARGS, site) :
			plain_realloc(COMPAT_REALLOC_ARGS);
	bytes = Min(guard->size, size);
	moved = poison_alloc(COMPAT_REALLOC_AS_ALLOC(owner));
	if (moved == NULL)
		return NULL;
	memcpy(moved, pointer, bytes);
	poison_free(COMPAT_FREE_ARGS_OF(owner, pointer));
	return moved;
}

/* The live ones; a reset fills what is in the block that the context keeps when that is over. */
static void
poison_chunks(const GuardedContext *owner, bool keeps_block)
{
	for (uint32 number = owner->guards; number; number = guard_at(number)->next)
	{
		Guard	   *guard = guard_at(number);

		if (guard->state == GUARD_LIVE && !(keeps_block && is_in_kept_block(owner, guard->pointer)))
			poison_fill(guard->pointer, guard->space, owner->reset_at);
	}
}

/*
 * After a reset: remembers the chunks that lie in the block which the context keeps, and who
 * reset it.
 */
static void
remember_former_chunks(GuardedContext *owner)
{
	uint32		next;

	for (uint32 number = owner->guards; number; number = next)
	{
		Guard	   *guard = guard_at(number);

		next = guard->next;
		if (guard->state == GUARD_LIVE && is_in_kept_block(owner, guard->pointer))
		{
			guard_make_former(guard);
			guard->reset_at = owner->reset_at;
			if (fence_is_up())
				poison_fence_guard(guard);
		}
		else
			guard_remove(guard);
	}
}

/* Other kinds reuse blocks in ways that leave headers among the poison. */
static bool
kept_block_stays_poisoned(MemoryContext context)
{
	return context_kind(context) == KIND_ALLOCSET;
}

/*
 * What a context keeps when it is reset is one block behind its header; the figures that it gives
 * of itself say where it ends and how much of it is free. From there on it may still be filled by
 * an earlier reset of the same site.
 */
static void
poison_kept_block(GuardedContext *owner, char *still_filled_from)
{
	MemoryContext context = owner->context;
	MemoryContextCounters counters = {0};
	char	   *from = owner->clean_from;
	char	   *to = owner->clean_to;
	bool		same;

	context->methods->stats(context, NULL, NULL, &counters, false);
	owner->clean_to = (char *) context + counters.totalspace;
	owner->clean_from = owner->clean_to - counters.freespace;
	owner->used_to = owner->clean_from;
	same = still_filled_from && owner->clean_from == from && owner->clean_to == to;
	poison_fill(owner->clean_from, same ? still_filled_from - from : counters.freespace,
				owner->reset_at);
	if (!same)
		owner->right_in = guard_look();
	guarded_context_touch(owner);
	remember_former_chunks(owner);
	if (!kept_block_stays_poisoned(context))
		owner->clean_from = owner->used_to = NULL;
}

/*
 * All that is the context's is about to be given back, by whoever called, but for its first block
 * if it keeps that. Returns from where on that is filled by a reset of the same site before, NULL:
 * it is not. That part is looked at when the statement is over.
 */
static char *
give_back(GuardedContext *owner, bool keeps_block, uint32 site)
{
	char	   *still_filled_from = keeps_block && site == owner->reset_at ? owner->used_to : NULL;

	poison_look_at_chunks(owner);
	if (still_filled_from == NULL)
		poison_look_at_kept_block(owner);
	owner->reset_at = site;
	poison_chunks(owner, keeps_block);
	poison_unfence_context(owner);
	return still_filled_from;
}

/* What goes, with this context, to the server: looked at, and known no more. */
static void
let_go(MemoryContext context)
{
	GuardedContext *owner = guarded_context_find(context);

	if (owner == NULL)
		return;
	poison_look_at_chunks(owner);
	poison_look_at_kept_block(owner);
	poison_unfence_context(owner);
	guarded_context_forget(context);
}

static bool
chooses_reset(const void *door, uint32 *site)
{
	*site = deleted_at;
	return deleted_at != 0 || (!passing && poison_chooses(door, site));
}

static void
poison_reset(MemoryContext context)
{
	bool		keeps_block = poison_pads(context_kind(context));
	GuardedContext *owner;
	char	   *still_filled_from;
	uint32		site;

	if (!chooses_reset(SITE_DOOR, &site))
	{
		let_go(context);
		kind_original(context_kind(context))->reset(context);
		return;
	}
	owner = guarded_context(context);
	still_filled_from = owner ? give_back(owner, keeps_block, site) : NULL;
	kind_original(context_kind(context))->reset(context);
	if (owner && keeps_block)
		poison_kept_block(owner, still_filled_from);
	else if (owner)
		guarded_context_forget(context);
}

static void
poison_delete(MemoryContext context)
{
	GuardedContext *owner = guarded_context_find(context);
	uint32		site;

	passing = !poison_chooses(SITE_DOOR, &site);
	if (passing)
		let_go(context);
	else if (owner)
	{
		(void) give_back(owner, false, site);
		deleted_at = site;
		guarded_context_forget(context);
	}
	/* an AllocSet that is kept for reuse is reset on the way, and known again */
	kind_original(context_kind(context))->delete_context(context);
	deleted_at = 0;
	passing = false;
	guarded_context_forget(context);
}

/* Puts the layer over these methods, if the probe runs. */
static void
cover(ContextKind kind, MemoryContextMethods *methods)
{
	if (!guards_are_kept() || kind == KIND_BUMP || kind == KIND_UNKNOWN)
		return;
	methods->alloc = poison_alloc;
	methods->free_p = poison_free;
	methods->realloc = poison_realloc;
	methods->reset = poison_reset;
	methods->delete_context = poison_delete;
}

const Layer poison_layer = {
	.cover = cover,
	.imports = poison_imports,
	.refuses_free = poison_refuses_free,
	.refuse_realloc = poison_refuse_realloc,
	.refuses_outside = poison_refuses_outside,
};

/* Contexts that are empty now: whoever still points into them gets to see it, too. */
static void
poison_empty_contexts(void)
{
	for (MemoryContext context = TopMemoryContext; context; context = context_after(context))
	{
		GuardedContext *owner = context->isReset && kept_block_stays_poisoned(context) ?
			guarded_context(context) : NULL;

		if (owner)
			poison_kept_block(owner, NULL);
	}
}

void
poison_start(void)
{
	guards_keep(true);
	poison_places_begin();
	poison_looks_begin();
	tracer_relayer();
	poison_empty_contexts();
	poison_shared_begin();
}

/* When a statement is over. */
void
poison_check(void)
{
	poison_seen_statement_over();
	poison_shared_look();
	poison_look_when_over();
}

/* When a window begins or ends. */
void
poison_check_all(void)
{
	if (!guards_are_kept())
		return;
	poison_look_at_all();
	poison_places_count();
}

void
poison_stop(void)
{
	while (guard_oldest_in_quarantine())
		release_oldest();
	guards_clear();
	guards_keep(false);
	poison_shared_forget();
	tracer_relayer();
}
