/*
 * statement_bloat.c
 *		Growth inside one statement; see statement_bloat.h.
 */
#include "postgres.h"

#include "base/hash_index.h"
#include "base/own_memory.h"
#include "base/settings.h"
#include "stack/site.h"
#include "trace/chunk_table.h"
#include "trace/event.h"
#include "trace/holding.h"
#include "trace/reach.h"
#include "trace/statement_bloat.h"
#include "trace/swell.h"
#include "trace/tracer.h"
#include "trace/unwritten.h"

/* Fewer chunks than this are what a function sets up once for a query. */
#define MANY_CHUNKS 16

/* But so many large ones of which little is used are more than it needs. */
#define MANY_UNWRITTEN 4

typedef struct QueryHolding
{
	uint32		holding;
	uint32		path;			/* of the first context that it was seen in */
	uint64		node_key;
	int64		bytes;
	int64		count;
	int			unwritten;		/* large chunks of them that hardly were written to */
} QueryHolding;

/* What is judged together: the query's context, or all below it. */
static OwnArray held = {.width = sizeof(QueryHolding)};
static HashIndex by_holding = HASH_INDEX_INIT;
static OwnArray followed = {.width = sizeof(MemoryContext)};	/* below it */
static int	searches;			/* of memory, in this statement */

/* A top-level statement begins; its kind tells it apart from others. */
void
bloat_statement_begins(uint64 kind)
{
	swell_statement_begins(kind);
	searches = 0;
	unwritten_forget();
}

/* After the executor has started. */
void
bloat_watch(MemoryContext query)
{
	ContextRecord *record = tracer_is_on() ? context_record(query, TABLE_EXACT) : NULL;

	if (record)
		record->watched = true;
}

static QueryHolding *
held_by(uint32 holding, const ContextRecord *record)
{
	uint32		number = hash_index_find(&by_holding, holding);
	QueryHolding *entry;

	if (number != 0)
		return own_array_at(&held, number - 1);
	entry = own_array_append(&held);
	if (entry == NULL)
		return NULL;
	entry->holding = holding;
	entry->path = record->path;
	entry->node_key = record->key;
	if (hash_index_put(&by_holding, holding, held.count))
		return entry;
	held.count--;
	return NULL;
}

static void
hold_nothing(void)
{
	held.count = 0;
	hash_index_clear(&by_holding);
}

/* Adds up what this context holds: all of it, or only what nobody points to. */
static void
add_held(const ContextRecord *record, bool lost_only)
{
	for (uint32 number = record->chunks; number; number = chunk_at(number)->next)
	{
		const Chunk *chunk = chunk_at(number);
		QueryHolding *entry;

		if (lost_only && !reach_lost(chunk->pointer))
			continue;
		entry = held_by(chunk->holding, record);
		if (entry)
		{
			entry->bytes += chunk->bytes;
			entry->count++;
			if (chunk->bytes >= UNWRITTEN_BYTES && unwritten_mostly(chunk->pointer))
				entry->unwritten++;
		}
	}
}

static bool
is_of_extension(const QueryHolding *entry)
{
	return site_owner(holding_site(entry->holding), OWNER_BY_ALL).provenance ==
		PROVENANCE_EXTENSION;
}

/* Whether an extension holds so much, in so many pieces, that it grows with the query. */
static bool
is_bloat(const QueryHolding *entry)
{
	return entry->count >= MANY_CHUNKS && entry->bytes >= memcheck_bloat_min_bytes &&
		is_of_extension(entry);
}

/* Whether an extension holds some large chunks that it hardly uses. */
static bool
is_waste(const QueryHolding *entry)
{
	return entry->unwritten >= MANY_UNWRITTEN && is_of_extension(entry);
}

/* An event for each owner that holds too much. */
static void
report_held(bool (*is_too_much) (const QueryHolding *entry))
{
	for (Size i = 0; i < held.count; i++)
	{
		const QueryHolding *entry = own_array_at(&held, i);
		Event		event = {.check_type = CHECK_STATEMENT_BLOAT};

		if (!is_too_much(entry))
			continue;
		event.site = holding_site(entry->holding);
		event.path = entry->path;
		event.node_key = entry->node_key;
		event.bytes = entry->bytes;
		event.count = entry->count;
		event_add(&event);
	}
}

