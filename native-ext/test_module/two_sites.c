/*
 * two_sites.c
 *		Two places of one function that allocate, without debug information.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/memutils.h"

/* Bug: 500 bytes at each call, next to a cache of 30000 that is filled once. */
PG_FUNCTION_INFO_V1(leak_beside_cache);
Datum
leak_beside_cache(PG_FUNCTION_ARGS)
{
	static char *cache;

	(void) MemoryContextAlloc(TopMemoryContext, 500);
	if (cache == NULL)
		cache = MemoryContextAlloc(TopMemoryContext, 30000);
	PG_RETURN_VOID();
}

/* The cache alone. */
PG_FUNCTION_INFO_V1(cache_alone);
Datum
cache_alone(PG_FUNCTION_ARGS)
{
	static char *cache;

	if (cache == NULL)
		cache = MemoryContextAlloc(TopMemoryContext, 30000);
	PG_RETURN_VOID();
}
