/*
 * sampler.h
 *		Sampling long-lived memory while no window is open: what stands in the allocator's way, and
 *		what that costs.
 *
 * With pg_ext_memcheck.sample_bytes a process keeps a sampled heap (heap_samples.h) of what it
 * allocates in contexts as old as itself. To see these and to leave all others alone, contexts are
 * told apart when they are new, as the tracer does it (tracer.h):
 *
 *	the server's	alloc comes here for a context that has never been allocated in. It is classed
 *	own tables		by its place in the tree and pointed at one of our tables. That is some 20
 *					instructions for a context below one that is passed, and there are ten in a
 *					statement. From 16 on chunks find free and realloc here as well, for all
 *					contexts: a load from heap_filter, and a jump.
 *	kept			contexts as old as the process. An alloc counts down and jumps; a free asks the
 *					filter and jumps; a realloc is a free and an alloc; reset and delete ask the
 *					filter for the context.
 *	passed			all others: the server's functions.
 *
 * These two are no marks (context_kind.h): a walk or window that comes finds such contexts as new
 * as ever and marks them. A context that was marked as TABLE_EXACT has the same functions as "kept"
 * while nobody watches; while somebody does, the sampler stands below the tracer and above all
 * layers.
 *
 * A long-lived context counts as a chunk as large as its first block, made by whoever allocated
 * there first, besides the chunks that lie in it.
 *
 * Not seen: malloc() and mmap(); what a context held before it was put below a long-lived one, as
 * plans are that are kept; what was there when sampling began.
 *
 *	Who calls	The allocator, in the backend's thread. The server's function first, ours after it,
 *				so an error raised there loses nothing. No lock, no palloc, no error. The
 *				postmaster samples, too: its children inherit tables and samples, so what they
 *				have in common is told in each. Parallel workers do as their leader does.
 *	Lent		A trace from outside may have memory sampled where the setting does not
 *				(sampler_lend()). The setting has precedence, and its heap is then the trace's.
 *	At the end	of sampling all tables have the server's functions again, but contexts keep ours,
 *				which then lead there.
 */
#ifndef MEMCHECK_SAMPLER_H
#define MEMCHECK_SAMPLER_H

#include "tree/context_kind.h"

extern bool sampler_is_on(void);
extern bool sampler_set(int64 interval);
extern bool sampler_lend(int64 interval);
extern void sampler_cover(ContextKind kind, MemoryContextMethods *inner);
extern void sampler_cover_at_rest(ContextKind kind, MemoryContextMethods *server);
extern void sampler_class_all(void);
extern void sampler_take_in(MemoryContext context);
extern void sampler_let_go(MemoryContext context);

#endif							/* MEMCHECK_SAMPLER_H */
