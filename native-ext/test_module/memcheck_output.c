/*
 * memcheck_output.c
 *		An output plugin for the tests of traces: pgoutput, and what it forgets.
 *
 * A change of table "lost" leaves two chunks behind in the walsender for good, one of them in the
 * context in which it decodes; one of another table replaces those of the change before.
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

/* Bug: it stays as long as the walsender decodes. */
static pg_noinline void
lose_decoded(LogicalDecodingContext *context)
{
	static char *volatile lost;

	lost = MemoryContextAlloc(context->context, 160);
	lost[0] = 0;
}

static void
replace(char **kept, MemoryContext context, Size size)
{
	char	   *made = MemoryContextAlloc(context, size);

	if (*kept)
		pfree(*kept);
	*kept = made;
}

/* Each change's replace those of the one before. */
static pg_noinline void
keep_change(LogicalDecodingContext *context)
{
	static char *kept;
	static char *kept_decoded;

	replace(&kept, TopMemoryContext, 144);
	replace(&kept_decoded, context->context, 160);
}

static void
change(LogicalDecodingContext *context, ReorderBufferTXN *transaction, Relation relation,
	   ReorderBufferChange *what)
{
	if (strcmp(RelationGetRelationName(relation), "lost") == 0)
	{
		lose_change();
		lose_decoded(context);
	}
	else
		keep_change(context);
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
