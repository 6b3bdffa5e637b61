/*
 * guard_pages.h
 *		The option "guard": chunks of some libraries get pages of their own, and a bad
 *		access is caught at the instruction.
 *
 * A layer over poison and under the failing allocations. What a guarded library allocates in a
 * context, or a helper of the server's for it (OWNER_BY_CALL in site.h), comes from page_arena.h:
 *
 *		alloc	asks whose the allocation is, by the call stack.
 *		free	checks the gaps before and behind the chunk, and closes its pages.
 *		realloc	always moves.
 *		reset, delete	check and close all that the context has there, then the server goes on.
 *
 * Accesses to closed pages are noted by page_fault.h, and become findings when the statement is
 * over. A second free is a finding and an error in place of the call, as with poison; where no
 * error may be raised, the call is ignored.
 *
 * With the option "on_access": "error" the statement ends with an error at a bad access, in place
 * of it, where one may be raised there (page_fault.h).
 *
 * A context counts its guarded chunks as allocated (mem_allocated), by the bytes that were asked
 * for. It has no blocks for them, so its statistics do not have them.
 *
 * What others allocate in contexts that are emptied sooner or later lies packed in pages of the
 * context's (packed_chunk.h), which a reset or delete closes: the server's rows, plans, arguments.
 * What happens to them is a finding if a guarded library touches them or had them made.
 *
 * Guarded chunks may outlive the window. Then all pages are opened, the signals go back, and
 * the layer stays for free, realloc, reset and delete alone, until a window ends without any.
 *
 * Inside the allocator: no palloc, no lock but the linker's where an address is seen for the first
 * time; only a second free raises an error, and what a kind of context refuses (guard_kinds.h).
 * What does not fit (page_arena.h) is an ordinary chunk and counts as LOSS_UNGUARDED. Of the chunks
 * of one stack the first 1024 are guarded in a window, then each 16th, and beyond 16384 each 64th:
 * the others count as LOSS_SAMPLED. One window at a time.
 */
#ifndef MEMCHECK_GUARD_PAGES_H
#define MEMCHECK_GUARD_PAGES_H

#include "probe/guard_target.h"
#include "trace/layer.h"

extern const Layer guard_pages_layer;
extern void guard_pages_start(const GuardTarget *target);
extern void guard_pages_check(void);
extern void guard_pages_stop(const GuardTarget *target);

#endif							/* MEMCHECK_GUARD_PAGES_H */
