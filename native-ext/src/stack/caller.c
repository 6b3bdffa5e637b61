/*
 * caller.c
 *		For whom a helper of a library worked; see caller.h.
 */
#include "postgres.h"

#include "stack/caller.h"
#include "stack/frame.h"
#include "stack/symbol.h"

/* A name of C++ or Rust, as linkers have it: the symbol of the frame has it in plain words. */
static bool
is_mangled(const char *name)
{
	return strncmp(name, "_Z", 2) == 0 || strncmp(name, "_R", 2) == 0;
}

/* What a frame outside the helper is called; NULL where that is the helper, too. */
static const char *
name_beyond(uintptr_t pc, const char *exported, const char *function)
{
	const Symbol *symbol = is_mangled(exported) ? symbol_of(pc) : NULL;
	const char *name = symbol ? symbol->function : exported;

	return strcmp(name, function) == 0 ? NULL : name;
}

/*
 * The caller of the helper "function" whose frame is at "owner"; NULL: there is none, or it is not
 * known. The helper may be inlined into its caller, so that they share the frame.
 */
const char *
caller_find(const uintptr_t *pcs, int count, int owner, const char *function)
{
	const char *nearest = NULL;

	for (int i = owner; i < count; i++)
	{
		const char *exported = frame_library(pcs[i]) == frame_library(pcs[owner]) ?
			frame_exported(pcs[i]) : NULL;

		if (exported == NULL)
			continue;
		if (frame_is_callable_by_sql(pcs[i]))
			return strcmp(exported, function) == 0 ? NULL : exported;
		if (nearest == NULL && !(i == owner && is_mangled(exported)))
			nearest = name_beyond(pcs[i], exported, function);
	}
	return nearest;
}
