/*
 * memcheck_output.c
 *		An output plugin for the tests of traces: pgoutput, and what it forgets.
 *
 * A change of table "lost" leaves a chunk behind in the walsender for good; one of another table
 * replaces that of the change before.
 */
#include "postgres.h"

#include "fmgr.h"
#include "replication/logical.h"
#include "replication/output_plugin.h"
#include "utils/memutils.h"
#include "utils/rel.h"

PG_MODULE_MAGIC;

PGDLLEXPORT void _PG_output_plugin_init(OutputPluginCallbacks *callbacks);

static LogicalDecodeChangeCB send_change;

/* Bug: nobody finds it any more. */
static pg_noinline void
lose_change(void)
{
	static char *volatile lost;

	lost = MemoryContextAlloc(TopMemoryContext, 144);
	lost[0] = 0;
}

/* Each change's replaces the one before. */
static pg_noinline void
keep_change(void)
{
	static char *kept;
	char	   *made = MemoryContextAlloc(TopMemoryContext, 144);

	if (kept)
		pfree(kept);
	kept = made;
}

static void
change(LogicalDecodingContext *context, ReorderBufferTXN *transaction, Relation relation,
	   ReorderBufferChange *what)
{
	if (strcmp(RelationGetRelationName(relation), "lost") == 0)
		lose_change();
	else
		keep_change();
	send_change(context, transaction, relation, what);
}

void
_PG_output_plugin_init(OutputPluginCallbacks *callbacks)
{
	LogicalOutputPluginInit init = (LogicalOutputPluginInit)
		load_external_function("pgoutput", "_PG_output_plugin_init", true, NULL);

	init(callbacks);
	send_change = callbacks->change_cb;
	callbacks->change_cb = change;
}
