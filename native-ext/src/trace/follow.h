/*
 * follow.h
 *		Follows chunks: who made each, and in which holding it counts.
 *
 * follow_made() is told of a chunk that was made, follow() of one that was given another size, both
 * in a context that is followed; unfollow(), unfollow_at() and unfollow_all() of what goes;
 * follow_release() of a chunk that was allocated before tracing began, and is freed now.
 *
 * In a query's own context (statement_bloat.h) only what extensions hold is ever told. So a chunk
 * there is left out if no frame of an extension is on its stack, or if the server made it for
 * itself.
 *
 * Called by the allocator's methods (tracer.h), behind the door of recording.h. Works in our own
 * memory: no locks, no errors, no palloc. Without memory the chunk is not followed, and
 * loss_count() says so.
 */
#ifndef MEMCHECK_FOLLOW_H
#define MEMCHECK_FOLLOW_H

#include "base/settings.h"
#include "stack/module.h"
#include "trace/chunk_table.h"
#include "trace/holding.h"

/*
 * "base" is the space in bytes that the chunk had before it was followed, 0: it is new. "door" is
 * that of the allocator's method (site.h).
 */
extern void follow(MemoryContext context, void *pointer, Size size, int64 base, HoldingKind kind,
				   const void *door);
extern void follow_made(MemoryContext context, void *pointer, Size size, const void *door);
extern void follow_release(MemoryContext context, void *pointer, const void *door);
extern void unfollow(Chunk *chunk);
extern bool unfollow_at(void *pointer);
extern void unfollow_all(MemoryContext context, bool deleted);

/*
 * Whether a context at TABLE_SIZED is too large, with so many bytes more, to be left alone. None is
 * as long as there is no extension.
 */
static inline bool
follow_limit_is_passed(MemoryContext context, Size more)
{
	const ContextRecord *record;

	/* no limit is smaller */
	if (context->mem_allocated + more <= memcheck_bloat_min_bytes || !module_extension_seen)
		return false;
	record = context_record_find(context);
	return record && context->mem_allocated + more > record->size_limit;
}

#endif							/* MEMCHECK_FOLLOW_H */
