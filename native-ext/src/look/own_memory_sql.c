/*
 * own_memory_sql.c
 *		own_memory(): what memcheck itself holds in this session.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "base/settings.h"
#include "fmgr.h"

PG_FUNCTION_INFO_V1(memcheck_own_memory);
Datum
memcheck_own_memory(PG_FUNCTION_ARGS)
{
	memcheck_require_hooks();
	PG_RETURN_INT64(own_memory_mapped());
}
