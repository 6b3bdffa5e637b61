/*
 * statement_bloat.c
 *		Growth inside one statement; see statement_bloat.h.
 */
#include "postgres.h"

#include "chunk_table.h"
#include "event.h"
#include "holding.h"
#include "own_memory.h"
#include "pg_ext_memcheck.h"
#include "site.h"
#include "statement_bloat.h"
#include "tracer.h"

/* Fewer chunks than this are what a function sets up once for a query. */
#define MANY_CHUNKS 16

typedef struct Held
{
	uint32		holding;
	int64		bytes;
	int64		count;
} Held;

static OwnArray held = {.width = sizeof(Held)};

/* After the executor has started. */
void
bloat_watch(MemoryContext query)
{
	ContextRecord *record = tracer_is_on() ? context_record(query, TABLE_EXACT) : NULL;

	if (record)
		record->watched = true;
}

static Held *
held_by(uint32 holding)
{
	Held	   *entry;

	for (Size i = 0; i < held.count; i++)
	{
		entry = own_array_at(&held, i);
		if (entry->holding == holding)
			return entry;
	}
	entry = own_array_append(&held);
	if (entry)
		entry->holding = holding;
	return entry;
}

static void
add_event(const ContextRecord *record, const Held *entry)
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
	for (uint32 number = record->chunks; number; number = chunk_at(number)->next)
	{
		const Chunk *chunk = chunk_at(number);
		Held	   *entry = held_by(chunk->holding);

		if (entry)
		{
			entry->bytes += chunk->bytes;
			entry->count++;
		}
	}
	for (Size i = 0; i < held.count; i++)
	{
		const Held *entry = own_array_at(&held, i);

		if (entry->count >= MANY_CHUNKS && entry->bytes >= memcheck_bloat_min_bytes)
			add_event(record, entry);
	}
}
