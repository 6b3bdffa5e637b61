/*
 * my_ext.c
 *		What the pages call my_ext: it leaves nothing behind, whatever it is called with.
 */
#include "postgres.h"

#include "fmgr.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(my_fn);

Datum
my_fn(PG_FUNCTION_ARGS)
{
	pfree(palloc(1000));
	PG_RETURN_INT32(PG_NARGS());
}
