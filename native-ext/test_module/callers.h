/*
 * callers.h
 *		A helper that only its own file knows, for the two files that do the same with and without
 *		symbols.
 */
#ifndef CALLERS_H
#define CALLERS_H

#include "utils/memutils.h"

/* Makes what its caller loses. */
static pg_noinline char *
serialize(int bytes)
{
	char	   *made = MemoryContextAlloc(TopMemoryContext, bytes);

	memset(made, 1, bytes);
	return made;
}

#endif							/* CALLERS_H */
