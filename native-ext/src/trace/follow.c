/*
 * follow.c
 *		Chunks that are followed; see follow.h.
 */
#include "postgres.h"

#include "base/loss.h"
#include "stack/site.h"
#include "trace/follow.h"
#include "trace/swell.h"
#include "trace/unwritten.h"
#include "tree/path.h"
#include "utils/memutils.h"

static pg_attribute_always_inline void
uncount(Chunk *chunk)
{
	if (chunk->counted)
		holding_add(chunk->holding, -chunk->bytes, -1);
}

/* This chunk goes. */
void
unfollow(Chunk *chunk)
{
	uncount(chunk);
	chunk_remove(chunk, context_record_find(chunk->context));
}

/* What was followed at this address goes; false: nothing was. */
bool
unfollow_at(void *pointer)
{
	uint32		number = chunk_take(pointer);

	if (number == 0)
		return false;
	uncount(chunk_at(number));
	chunk_drop(number, context_record_find(chunk_at(number)->context));
	return true;
}

/* The holding of a site, in this context; 0 without memory. */
static pg_attribute_always_inline uint32
holding_of_site(uint32 site, ContextRecord *record, HoldingKind kind)
{
	if (record->path == 0)
		record->path = path_of(record->context);
	if (site == 0 || record->path == 0)
		return 0;
	return holding_of(site, record->path, kind, record->key);
}

/* Whether it is a query's own, or a part of one, of which only what extensions hold is told. */
static bool
is_of_query(const ContextRecord *record)
{
	return record->watched && !record->swelled;
}

/*
 * Whether a new chunk need not be followed. Of a query's own context only what extensions hold is
 * told; and so many chunks say enough of what fills one that swelled.
 */
static bool
is_left_out(const ContextRecord *record, uint32 site)
{
	if (record->swelled)
		return record->chunk_count >= MOST_OF_SWELLED;
	return is_of_query(record) && site_is_without_extensions(site);
}

static void
add_chunk(ContextRecord *record, uint32 holding, void *pointer, int64 bytes, int64 base)
{
	Chunk	   *chunk = holding ? chunk_enter(pointer) : NULL;

	if (chunk == NULL)
	{
		loss_note(LOSS_NO_MEMORY);
		(void) unfollow_at(pointer);
		return;
	}
	/* what was followed there has gone: its context was moved to a shorter life */
	if (chunk->pointer != NULL)
	{
		uncount(chunk);
		chunk_unlink(chunk, context_record_find(chunk->context));
	}
	chunk->pointer = pointer;
	chunk_link(chunk, record);
	chunk->bytes = bytes;
	chunk->base = base;
	chunk->holding = holding;
	/* a context born in this interval counts as a whole, a query's not at all */
	chunk->counted = !record->newborn && !record->watched;
	if (chunk->counted)
	{
		record->gained = true;
		holding_add(chunk->holding, bytes, 1);
	}
}

/*
 * Follows a chunk that this stack has just made or grown. What it held before
 * the window does not count.
 */
void
follow(MemoryContext context, void *pointer, Size size, int64 base, HoldingKind kind,
	   const void *door)
{
	int64		bytes = base ? Max((int64) GetMemoryChunkSpace(pointer) - base, 0) : (int64) size;
	ContextRecord *record = context_record_exact(context);
	bool		servers = record && is_of_query(record) && site_is_servers(door);
	uint32		site = record && !servers ? site_at(door) : 0;

	if (servers || (record && is_left_out(record, site)))
	{
		(void) unfollow_at(pointer);
		return;
	}
	add_chunk(record, record ? holding_of_site(site, record, kind) : 0, pointer, bytes, base);
	if (record && record->watched && size >= UNWRITTEN_BYTES && kind == HOLDING_MADE)
		unwritten_note(pointer, size);
}

/*
 * The usual case of a new chunk: none was followed there, and its context is older than this
 * interval, and no query's own. False: it is another case, and nothing was done.
 */
static pg_attribute_always_inline bool
follow_usual(MemoryContext context, void *pointer, Size size, const void *door)
{
	ContextRecord *record = context_record_latest;
	uint32		number = chunk_free_list;
	uint32		site;
	uint32		holding;
	AddressSlot *slot;
	Chunk	   *chunk;

	if (number == 0 || record->context != context || !context_is_at(context, TABLE_EXACT) ||
		record->newborn || record->watched || record->path == 0)
		return false;
	site = site_at(door);
	holding = site ? holding_of(site, record->path, HOLDING_MADE, record->key) : 0;
	slot = holding ? address_map_slot(&chunk_numbers, pointer) : NULL;
	if (slot == NULL || slot->number != 0)
		return false;
	record->seen = context_record_looks;
	chunk = chunk_at(number);
	chunk_free_list = chunk->next;
	address_map_fill(&chunk_numbers, slot, number);
	*chunk = (Chunk) {.pointer = pointer, .context = context, .bytes = size, .holding = holding,
		.next = record->chunks, .counted = true};
	if (chunk->next)
		chunk_at(chunk->next)->prev = number;
	record->chunks = number;
	record->chunk_count++;
	record->gained = true;
	holding_add(holding, size, 1);
	return true;
}

/* Follows a chunk that this stack has just made. */
void
follow_made(MemoryContext context, void *pointer, Size size, const void *door)
{
	if (!follow_usual(context, pointer, size, door))
		follow(context, pointer, size, 0, HOLDING_MADE, door);
}

/*
 * A reset or delete takes all chunks of a context at once. Those that were judged as a part of the
 * context go with it when it is deleted: taken from what others hold, they would hide as much.
 */
void
unfollow_all(MemoryContext context, bool deleted)
{
	ContextRecord *record = context_record_find(context);

	while (record && record->chunks)
	{
		Chunk	   *chunk = chunk_at(record->chunks);

		if (!(deleted && chunk->of_context))
			uncount(chunk);
		chunk_remove(chunk, record);
	}
}

/*
 * A chunk that was allocated before tracing began is freed. It may make room for another one, so it
 * is set off against what the same library allocates.
 */
void
follow_release(MemoryContext context, void *pointer, const void *door)
{
	ContextRecord *record = context_record(context, TABLE_EXACT);

	if (record && !record->watched && record->born == 0 && !holdings_ignore_releases)
		holding_add(holding_of_site(site_at(door), record, HOLDING_RELEASED),
					-(int64) GetMemoryChunkSpace(pointer), -1);
}
