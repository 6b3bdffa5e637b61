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
#include "trace/statement_bloat.h"
#include "trace/tracer.h"

/* Fewer chunks than this are what a function sets up once for a query. */
#define MANY_CHUNKS 16

typedef struct QueryHolding
{
	uint32		holding;
	int64		bytes;
	int64		count;
} QueryHolding;

static OwnArray held = {.width = sizeof(QueryHolding)};
static HashIndex by_holding = HASH_INDEX_INIT;

/* After the executor has started. */
void
bloat_watch(MemoryContext query)
{
	ContextRecord *record = tracer_is_on() ? context_record(query, TABLE_EXACT) : NULL;

	if (record)
		record->watched = true;
}

static QueryHolding *
held_by(uint32 holding)
{
	uint32		number = hash_index_find(&by_holding, holding);
	QueryHolding	   *entry;

	if (number != 0)
		return own_array_at(&held, number - 1);
	entry = own_array_append(&held);
	if (entry == NULL)
		return NULL;
	entry->holding = holding;
	if (hash_index_put(&by_holding, holding, held.count))
		return entry;
	held.count--;
	return NULL;
}

static void
add_event(const ContextRecord *record, const QueryHolding *entry)
{
	Event		event = {.check_type = CHECK_STATEMENT_BLOAT};

	event.site = holding_site(entry->holding);
	if (site_owner(event.site, OWNER_BY_ALL).provenance != PROVENANCE_EXTENSION)
		return;
	event.path = record->path;
	event.node_key = record->key;
	event.bytes = entry->bytes;
	event.count = entry->count;
	event_add(&event);
}

/* Before the executor ends. */
void
bloat_judge(MemoryContext query)
{
	ContextRecord *record = tracer_is_on() ? context_record_find(query) : NULL;

	if (record == NULL || !record->watched)
		return;
	held.count = 0;
	hash_index_clear(&by_holding);
	for (uint32 number = record->chunks; number; number = chunk_at(number)->next)
	{
		const Chunk *chunk = chunk_at(number);
		QueryHolding	   *entry = held_by(chunk->holding);

		if (entry)
		{
			entry->bytes += chunk->bytes;
			entry->count++;
		}
	}
	for (Size i = 0; i < held.count; i++)
	{
		const QueryHolding *entry = own_array_at(&held, i);

		if (entry->count >= MANY_CHUNKS && entry->bytes >= memcheck_bloat_min_bytes)
			add_event(record, entry);
	}
}
