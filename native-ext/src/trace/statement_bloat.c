/*
 * statement_bloat.c
 *		Growth inside one statement; see statement_bloat.h.
 */
#include "postgres.h"

#include <malloc.h>

#include "base/own_memory.h"
#include "base/settings.h"
#include "stack/module.h"
#include "stack/site.h"
#include "trace/aggregate_memory.h"
#include "trace/chunk_table.h"
#include "trace/event.h"
#include "trace/maker.h"
#include "trace/parallel_part.h"
#include "trace/query_held.h"
#include "trace/query_kind.h"
#include "trace/reach.h"
#include "trace/statement_bloat.h"
#include "trace/statement_roots.h"
#include "trace/swell.h"
#include "trace/tracer.h"
#include "trace/unwritten.h"

/* Fewer chunks than this are what a function sets up once for a query. */
#define MANY_CHUNKS 16

/* What one call sets up, for others that empty the context, may be some more. */
#define MANY_BEFORE_RESET 128

/* But so many large ones of which little is used are more than it needs. */
#define MANY_UNWRITTEN 4

static OwnArray followed = {.width = sizeof(MemoryContext)};	/* below it */
static OwnArray aggregates = {.width = sizeof(MemoryContext)};	/* whose memory was looked at */
static int	searches;			/* of memory, in this statement */
static int	own_searches;		/* for contexts that are a query's own */
static OwnArray dead = {.width = sizeof(QueryHolding)}; /* lost in contexts that have gone since */

/* A top-level statement begins; its kind tells it apart from others. */
void
bloat_statement_begins(uint64 kind)
{
	roots_release();
	swell_statement_begins(kind);
	searches = own_searches = 0;
	dead.count = 0;
	unwritten_forget();
}

static void context_ends(MemoryContext context, const void *door);

/* What the executor has made for the state of an aggregate, and hardly used. */
static void
follow_aggregate(MemoryContext context)
{
	ContextRecord *record = context_record(context, TABLE_EXACT);

	if (record)
		record->watched = record->swelled = true;
}

/* After the executor has started. */
void
bloat_watch(const QueryDesc *query)
{
	MemoryContext own = query->estate->es_query_cxt;
	ContextRecord *record = tracer_is_on() ? context_record(own, TABLE_EXACT) : NULL;

	if (record == NULL)
		return;
	record->watched = true;
	record->size_limit = query_kind_limit(query->plannedstmt->queryId);
	if (record->size_limit > 0 || !module_extension_seen)
		context_mark(own, TABLE_SIZED);
	if (swell_follows(SWELL_OF_AGGREGATES))
		aggregate_memory_visit(query->planstate, follow_aggregate);
	roots_watch();
	tracer_context_ends = context_ends;
}

static bool
is_of_extension(const QueryHolding *entry)
{
	return site_owner(entry->site, OWNER_IN_QUERY).provenance == PROVENANCE_EXTENSION;
}

/* Whether it is so much, in so many pieces, that it grows with the query. */
static bool
is_much(const QueryHolding *entry)
{
	return entry->count >= MANY_CHUNKS && entry->bytes >= memcheck_bloat_min_bytes;
}

static bool
is_bloat(const QueryHolding *entry)
{
	return is_much(entry) && is_of_extension(entry);
}

/* Whether an extension holds some large chunks that it hardly uses. */
static bool
is_waste(const QueryHolding *entry)
{
	return entry->unwritten >= MANY_UNWRITTEN && is_of_extension(entry);
}

/* An event for each owner that holds too much. */
static void
report_holdings(const OwnArray *holdings, bool (*is_too_much) (const QueryHolding *entry))
{
	for (Size i = 0; i < holdings->count; i++)
	{
		const QueryHolding *entry = own_array_at(holdings, i);
		Event		event = {.check_type = CHECK_STATEMENT_BLOAT, .rule = OWNER_IN_QUERY};

		if (!is_too_much(entry))
			continue;
		event.site = entry->site;
		event.path = entry->path;
		event.node_key = entry->node_key;
		event.bytes = entry->bytes;
		event.count = entry->count;
		event_add(&event);
	}
}

static void
report_held(bool (*is_too_much) (const QueryHolding *entry))
{
	report_holdings(&query_held, is_too_much);
}

/*
 * Memory of an expression is reset with each row, by the server. At the end it has what the last
 * row needed. That of an aggregate is found by the plan.
 */
static bool
is_of_expression(MemoryContext context)
{
	return context->name && strcmp(context->name, "ExprContext") == 0;
}

/* A query's own, or another root, which are judged by themselves. */
static bool
is_judged_elsewhere(MemoryContext context)
{
	const ContextRecord *record = context_is_marked(context) ? context_record_find(context) : NULL;

	return (record && record->watched && !record->swelled) || roots_have(context);
}

