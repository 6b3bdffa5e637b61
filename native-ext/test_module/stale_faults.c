/*
 * stale_faults.c
 *		What is kept from the first call of a session and is gone at the later ones.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/namespace.h"
#include "fmgr.h"
#include "nodes/makefuncs.h"
#include "utils/memutils.h"
#include "utils/rel.h"

/* Bug: a static points into the context of whoever called first. */
PG_FUNCTION_INFO_V1(count_in_callers_context);
Datum
count_in_callers_context(PG_FUNCTION_ARGS)
{
	static int *number;

	if (number == NULL)
	{
		number = palloc(sizeof(int));
		*number = 7;
	}
	PG_RETURN_INT32(*number);
}

/* Clean: in a context that lives as long as the static. */
PG_FUNCTION_INFO_V1(count_in_own_context);
Datum
count_in_own_context(PG_FUNCTION_ARGS)
{
	static int *number;

	if (number == NULL)
	{
		number = MemoryContextAlloc(TopMemoryContext, sizeof(int));
		*number = 7;
	}
	PG_RETURN_INT32(*number);
}

static Relation
open_table(const char *name)
{
	return table_openrv(makeRangeVar(NULL, pstrdup(name), -1), AccessShareLock);
}

/* Bug: the server may rebuild what it keeps of a table once that is closed. */
PG_FUNCTION_INFO_V1(columns_of_closed_table);
Datum
columns_of_closed_table(PG_FUNCTION_ARGS)
{
	static Relation table;

	if (table == NULL)
	{
		table = open_table("stale_table");
		table_close(table, AccessShareLock);
	}
	PG_RETURN_INT32(table->rd_att->natts);
}

PG_FUNCTION_INFO_V1(columns_of_open_table);
Datum
columns_of_open_table(PG_FUNCTION_ARGS)
{
	Relation	table = open_table("stale_table");
	int			columns = table->rd_att->natts;

	table_close(table, AccessShareLock);
	PG_RETURN_INT32(columns);
}
