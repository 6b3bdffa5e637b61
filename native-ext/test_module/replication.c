/*
 * replication.c
 *		Triggers of a subscriber, for the tests of traces. The row itself is not stored, so that a
 *		database can subscribe to itself.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "fmgr.h"
#include "utils/memutils.h"

static void
require_trigger(FunctionCallInfo fcinfo)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "not called as a trigger");
}

/* Bug: nobody finds it any more. */
PG_FUNCTION_INFO_V1(lose_row);
Datum
lose_row(PG_FUNCTION_ARGS)
{
	static char *volatile lost;

	require_trigger(fcinfo);
	lost = MemoryContextAlloc(TopMemoryContext, 144);
	lost[0] = 0;
	return PointerGetDatum(NULL);
}

/* Each row's replaces the one before. */
PG_FUNCTION_INFO_V1(keep_row);
Datum
keep_row(PG_FUNCTION_ARGS)
{
	static char *kept;
	char	   *made;

	require_trigger(fcinfo);
	made = MemoryContextAlloc(TopMemoryContext, 144);
	if (kept)
		pfree(kept);
	kept = made;
	return PointerGetDatum(NULL);
}