/* Whether neither it nor what is below it is to be looked at. */
static bool
is_passed_over(MemoryContext context)
{
	return is_of_expression(context) || is_judged_elsewhere(context);
}

/* The next one in pre-order below this one; nothing below one that is passed over. */
static MemoryContext
next_below(MemoryContext top, MemoryContext context)
{
	if (context->firstchild && (context == top || !is_passed_over(context)))
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

/* From here on contexts are added up by name. */
static void
look_begins(void)
{
	followed.count = 0;
	aggregates.count = 0;
	swell_look_begins();
}

/* What a context swells as. */
static const char *
swell_name(MemoryContext context)
{
	return is_of_expression(context) ? SWELL_OF_AGGREGATES : context->name;
}

/* Notes a context that has swelled, alone or with its like, and lists one that is followed. */
static void
look_at(MemoryContext context, int64 gained)
{
	MemoryContext *entry = followed_record(context) ? own_array_append(&followed) : NULL;

	if (entry)
		*entry = context;
	swell_add(swell_name(context), gained);
}

static void
look_below(MemoryContext top)
{
	for (MemoryContext context = next_below(top, top); context;
		 context = next_below(top, context))
		if (!is_passed_over(context))
			look_at(context, context->mem_allocated);
}

/* Several subplans of an expression may be one plan. */
static bool
was_looked_at(MemoryContext aggregate)
{
	for (Size i = 0; i < aggregates.count; i++)
		if (*(MemoryContext *) own_array_at(&aggregates, i) == aggregate)
			return true;
	return false;
}

static void
look_at_aggregate(MemoryContext context)
{
	MemoryContext *entry = was_looked_at(context) ? NULL : own_array_append(&aggregates);

	if (entry == NULL)
		return;
	*entry = context;
	look_at(context, context->mem_allocated);
	look_below(context);
}

static MemoryContext
followed_at(Size index)
{
	return *(MemoryContext *) own_array_at(&followed, index);
}

static const char *
followed_name(Size index)
{
	return swell_name(followed_at(index));
}

/* Whether an extension holds anything in this context. */
static bool
is_servers(const ContextRecord *record)
{
	held_clear();
	held_add(record, false);
	for (Size i = 0; i < query_held.count; i++)
		if (is_of_extension(own_array_at(&query_held, i)))
			return false;
	return true;
}

/* A name under which no extension holds anything is not worth following the next time. */
static void
learn_from_followed(void)
{
	for (Size i = 0; i < followed.count; i++)
		if (swell_has(followed_name(i)))
			swell_is_servers(followed_name(i), true);
	for (Size i = 0; i < followed.count; i++)
		if (!is_servers(followed_record(followed_at(i))))
			swell_is_servers(followed_name(i), false);
}

static void
add_followed(bool lost_only)
{
	held_clear();
	for (Size i = 0; i < followed.count; i++)
	{
		const ContextRecord *record = followed_record(followed_at(i));

		/* the server empties an aggregate's between groups */
		if (!record->emptied || is_of_expression(record->context))
			held_add(record, lost_only);
	}
}

/* What was reported as waste is not to be reported again. */
static bool
is_bloat_alone(const QueryHolding *entry)
{
	return is_bloat(entry) && !is_waste(entry);
}

/* Whether so much of it is in nobody's hands. */
static bool
is_lost(const QueryHolding *entry)
{
	return is_bloat_alone(entry) && entry->lost_count >= MANY_CHUNKS &&
		entry->lost_bytes >= memcheck_bloat_min_bytes;
}

static bool
any_is(bool (*is_too_much) (const QueryHolding *entry))
{
	for (Size i = 0; i < query_held.count; i++)
		if (is_too_much(own_array_at(&query_held, i)))
			return true;
	return false;
}

/*
 * The end of the block that the context itself lies in; NULL if not all that is in use there is
 * followed. What is not in use has old words, which look like pointers.
 */
static char *
end_of_first_block(const ContextRecord *record)
{
	MemoryContext context = record->context;

	if (!record->swelled || roots_have(context) || record->chunk_count >= MOST_OF_SWELLED)
		return NULL;
	return (char *) context + malloc_usable_size(context);
}

/* Looks for pointers to this context's chunks; false without memory. */
static bool
add_to_search(const ContextRecord *record)
{
	MemoryContext context = record->context;
	char	   *end = end_of_first_block(record);
	uint32		number = record->chunks;

	for (; number; number = chunk_at(number)->next)
	{
		const Chunk *chunk = chunk_at(number);
		char	   *start = chunk->pointer;
		bool		in_first = start > (char *) context && start < end;

		if (!reach_add(start, chunk->bytes, in_first ? end : NULL))
			return false;
	}
	return true;
}

/* Looks for pointers to all chunks in the contexts that are followed. */
static bool
search_for_followed(void)
{
	if (searches++ >= SEARCHES_OF_STATEMENT)
		return false;
	reach_begin();
	for (Size i = 0; i < followed.count; i++)
		if (!add_to_search(followed_record(followed_at(i))))
			return false;
	return reach_search();
}

/* The same for the query's own. */
static bool
search_for_own(const ContextRecord *record)
{
	if (own_searches++ >= OWN_SEARCHES_OF_STATEMENT)
		return false;
	reach_begin();
	return add_to_search(record) && reach_search();
}

static uint32 birth_of_ending;	/* who made the context whose memory goes */
static const void *door_of_ending;	/* of its reset */
static uint32 reset_of_ending;	/* who resets it; 0 until that is wanted */

/* Whether there is much of it, from calls that came after the one which made the context. */
static bool
is_much_of_calls(const QueryHolding *entry)
{
	return is_much(entry) && maker_has_returned(birth_of_ending, entry->site);
}

/* And that were over before the one which resets it. */
static bool
is_much_before_reset(const QueryHolding *entry)
{
	if (entry->count < MANY_BEFORE_RESET || !is_much_of_calls(entry))
		return false;
	if (reset_of_ending == 0)
		reset_of_ending = site_at(door_of_ending);
	return maker_has_returned(entry->site, reset_of_ending);
}

/* Keeps what was lost in a context until its statement is over. */
static void
keep_dead(bool (*is_too_much) (const QueryHolding *entry), int least_alone)
{
	for (Size i = 0; i < query_held.count; i++)
	{
		const QueryHolding *entry = own_array_at(&query_held, i);
		QueryHolding *copy = is_too_much(entry) && entry->lost_count >= least_alone ?
			own_array_append(&dead) : NULL;

		if (copy)
			*copy = *entry;
	}
}

/*
 * The memory that a function has for all calls of one set of rows goes with the last row, and that
 * of an output plugin with what was decoded. So what is lost there is counted before it goes,
 * inside the allocator. Whose it is waits for the end.
 */
static void
judge_end(const ContextRecord *record, bool (*is_too_much) (const QueryHolding *entry),
		  int least_alone)
{
	birth_of_ending = record->birth_site;
	look_begins();
	look_at(record->context, 0);
	add_followed(false);
	if (!any_is(is_too_much) || !search_for_followed())
		return;
	add_followed(true);
	if (least_alone > 0)
		held_count_alone(record);
	keep_dead(is_too_much, least_alone);
}

static void
context_ends(MemoryContext context, const void *door)
{
	ContextRecord *record = context_record_find(context);
	const bool	swelled = record->swelled;

	if (context->mem_allocated < SWELL_BYTES ||
		!(swell_is_of_calls(context) || record->extensions))
		return;
	record->swelled = true;
	door_of_ending = door;
	reset_of_ending = 0;
	if (door)
		judge_end(record, is_much_before_reset, MANY_BEFORE_RESET);
	else if (swell_is_of_rows(context))
		judge_end(record, is_much, 0);
	else
		judge_end(record, is_much_of_calls, MANY_CHUNKS);
	record->swelled = swelled;
	swell_looked(context->name);
}

static void
judge_followed(void)
{
	if (followed.count == 0)
		return;
	learn_from_followed();
	add_followed(false);
	report_held(is_waste);
	if (!any_is(is_bloat_alone) || !search_for_followed())
		return;
	add_followed(true);
	report_held(is_bloat_alone);
}

/* The query's own context, unless it stayed as small as in queries of its kind before. */
static void
judge_own(const ContextRecord *record, uint64 query_id)
{
	MemoryContext query = record->context;

	if (query->methods == kind_table(context_kind(query), TABLE_SIZED))
		return;
	held_clear();
	held_add(record, false);
	report_held(is_waste);
	if (any_is(is_bloat_alone) && search_for_own(record))
		held_count_lost(record);
	report_held(is_lost);
	query_kind_note(query_id, query->mem_allocated, any_is(is_waste) || any_is(is_lost));
}

/* Before the executor ends. */
void
bloat_judge(const QueryDesc *query)
{
	MemoryContext own = query->estate->es_query_cxt;
	const ContextRecord *record = tracer_is_on() ? context_record_find(own) : NULL;

	if (record == NULL || !record->watched || !module_extension_seen)
		return;
	judge_own(record, query->plannedstmt->queryId);
	look_begins();
	look_below(own);
	aggregate_memory_visit(query->planstate, look_at_aggregate);
	judge_followed();
	parallel_part_note(query);
}

static void
look_at_root(MemoryContext root, int64 gained)
{
	look_at(root, gained);
	look_below(root);
}

/* A top-level statement is over, but for what the server clears away. */
void
bloat_judge_statement(void)
{
	if (module_extension_seen)
	{
		report_holdings(&dead, is_bloat);
		dead.count = 0;
		look_begins();
		roots_visit(look_at_root);
		judge_followed();
	}
	roots_release();
}
