/*
 * query_held.c
 *		Adds up chunks by owner; see query_held.h.
 */
#include "postgres.h"

#include "base/hash_index.h"
#include "trace/chunk_table.h"
#include "trace/holding.h"
#include "trace/query_held.h"
#include "trace/reach.h"
#include "trace/unwritten.h"

OwnArray	query_held = {.width = sizeof(QueryHolding)};
static HashIndex by_holding = HASH_INDEX_INIT;

static QueryHolding *
held_by(uint32 holding, const ContextRecord *record)
{
	uint32		number = hash_index_find(&by_holding, holding);
	QueryHolding *entry;

	if (number != 0)
		return own_array_at(&query_held, number - 1);
	entry = own_array_append(&query_held);
	if (entry == NULL)
		return NULL;
	entry->holding = holding;
	entry->site = holding_site(holding);
	entry->path = record->path;
	entry->node_key = record->key;
	if (hash_index_put(&by_holding, holding, query_held.count))
		return entry;
	query_held.count--;
	return NULL;
}

void
held_clear(void)
{
	query_held.count = 0;
	hash_index_clear(&by_holding);
}

/* Adds up what this context holds: all of it, or only what nobody points to. */
void
held_add(const ContextRecord *record, bool lost_only)
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

/* Counts in what is held already what of it nobody points to. */
void
held_count_lost(const ContextRecord *record)
{
	for (uint32 number = record->chunks; number; number = chunk_at(number)->next)
	{
		const Chunk *chunk = chunk_at(number);
		QueryHolding *entry = reach_lost(chunk->pointer) ? held_by(chunk->holding, record) : NULL;

		if (entry == NULL)
			continue;
		entry->lost_bytes += chunk->bytes;
		entry->lost_count++;
	}
}

/* Counts in what is lost what was left behind piece by piece. */
void
held_count_alone(const ContextRecord *record)
{
	reach_look_among_lost();
	for (uint32 number = record->chunks; number; number = chunk_at(number)->next)
	{
		const Chunk *chunk = chunk_at(number);
		QueryHolding *entry = reach_lost_alone(chunk->pointer) ?
			held_by(chunk->holding, record) : NULL;

		if (entry)
			entry->lost_count++;
	}
}
