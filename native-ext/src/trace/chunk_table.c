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
 * A new chunk at the head of its context's list, or, without a record, of no
 * context. NULL when no memory is left.
 */
Chunk *
chunk_add(void *pointer, ContextRecord *record)
{
	uint32		number;
	Chunk	   *chunk;

	number = take_place();
	if (number == 0)
		return NULL;
	chunk = chunk_at(number);
	if (!address_map_put(&numbers, pointer, number))
	{
		give_place_back(number);
		return NULL;
	}
	chunk->pointer = pointer;
	if (record)
	{
		chunk->context = record->context;
		chunk->next = record->chunks;
		record->chunk_count++;
		if (chunk->next)
			chunk_at(chunk->next)->prev = number;
		record->chunks = number;
	}
	return chunk;
}

Chunk *
chunk_find(void *pointer)
{
	uint32		number = address_map_find(&numbers, pointer);

	return number ? chunk_at(number) : NULL;
}

void
chunk_remove(Chunk *chunk, ContextRecord *record)
{
	uint32		number = (chunk - (Chunk *) chunks.data) + 1;

	address_map_remove(&numbers, chunk->pointer);
	if (record)
		record->chunk_count--;
	if (chunk->next)
		chunk_at(chunk->next)->prev = chunk->prev;
	if (chunk->prev)
		chunk_at(chunk->prev)->next = chunk->next;
	else if (record)
		record->chunks = chunk->next;
	give_place_back(number);
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
