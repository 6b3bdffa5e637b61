/*
 * walk.c
 *		Walks the context tree without touching it; see walk.h.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "stack/site.h"
#include "tree/context_record.h"
#include "tree/walk.h"
#include "tree/walk_memory.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

/*
 * Context names are constants of their library, so most nodes of a walk share
 * a name by address. A small direct-mapped memory of the latest ones keeps the
 * text short.
 */
#define NAME_MEMORY 256

typedef struct KnownName
{
	const char *name;
	uint32		offset;
	uint32		length;
	bool		is_statements;	/* below TopMemoryContext: see lifetime_below() */
	bool		is_clocks;		/* and is_clock_driven() */
} KnownName;

static int64 last_sequence;

void
walk_init(Walk *walk)
{
	memset(walk, 0, sizeof(*walk));
	own_array_init(&walk->nodes, sizeof(WalkNode));
	own_array_init(&walk->text, 1);
}

void
walk_free(Walk *walk)
{
	own_array_free(&walk->nodes);
	own_array_free(&walk->text);
}

static bool
append_text(Walk *walk, const char *text, Size length, uint32 *offset)
{
	*offset = (uint32) walk->text.count;
	return own_array_append_bytes(&walk->text, text, length) &&
		own_array_append_bytes(&walk->text, "", 1);
}

static bool
copy_ident(Walk *walk, const char *ident, WalkNode *node)
{
	int			length;

	if (ident == NULL)
		return true;
	length = strnlen(ident, WALK_IDENT_BYTES + 1);
	if (length > WALK_IDENT_BYTES)
		length = pg_mbcliplen(ident, length, WALK_IDENT_BYTES);
	node->ident_length = length;
	return append_text(walk, ident, length, &node->ident_offset);
}

/* The server empties them by itself. */
static inline Lifetime
lifetime_of_root(MemoryContext context)
{
	if (context == TopTransactionContext || context == CurTransactionContext)
		return LIFETIME_TRANSACTION;
	if (context == MessageContext || context == ErrorContext || context == PortalContext)
		return LIFETIME_STATEMENT;
	return LIFETIME_BACKEND;
}

/*
 * TopPortalContext has no exported variable, but the server creates it before anything else could
 * take its name.
 */
static bool
is_name_of_statements(const char *name)
{
	return name && (strcmp(name, "TopPortalContext") == 0 ||
					strcmp(name, "RowDescriptionContext") == 0);
}

/* A context lives as long as its parent unless it is one of the roots. */
static Lifetime
lifetime_below(MemoryContext context, Lifetime parent)
{
	Lifetime	lifetime = parent == LIFETIME_BACKEND ? lifetime_of_root(context) : parent;

	if (lifetime == LIFETIME_BACKEND && context->parent == TopMemoryContext &&
		is_name_of_statements(context->name))
		return LIFETIME_STATEMENT;
	return lifetime;
}

/* The same of any context, without a walk. */
Lifetime
walk_lifetime(MemoryContext context)
{
	Lifetime	lifetime = LIFETIME_BACKEND;

	for (; context != TopMemoryContext && lifetime == LIFETIME_BACKEND; context = context->parent)
	{
		/* taken out of the tree: whoever did that will put it back or delete it */
		if (context == NULL)
			return LIFETIME_STATEMENT;
		lifetime = lifetime_below(context, LIFETIME_BACKEND);
	}
	return lifetime;
}

/* Pending statistics are kept back until a timer says so, whatever runs. */
static bool
is_name_of_clocks(const char *name)
{
	return name && strncmp(name, "PgStat ", 7) == 0;
}

static bool
is_made_by_extension(uint32 birth_site)
{
	return site_owner(birth_site, OWNER_BY_ALL).provenance == PROVENANCE_EXTENSION;
}

