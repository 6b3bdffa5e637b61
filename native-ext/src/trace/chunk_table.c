/*
 * chunk_table.c
 *		The live chunks that the tracer follows; see chunk_table.h.
 *
 * Chunks stand in one array with a list of free places; a map of their numbers
 * finds them by address.
 */
#include "postgres.h"

#include "base/address_map.h"
#include "base/debugger_map.h"
#include "base/own_memory.h"
#include "trace/chunk_table.h"

OwnArray chunk_places = {.width = sizeof(Chunk)};
AddressMap	chunk_numbers = ADDRESS_MAP_INIT;
uint32		chunk_free_list;

const DebuggerMap memcheck_debugger_chunks = {
	&chunk_places,
	{
		offsetof(Chunk, pointer), offsetof(Chunk, bytes),
		offsetof(Chunk, base), offsetof(Chunk, holding)
	}
};

/* The highest number so far. */
uint32
chunk_highest(void)
{
	return chunk_places.count;
}

Chunk *
chunk_find(void *pointer)
{
	uint32		number = address_map_find(&chunk_numbers, pointer);

	return number ? chunk_at(number) : NULL;
}

void
chunk_remove(Chunk *chunk, ContextRecord *record)
{
	address_map_remove(&chunk_numbers, chunk->pointer);
	chunk_drop(chunk_number(chunk), record);
}

/* Forgets all; the lists of the records are the caller's to clear. */
void
chunks_clear(void)
{
	own_array_free(&chunk_places);
	address_map_clear(&chunk_numbers);
	chunk_free_list = 0;
}

/* Where the tables are that have the addresses of chunks in them. */
void
chunks_own_memory(const void *tables[2], Size bytes[2])
{
	tables[0] = chunk_places.data;
	bytes[0] = chunk_places.capacity * chunk_places.width;
	tables[1] = chunk_numbers.slots.data;
	bytes[1] = chunk_numbers.slots.capacity * chunk_numbers.slots.width;
}
