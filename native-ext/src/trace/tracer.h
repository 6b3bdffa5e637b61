/*
 * tracer.h
 *		Every chunk in contexts that outlive the statement, with its call stack.
 *
 * While a window is open in this process the allocator's methods are ours:
 *
 *	the server's own tables	their alloc is called for contexts that are new. It
 *							notes the stack as the context's birth, classes the
 *							context by its place in the tree and points it at
 *							one of the tables below. From 16 on free and
 *							realloc come here for all contexts.
 *	TABLE_EXACT				contexts as old as the backend: each alloc, free,
 *							realloc, reset and delete is followed.
 *	TABLE_SIZED				a query's own context, where nothing was to tell before: not
 *							followed until it exceeds a size (query_kind.h).
 *	TABLE_PLAIN				contexts of a transaction or statement: only that
 *							they are reset and deleted is noted; their chunks are
 *							not followed.
 *
 * When the last window closes, all tables hold the server's functions again, unless a layer
 * remains (layer.h) or memory is sampled (sampler.h).
 *
 * The methods call the original first or last and never hold anything across
 * it, so an error raised there loses nothing. They record in our own memory,
 * take no locks, raise nothing and never allocate in a context. When no memory
 * is left they stop recording and loss_count() says how much was missed. They
 * may run in any code that allocates: error paths, (sub)transaction callbacks,
 * critical sections. Parallel workers and other processes are untouched: the
 * patch is private to the process.
 *
 * What is followed is summed up in holdings: one for each site in contexts of
 * one path. Time is cut into intervals by tracer_next_interval(), called at
 * each judgement; chunks in a context that was created in the running interval
 * count with that context, not as growth of their site.
 *
 * What the running statement does is its own until tracer_next_statement() is
 * called: neither tracer_is_quiet() nor tracer_next_interval() sees it before.
 * So a statement that asks for a judgement is not judged in its middle. What
 * it holds while it runs, or has hooks hold, is no growth; what it leaves
 * is judged when it is over.
 */
#ifndef MEMCHECK_TRACER_H
#define MEMCHECK_TRACER_H

#include "trace/holding.h"
#include "trace/layer.h"
#include "trace/stale_context.h"
#include "tree/walk.h"

/*
 * Called inside the allocator, before a followed context of a statement is deleted or reset; "door"
 * is that of the reset, NULL where it is deleted. Or NULL.
 */
typedef void (*ContextEndVisitor) (MemoryContext context, const void *door);

extern const Layer tracer_layer;
extern ContextEndVisitor tracer_context_ends;

extern OWN_VARIABLE bool tracer_traces;

/* A session without a window asks this for each statement, and should do no more than that. */
static inline bool
tracer_is_on(void)
{
	return tracer_traces;
}

/* Whether CurrentMemoryContext is alive; at the boundaries of all statements. */
static inline void
tracer_look_at_current(void)
{
	if (tracer_is_on())
		stale_look();
}

extern void tracer_start(void);
extern void tracer_relayer(void);
extern void tracer_layer_remains(void);
extern void tracer_stop(void);
extern void tracer_sample(int64 interval);
extern void tracer_sample_for_trace(int64 interval);
extern bool tracer_is_quiet(void);
extern bool tracer_contexts_are_quiet(void);
extern void tracer_next_statement(void);
extern bool tracer_walk_running(Walk *walk);
extern void tracer_next_interval(HoldingVisitor visit, void *arg);

#endif							/* MEMCHECK_TRACER_H */
