/*
 * poison_fence.c
 *		Fences around what the probe "poison" has filled; see poison_fence.h.
 */
#include "postgres.h"

#include "probe/fence.h"
#include "probe/poison_fence.h"
#include "stack/site.h"

static bool
is_of_extension(uint32 site)
{
	return site_owner(site, OWNER_BY_REACH).provenance == PROVENANCE_EXTENSION;
}

/*
 * A chunk that was given back. Reads symbols, which does not belong into the
 * allocator; but where a fence is, this is the one repeat of one call.
 */
void
poison_fence_guard(const Guard *guard)
{
	uint32		given_back_at = guard_given_back_at(guard);

	if (guard->pointer != NULL && guard->state != GUARD_LIVE &&
		guard->space <= QUARANTINE_CHUNK_BYTES &&
		(is_of_extension(guard->made_at) || is_of_extension(given_back_at)))
		fence_add(guard->pointer, guard->space, FENCE_ACCESS, given_back_at);
}

/* Before the server itself writes into what a context keeps. */
void
poison_unfence_kept_block(const GuardedContext *owner)
{
	if (owner && owner->used_to)
		fence_forget(owner->used_to, owner->clean_to - owner->used_to);
}

/* Before it takes all that is the context's back. */
void
poison_unfence_context(const GuardedContext *owner)
{
	if (!fence_is_up())
		return;
	poison_unfence_kept_block(owner);
	for (uint32 number = owner->guards; number; number = guard_at(number)->next)
		fence_forget(guard_at(number)->pointer, guard_at(number)->space);
	for (uint32 number = owner->former; number; number = guard_at(number)->next)
		fence_forget(guard_at(number)->pointer, guard_at(number)->space);
}

/*
 * Puts a fence around chunks that an extension made or gave back and that nobody has been given
 * since, and around the memory that contexts kept when they were reset.
 */
void
poison_fence(void)
{
	for (uint32 number = 1; number <= guarded_context_count(); number++)
	{
		const GuardedContext *owner = guarded_context_at(number);

		if (owner->context && owner->used_to)
			fence_add(owner->used_to, owner->clean_to - owner->used_to, FENCE_ACCESS,
					  owner->reset_at);
	}
	for (uint32 number = 1; number <= guard_count(); number++)
		poison_fence_guard(guard_at(number));
}
