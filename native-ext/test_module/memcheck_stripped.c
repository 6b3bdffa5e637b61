/*
 * memcheck_stripped.c
 *		A library without symbols, for the regression tests: its helper has no name.
 */
#include "postgres.h"

#include "callers.h"
#include "fmgr.h"

PG_MODULE_MAGIC;

/* Bug. */
PG_FUNCTION_INFO_V1(lose_in_stripped);
Datum
lose_in_stripped(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(serialize(300)[0]);
}

/* Bug, by the same helper. */
PG_FUNCTION_INFO_V1(lose_more_in_stripped);
Datum
lose_more_in_stripped(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(serialize(900)[0]);
}

/* The handler of a language that keeps a context for each of its functions until the end. */
PG_FUNCTION_INFO_V1(keeping_call_handler);
Datum
keeping_call_handler(PG_FUNCTION_ARGS)
{
	static Oid	kept[32];
	int			slot = 0;

	while (slot < lengthof(kept) && OidIsValid(kept[slot]) && kept[slot] != fcinfo->flinfo->fn_oid)
		slot++;
	if (slot < lengthof(kept) && !OidIsValid(kept[slot]))
	{
		(void) AllocSetContextCreate(TopMemoryContext, "memcheck_test program",
									 ALLOCSET_DEFAULT_SIZES);
		kept[slot] = fcinfo->flinfo->fn_oid;
	}
	PG_RETURN_INT32(slot);
}
