/*
 * guard_kinds.h
 *		What a kind of context allows its chunks, where it is stricter than an AllocSet.
 *
 * A Slab has chunks of one size, and raises an error for any other; a Bump context takes none back
 * before it is emptied. A chunk with pages of its own is neither's, so what the context would have
 * said is asked here. Called inside the allocator; raises the errors that the server would.
 */
#ifndef MEMCHECK_GUARD_KINDS_H
#define MEMCHECK_GUARD_KINDS_H

#include "base/compat.h"

extern bool guard_kind_allocates(COMPAT_ALLOC_PARAMS);
extern bool guard_kind_frees(MemoryContext context);
extern bool guard_kind_keeps_in_place(MemoryContext context, Size before, Size size);

#endif							/* MEMCHECK_GUARD_KINDS_H */
