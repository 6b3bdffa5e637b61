/*
 * guard_kinds.c
 *		What a kind of context allows its chunks; see guard_kinds.h.
 */
#include "postgres.h"

#include "probe/guard_kinds.h"
#include "tree/context_kind.h"

/*
 * Whether the context would give out a chunk of this size: a Slab is asked for one, which it gets
 * back at once, as only it knows its size.
 */
bool
guard_kind_allocates(COMPAT_ALLOC_PARAMS)
{
	const MemoryContextMethods *server = kind_original(KIND_SLAB);
	void	   *pointer;

	if (context_kind(context) != KIND_SLAB)
		return true;
	pointer = server->alloc(COMPAT_ALLOC_ARGS);
	if (pointer == NULL)
		return false;
	server->free_p(COMPAT_FREE_ARGS_OF(context, pointer));
	return true;
}

bool
guard_kind_frees(MemoryContext context)
{
	return context_kind(context) != KIND_BUMP;
}

/* Whether repalloc() does nothing. A Slab can do nothing else. */
bool
guard_kind_keeps_in_place(MemoryContext context, Size before, Size size)
{
	if (context_kind(context) != KIND_SLAB)
		return false;
	if (size != before)
		elog(ERROR, "slab allocator does not support realloc()");
	return true;
}
