/*
 * author.c
 *		Which frame of a stack its author would name; see author.h.
 */
#include "postgres.h"

#include "base/violation.h"
#include "stack/author.h"

/* Whether a path has this name as one of its parts, other than the last. */
static bool
is_inside(const char *path, const char *name)
{
	Size		length = strlen(name);

	for (const char *at = strstr(path, name); at; at = strstr(at + 1, name))
		if ((at == path || at[-1] == ':') && strncmp(at + length, "::", 2) == 0)
			return true;
	return false;
}

/* What macros put around a function: it lies inside one that has no path, as C and SQL call it. */
static bool
is_wrapper(const Symbol *const *symbols, int count, int at)
{
	for (int i = at + 1; i < count; i++)
		if (symbols[i] && symbols[i]->origin == ORIGIN_UNKNOWN && symbols[i]->function[0] &&
			is_inside(symbols[at]->function, symbols[i]->function))
			return true;
	return false;
}

static bool
is_authors(const Symbol *const *symbols, int count, int at)
{
	return symbols[at] && symbols[at]->origin == ORIGIN_AUTHOR && !is_wrapper(symbols, count, at);
}

int
author_find(const Symbol *const *symbols, int count)
{
	for (int i = 0; i < count; i++)
		if (is_authors(symbols, count, i))
			return i;
	for (int i = 0; i < count; i++)
		if (symbols[i] && !symbol_is_of_language(symbols[i]) &&
			symbols[i]->origin != ORIGIN_GENERIC)
			return i;
	for (int i = 0; i < count; i++)
		if (symbols[i] && !symbol_is_of_language(symbols[i]))
			return i;
	return 0;
}

/*
 * The author's function that the last of these frames is the wrapper of: its name is in the
 * wrapper's. NULL: none is known.
 */
const Symbol *
author_called(const Symbol *const *symbols, int count)
{
	const char *wrapper = symbols[count - 1] ? symbols[count - 1]->function : "";

	for (int i = count - 2; i >= 0; i--)
	{
		char		name[sizeof(symbols[i]->function)];
		char	   *closure;
		char	   *part;

		if (!is_authors(symbols, count, i))
			continue;
		strlcpy(name, symbols[i]->function, sizeof(name));
		if ((closure = strstr(name, "::{")) != NULL)
			*closure = '\0';
		part = strrchr(name, ':');
		if (part && strstr(wrapper, part + 1) != NULL)
			return symbols[i];
	}
	return NULL;
}

/* Whether what the author called keeps something for the language's own use. */
bool
author_is_apart(const Symbol *const *symbols, int count)
{
	for (int i = 0; i < count && !(symbols[i] && symbols[i]->origin == ORIGIN_AUTHOR); i++)
		if (symbols[i] && symbols[i]->origin == ORIGIN_PRIVATE)
			return true;
	return false;
}

/* The package that an author's function called, as it is named in paths; empty: none. */
void
author_package(const Symbol *const *symbols, int owner, char *to, Size size)
{
	const char *end;

	to[0] = '\0';
	if (!symbols[owner] || symbols[owner]->origin != ORIGIN_AUTHOR)
		return;
	for (int i = owner - 1; i >= 0; i--)
		if (symbols[i] && symbols[i]->origin == ORIGIN_CRATE &&
			(end = strstr(symbols[i]->function, "::")) != NULL)
		{
			text_copy(to, size, symbols[i]->function, end - symbols[i]->function);
			return;
		}
}
