/*
 * statement_roots.c
 *		MessageContext and its like during a statement; see statement_roots.h.
 */
#include "postgres.h"

#include "trace/chunk_table.h"
#include "trace/statement_roots.h"
#include "trace/swell.h"
#include "tree/walk.h"
#include "utils/memutils.h"

#define MOST_ROOTS 4

typedef struct Root
{
	MemoryContext context;
	uint64		key;			/* of its record */
	int64		bytes;			/* when the execution began */
} Root;

static Root roots[MOST_ROOTS];
static int	root_count;			/* 0: not watched */

/* The root's record; NULL if the context has gone. */
static ContextRecord *
record_of(const Root *root)
{
	ContextRecord *record = context_record_find(root->context);

	return record && record->key == root->key && !record->dead ? record : NULL;
}

bool
roots_have(MemoryContext context)
{
	for (int i = 0; i < root_count; i++)
		if (roots[i].context == context)
			return true;
	return false;
}

static void
watch(MemoryContext context)
{
	bool		follows;
	ContextRecord *record;

	if (context == NULL || roots_have(context))
		return;
	follows = swell_follows(context->name);
	record = context_record(context, follows ? TABLE_EXACT : TABLE_PLAIN);
	if (record == NULL)
		return;
	if (follows)
		record->watched = record->swelled = true;
	record->emptied = false;
	roots[root_count++] = (Root) {context, record->key, context->mem_allocated};
}

/* The execution of a top-level statement begins, or that of the first one inside it. */
void
roots_watch(void)
{
	if (root_count > 0)
		return;
	watch(walk_message_root());
	watch(PortalContext);
	watch(TopTransactionContext);
	watch(CurTransactionContext);
}

/* Those that live still. */
void
roots_visit(RootVisitor visit)
{
	for (int i = 0; i < root_count; i++)
		if (record_of(&roots[i]))
			visit(roots[i].context, (int64) roots[i].context->mem_allocated - roots[i].bytes);
}

/* What they hold is not followed any more. */
static void
release(ContextRecord *record)
{
	while (record->chunks)
		chunk_remove(chunk_at(record->chunks), record);
	record->watched = record->swelled = false;
	context_mark(record->context, TABLE_PLAIN);
}

/* The statement is over. */
void
roots_release(void)
{
	for (int i = 0; i < root_count; i++)
	{
		ContextRecord *record = record_of(&roots[i]);

		if (record && record->swelled)
			release(record);
	}
	root_count = 0;
}