static bool
is_clock_driven(MemoryContext context, uint32 birth_site)
{
	return context->parent == TopMemoryContext && is_name_of_clocks(context->name) &&
		!is_made_by_extension(birth_site);
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

/*
 * Nearly all that a walk waits for is memory: contexts lie anywhere. So the next one is fetched
 * while this one is looked at. A header, with its first block's, has four lines.
 */
static void
fetch_next(MemoryContext context)
{
	MemoryContext next = context->firstchild ? context->firstchild : context->nextchild;

	if (next == NULL)
		return;
	for (int line = 0; line < 4; line++)
		__builtin_prefetch((const char *) next + line * 64);
	context_record_soon(next);
}

/* What a name says is found out once for each. NULL without memory. */
static const KnownName *
know_name(Walk *walk, KnownName *known, const char *name)
{
	KnownName  *slot = &known[((uintptr_t) name >> 3) % NAME_MEMORY];

	if (slot->name == name && name != NULL)
		return slot;
	slot->name = name;
	slot->length = name ? strlen(name) : 0;
	slot->is_statements = is_name_of_statements(name);
	slot->is_clocks = is_name_of_clocks(name);
	return append_text(walk, name ? name : "", slot->length, &slot->offset) ? slot : NULL;
}

/* What it has of the place where it stands. */
static void
copy_place(WalkNode *node, const WalkNode *above, MemoryContext context, const KnownName *name)
{
	node->level = above ? above->level + 1 : 0;
	node->kind = context_kind(context);
	node->lifetime = above && above->lifetime != LIFETIME_BACKEND ? above->lifetime :
		lifetime_of_root(context);
	if (node->lifetime == LIFETIME_BACKEND && name->is_statements &&
		context->parent == TopMemoryContext)
		node->lifetime = LIFETIME_STATEMENT;
	node->name_offset = name->offset;
	node->name_length = name->length;
}

/* False without memory. */
static bool
ask_record(WalkMemory *met, const ContextRecord *record)
{
	if (record == NULL)
		return false;
	met->key = record->key;
	met->birth_site = record->birth_site;
	met->born_long = record->born_long;
	met->own = context_record_is_own(record);
	return true;
}

static void
ask_context(WalkMemory *met)
{
	memset(&met->counters, 0, sizeof(met->counters));
	met->context->methods->stats(met->context, NULL, NULL, &met->counters, false);
}

/*
 * What is known of a context that is to have this table from now on, and is remembered. Valid until
 * the next one; NULL without memory.
 */
static const WalkMemory *
meet(MemoryContext context, ContextTable table)
{
	static WalkMemory met;
	static bool read_latest;	/* the latest one was not still */
	const WalkMemory *before = walk_memory_next(context, read_latest);
	bool		still;

	if (before && context_has_table(context, table, &still))
	{
		read_latest = !still;
		if (still)
		{
			walk_memory_add(before);
			return before;
		}
		met = *before;
	}
	else
	{
		fetch_next(context);
		met.context = context;
		if (!ask_record(&met, context_record(context, table)))
			return NULL;
	}
	ask_context(&met);
	if (contexts_can_be_still())
		context_is_still_now(context);
	walk_memory_add(&met);
	return &met;
}

static const WalkMemory *
meet_unmarked(MemoryContext context)
{
	static WalkMemory met;

	fetch_next(context);
	met.context = context;
	if (!ask_record(&met, record_unmarked(context)))
		return NULL;
	ask_context(&met);
	return &met;
}

/* All of a node but its ident. */
static void
fill_node(WalkNode *node, const WalkMemory *met)
{
	node->context = met->context;
	node->key = met->key;
	node->birth_site = met->birth_site;
	node->born_long = met->born_long;
	node->own = met->own;
	node->blocks = met->counters.nblocks;
	node->total = met->counters.totalspace;
	node->free = met->counters.freespace;
	node->free_chunks = met->counters.freechunks;
	node->ident_offset = node->ident_length = 0;
}

static bool
copy_node(Walk *walk, KnownName *known, bool marks, MemoryContext context, int parent)
{
	const KnownName *name = know_name(walk, known, context->name);
	const WalkNode *above;
	const WalkMemory *met;
	WalkNode   *node;

	if (name == NULL || (walk->nodes.count == walk->nodes.capacity &&
						 !own_array_reserve(&walk->nodes, walk->nodes.count + 1)))
		return false;
	above = parent < 0 ? NULL : walk_node(walk, parent);
	node = own_array_at(&walk->nodes, walk->nodes.count++);
	node->parent = parent;
	copy_place(node, above, context, name);
	met = marks ? meet(context, node->lifetime == LIFETIME_BACKEND ? TABLE_EXACT : TABLE_PLAIN) :
		meet_unmarked(context);
	if (met == NULL)
		return false;
	fill_node(node, met);
	node->clock_driven = (above && above->clock_driven) ||
		(name->is_clocks && context->parent == TopMemoryContext &&
		 !is_made_by_extension(met->birth_site));
	return copy_ident(walk, context->ident, node);
}

static void
clear(Walk *walk)
{
	walk->nodes.count = 0;
	walk->text.count = 0;
}

static void
start_anew(Walk *walk)
{
	clear(walk);
	walk->sequence = ++last_sequence;
	walk->taken_at = GetCurrentTimestamp();
}

/*
 * Copies the tree, replacing what the walk held. Goes along the links of the
 * tree itself instead of recursing, so depth costs no stack.
 */
static bool
copy_tree(Walk *walk, bool marks)
{
	KnownName	known[NAME_MEMORY] = {0};
	MemoryContext context = TopMemoryContext;
	int			parent = -1;

	start_anew(walk);
	for (;;)
	{
		if (!copy_node(walk, known, marks, context, parent))
		{
			clear(walk);
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

/* At a boundary. */
bool
walk_tree(Walk *walk)
{
	bool		complete;

	walk_memory_begin();
	context_records_look();
	complete = copy_tree(walk, true);
	walk_memory_end(complete);
	return complete;
}

/* In the middle of a statement that is traced. */
bool
walk_unmarked(Walk *walk)
{
	return copy_tree(walk, false);
}

/* Of the whole tree its root. */
bool
walk_root(Walk *walk)
{
	KnownName	known[NAME_MEMORY] = {0};

	start_anew(walk);
	if (copy_node(walk, known, false, TopMemoryContext, -1))
		return true;
	clear(walk);
	return false;
}

/* Bytes of all blocks. */
int64
walk_bytes(const Walk *walk)
{
	int64		bytes = 0;

	for (Size i = 0; i < walk->nodes.count; i++)
		bytes += walk_node(walk, i)->total;
	return bytes;
}
