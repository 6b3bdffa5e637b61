/*
 * follow.h
 *		Follows chunks: who made each, and in which holding it counts.
 *
 * follow() is told of a chunk that was made, or was given another size, in a context that is
 * followed; unfollow(), unfollow_at() and unfollow_all() of what goes; follow_release() of a chunk
 * that was allocated before tracing began, and is freed now.
 *
 * In a query's own context (statement_bloat.h) only what extensions hold is ever told. So a chunk
 * there is left out if no frame of an extension is on its stack.
 *
 * Called by the allocator's methods (tracer.h), behind the door of recording.h. Works in our own
 * memory: no locks, no errors, no palloc. Without memory the chunk is not followed, and
 * loss_count() says so.
 */
#ifndef MEMCHECK_FOLLOW_H
#define MEMCHECK_FOLLOW_H

#include "trace/chunk_table.h"
#include "trace/holding.h"

/*
 * "base" is the space in bytes that the chunk had before it was followed, 0: it is new. "door" is
 * that of the allocator's method (site.h).
 */
extern void follow(MemoryContext context, void *pointer, Size size, int64 base, HoldingKind kind,
				   const void *door);
extern void follow_release(MemoryContext context, void *pointer, const void *door);
extern void unfollow(Chunk *chunk);
extern bool unfollow_at(void *pointer);
extern void unfollow_all(MemoryContext context);

#endif							/* MEMCHECK_FOLLOW_H */
