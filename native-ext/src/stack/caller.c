/*
 * caller.c
 *		For whom a helper of a library worked; see caller.h.
 */
#include "postgres.h"

#include "stack/author.h"
#include "stack/caller.h"
#include "stack/frame.h"
#include "stack/site.h"

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

/* A closure is of the function that it is in. */
static bool
is_same(const char *name, const char *function)
{
	Size		length = strlen(name);

	return strncmp(name, function, length) == 0 &&
		(function[length] == '\0' || strncmp(function + length, "::{", 3) == 0);
}

/* The author's name of what SQL calls here; NULL where that is the helper, too. */
static const char *
name_of_callable(const uintptr_t *pcs, int owner, int callable, const char *function)
{
	const Symbol *symbols[SITE_FRAMES];
	const Symbol *called;
	const char *name = frame_exported(pcs[callable]);

	for (int i = owner; i <= callable; i++)
		symbols[i - owner] = symbol_of(pcs[i]);
	called = author_called(symbols, callable - owner + 1);
	if (called)
		name = called->function;
	return is_same(name, function) ? NULL : name;
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
			return name_of_callable(pcs, owner, i, function);
		if (nearest == NULL && !(i == owner && is_mangled(exported)))
			nearest = name_beyond(pcs[i], exported, function);
	}
	return nearest;
}
