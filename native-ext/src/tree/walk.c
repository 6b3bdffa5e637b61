/*
 * walk.c
 *		Walks the context tree without touching it; see walk.h.
 */
#include "postgres.h"

#include "tree/context_record.h"
#include "tree/walk.h"
#include "tree/walk_latest.h"
#include "utils/memutils.h"

/*
 * So deep only recursion goes. The way up is not gone whole for each context of thousands, one
 * below the other.
 */
#define FAR_BELOW 64

/* Whether the running statement made it below what does not outlive a transaction. */
static bool
is_born_short(MemoryContext context)
{
	const ContextRecord *record;

	if (!context_is_marked(context))
		return false;
	record = context_record_find(context);
	return record && record->born && !record->born_long && context_record_is_own(record);
}

/*
 * The same of any context, without a walk. Who moves a context to another place moves it to near
 * the top: of what is far below the answer at its birth holds while the statement runs.
 */
Lifetime
walk_lifetime(MemoryContext context)
{
	Lifetime	lifetime = LIFETIME_BACKEND;
	int			levels = 0;

	for (; context != TopMemoryContext && lifetime == LIFETIME_BACKEND; context = context->parent)
	{
		/* taken out of the tree: whoever did that will put it back or delete it */
		if (context == NULL || (levels++ >= FAR_BELOW && is_born_short(context)))
			return LIFETIME_STATEMENT;
		lifetime = lifetime_below(context, LIFETIME_BACKEND);
	}
	return lifetime;
}

/* Whether it counts among those as old as the backend, without a walk. */
bool
walk_is_judged(MemoryContext context)
{
	for (; context != TopMemoryContext; context = context->parent)
	{
		const ContextRecord *record;

		if (context == NULL || lifetime_below(context, LIFETIME_BACKEND) != LIFETIME_BACKEND)
			return false;
		if (context->parent != TopMemoryContext)
			continue;
		record = context_is_marked(context) ? context_record_find(context) : NULL;
		if (is_clock_driven(context, record ? record->birth_site : 0))
			return false;
	}
	return true;
}

/* The record of a context as it is, without a mark; for a new one a key of this walk. */
static const ContextRecord *
record_unmarked(MemoryContext context)
{
	static ContextRecord newborn;
	const ContextRecord *record = context_is_marked(context) ? context_record_find(context) : NULL;

	if (record)
		return record;
	newborn.key = context_record_key();
	return &newborn;
}

static bool
copy_node(Walk *walk, KnownName *known, MemoryContext context, int parent)
{
	const KnownName *name = walk_know_name(walk, known, context->name);
	MemoryContextCounters counters = {0};
	WalkNode   *node;

	if (name == NULL || (walk->nodes.count == walk->nodes.capacity &&
						 !own_array_reserve(&walk->nodes, walk->nodes.count + 1)))
		return false;
	node = own_array_at(&walk->nodes, walk->nodes.count++);
	walk_fetch_next(context);
	walk_place(walk, node, context, parent, name);
	walk_node_record(node, context, record_unmarked(context));
	walk_place_birth(walk, node, name);
	context->methods->stats(context, NULL, NULL, &counters, false);
	node->total = 0;
	walk_node_count(walk, node, &counters);
	node->ident_length = walk_ident_bytes(context->ident);
	node->ident_offset = 0;
	return node->ident_length == 0 ||
		walk_append_text(walk, context->ident, node->ident_length, &node->ident_offset);
}

static void
start_anew(Walk *walk)
{
	walk_clear(walk);
	walk_date(walk);
}

/*
 * In the middle of a statement that is traced. Goes along the links of the tree itself instead
 * of recursing, so depth costs no stack.
 */
bool
walk_unmarked(Walk *walk)
{
	KnownName	known[NAME_MEMORY] = {0};
	MemoryContext context = TopMemoryContext;
	int			parent = -1;

	start_anew(walk);
	for (;;)
	{
		if (!copy_node(walk, known, context, parent))
		{
			walk_clear(walk);
			return false;
		}
		if (context->firstchild)
		{
			parent = walk->nodes.count - 1;
			context = context->firstchild;
			continue;
		}
		while (context != TopMemoryContext && context->nextchild == NULL)
		{
			context = context->parent;
			parent = walk_node(walk, parent)->parent;
		}
		if (context == TopMemoryContext)
			return true;
		context = context->nextchild;
	}
}

/* Of the whole tree its root. */
bool
walk_root(Walk *walk)
{
	KnownName	known[NAME_MEMORY] = {0};

	start_anew(walk);
	if (copy_node(walk, known, TopMemoryContext, -1))
		return true;
	walk_clear(walk);
	return false;
}

static bool
copy_array(OwnArray *to, const OwnArray *from)
{
	if (!own_array_reserve(to, from->count))
		return false;
	memcpy(to->data, from->data, from->count * from->width);
	to->count = from->count;
	return true;
}

/* At a boundary. */
bool
walk_tree(Walk *walk)
{
	const Walk *latest = walk_latest();

	if (latest == NULL || !copy_array(&walk->nodes, &latest->nodes) ||
		!copy_array(&walk->text, &latest->text))
	{
		walk_clear(walk);
		return false;
	}
	walk->bytes = latest->bytes;
	walk->sequence = latest->sequence;
	walk->taken_at = latest->taken_at;
	return true;
}
