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
