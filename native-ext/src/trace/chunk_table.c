/*
 * chunk_table.c
 *		The live chunks that the tracer follows; see chunk_table.h.
 *
 * Chunks stand in one array with a list of free places; a map of their numbers
 * finds them by address.
 */
#include "postgres.h"

#include "base/address_map.h"
#include "base/own_memory.h"
#include "trace/chunk_table.h"

static OwnArray chunks = {.width = sizeof(Chunk)};
static AddressMap numbers = ADDRESS_MAP_INIT;
static uint32 free_list;

Chunk *
chunk_at(uint32 number)
{
	return own_array_at(&chunks, number - 1);
}

static uint32
number_of(const Chunk *chunk)
{
	return (chunk - (Chunk *) chunks.data) + 1;
}

/* The highest number so far. */
uint32
chunk_highest(void)
{
	return chunks.count;
}

static uint32
take_place(void)
{
	uint32		number = free_list;

	if (number != 0)
	{
		free_list = chunk_at(number)->next;
		memset(chunk_at(number), 0, sizeof(Chunk));
		return number;
	}
	return own_array_append(&chunks) ? chunks.count : 0;
}

static void
give_place_back(uint32 number)
{
	chunk_at(number)->pointer = NULL;
	chunk_at(number)->next = free_list;
	free_list = number;
}

/*
 * The chunk at this address, new or the one that was followed there; NULL when no memory is left.
 */
Chunk *
chunk_enter(void *pointer, bool *former)
{
	AddressSlot *slot = address_map_slot(&numbers, pointer);
	uint32		number = slot ? slot->number : 0;

	*former = number != 0;
	if (slot && number == 0)
	{
		number = take_place();
		if (number != 0)
			address_map_fill(&numbers, slot, number);
	}
	if (number == 0)
		return NULL;
	chunk_at(number)->pointer = pointer;
	return chunk_at(number);
}

/* Puts a chunk that was entered at the head of its context's list. */
void
chunk_link(Chunk *chunk, ContextRecord *record)
{
	uint32		number = number_of(chunk);

	chunk->context = record->context;
	chunk->prev = 0;
	chunk->next = record->chunks;
	if (chunk->next)
		chunk_at(chunk->next)->prev = number;
	record->chunks = number;
	record->chunk_count++;
}

/* Takes it out of that; the record is gone, or that context's. */
void
chunk_unlink(Chunk *chunk, ContextRecord *record)
{
	if (record)
		record->chunk_count--;
	if (chunk->next)
		chunk_at(chunk->next)->prev = chunk->prev;
	if (chunk->prev)
		chunk_at(chunk->prev)->next = chunk->next;
	else if (record)
		record->chunks = chunk->next;
}

Chunk *
chunk_find(void *pointer)
{
	uint32		number = address_map_find(&numbers, pointer);

	return number ? chunk_at(number) : NULL;
}

/* The chunk at this address, found there no more; chunk_drop() comes next. NULL: none. */
Chunk *
chunk_take(void *pointer)
{
	uint32		number = address_map_take(&numbers, pointer);

	return number ? chunk_at(number) : NULL;
}

void
chunk_drop(Chunk *chunk, ContextRecord *record)
{
	chunk_unlink(chunk, record);
	give_place_back(number_of(chunk));
}

void
chunk_remove(Chunk *chunk, ContextRecord *record)
{
	address_map_remove(&numbers, chunk->pointer);
	chunk_drop(chunk, record);
}

/* Forgets all; the lists of the records are the caller's to clear. */
void
chunks_clear(void)
{
	own_array_free(&chunks);
	address_map_clear(&numbers);
	free_list = 0;
}

/* Where the tables are that have the addresses of chunks in them. */
void
chunks_own_memory(const void *tables[2], Size bytes[2])
{
	tables[0] = chunks.data;
	bytes[0] = chunks.capacity * chunks.width;
	tables[1] = numbers.slots.data;
	bytes[1] = numbers.slots.capacity * numbers.slots.width;
}