/*
 * Memory of an expression is reset with each row, by the server. At the end it has what the last
 * row needed, and what an aggregate holds by its nature.
 */
static bool
is_of_expression(MemoryContext context)
{
	return context->name && strcmp(context->name, "ExprContext") == 0;
}

/* The next one in pre-order below this one; nothing below an expression's. */
static MemoryContext
next_below(MemoryContext top, MemoryContext context)
{
	if (context->firstchild && !is_of_expression(context))
		return context->firstchild;
	while (context != top && context->nextchild == NULL)
		context = context->parent;
	return context == top ? NULL : context->nextchild;
}

static ContextRecord *
followed_record(MemoryContext context)
{
	ContextRecord *record = context_is_marked(context) ? context_record_find(context) : NULL;

	return record && record->swelled ? record : NULL;
}

/* Notes the contexts that have swelled, and lists those that are followed. */
static void
look_below(MemoryContext query)
{
	followed.count = 0;
	for (MemoryContext context = next_below(query, query); context;
		 context = next_below(query, context))
	{
		MemoryContext *entry;

		if (is_of_expression(context))
			continue;
		if (context->mem_allocated >= SWELL_BYTES)
			swell_note(context->name);
		entry = followed_record(context) ? own_array_append(&followed) : NULL;
		if (entry)
			*entry = context;
	}
}

static MemoryContext
followed_at(Size index)
{
	return *(MemoryContext *) own_array_at(&followed, index);
}

/* Whether an extension holds anything in this context. */
static bool
is_servers(const ContextRecord *record)
{
	hold_nothing();
	add_held(record, false);
	for (Size i = 0; i < held.count; i++)
		if (is_of_extension(own_array_at(&held, i)))
			return false;
	return true;
}

/* Contexts in which no extension holds anything are not worth following the next time. */
static void
learn_from_followed(void)
{
	for (Size i = 0; i < followed.count; i++)
	{
		MemoryContext context = followed_at(i);

		if (context->mem_allocated >= SWELL_BYTES && is_servers(followed_record(context)))
			swell_is_servers(context->name);
	}
}

static void
add_followed(bool lost_only)
{
	hold_nothing();
	for (Size i = 0; i < followed.count; i++)
	{
		const ContextRecord *record = followed_record(followed_at(i));

		if (!record->emptied)
			add_held(record, lost_only);
	}
}

static bool
is_bloat_or_waste(const QueryHolding *entry)
{
	return is_bloat(entry) || is_waste(entry);
}

/* What was reported as waste is not to be reported again. */
static bool
is_bloat_alone(const QueryHolding *entry)
{
	return is_bloat(entry) && !is_waste(entry);
}

static bool
any_is_bloat(void)
{
	for (Size i = 0; i < held.count; i++)
		if (is_bloat_alone(own_array_at(&held, i)))
			return true;
	return false;
}

/* Looks for pointers to all chunks in the contexts that are followed. */
static bool
search_for_followed(void)
{
	if (searches++ >= SEARCHES_OF_STATEMENT)
		return false;
	reach_begin();
	for (Size i = 0; i < followed.count; i++)
	{
		uint32		number = followed_record(followed_at(i))->chunks;

		for (; number; number = chunk_at(number)->next)
			if (!reach_add(chunk_at(number)->pointer, chunk_at(number)->bytes))
				return false;
	}
	return reach_search();
}

static void
judge_below(void)
{
	add_followed(false);
	report_held(is_waste);
	if (!any_is_bloat() || !search_for_followed())
		return;
	add_followed(true);
	report_held(is_bloat_alone);
}

/* Before the executor ends. */
void
bloat_judge(MemoryContext query)
{
	const ContextRecord *record = tracer_is_on() ? context_record_find(query) : NULL;

	if (record == NULL || !record->watched)
		return;
	hold_nothing();
	add_held(record, false);
	report_held(is_bloat_or_waste);
	look_below(query);
	if (followed.count == 0)
		return;
	judge_below();
	learn_from_followed();
}
