/*
 * chunk_table.c
 *		The live chunks that the tracer follows; see chunk_table.h.
 *
 * Chunks stand in one array with a list of free places; an open addressing
 * table of their numbers, with backward-shift deletion, finds them by address.
 */
#include "postgres.h"

#include "chunk_table.h"
#include "own_memory.h"

static OwnArray chunks = {.width = sizeof(Chunk)};
static OwnArray numbers = {.width = sizeof(uint32)};
static Size slots;				/* power of two */
static Size used;
static uint32 free_list;

Chunk *
chunk_at(uint32 number)
{
	return own_array_at(&chunks, number - 1);
}

static Size
home_of(const void *pointer)
{
	return own_hash((uint64) (uintptr_t) pointer) & (slots - 1);
}

static Size
find_slot(const void *pointer)
{
	uint32	   *table = (uint32 *) numbers.data;
	Size		i = home_of(pointer);

	while (table[i] != 0 && chunk_at(table[i])->pointer != pointer)
		i = (i + 1) & (slots - 1);
	return i;
}

static bool
grow(void)
{
	OwnArray	old = numbers;
	Size		old_slots = slots;

	own_array_init(&numbers, sizeof(uint32));
	slots = Max(old_slots * 2, 8192);
	if (!own_array_reserve(&numbers, slots))
	{
		numbers = old;
		slots = old_slots;
		return false;
	}
	for (Size i = 0; i < old_slots; i++)
	{
		uint32		number = ((uint32 *) old.data)[i];

		if (number != 0)
			((uint32 *) numbers.data)[find_slot(chunk_at(number)->pointer)] = number;
	}
	own_array_free(&old);
	return true;
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

/*
 * A new chunk at the head of its context's list, or, without a record, of no
 * context. NULL when no memory is left.
 */
Chunk *
chunk_add(void *pointer, ContextRecord *record)
{
	uint32		number;
	Chunk	   *chunk;

	if (used * 2 >= slots && !grow())
		return NULL;
	number = take_place();
	if (number == 0)
		return NULL;
	chunk = chunk_at(number);
	chunk->pointer = pointer;
	if (record)
	{
		chunk->context = record->context;
		chunk->next = record->chunks;
		if (chunk->next)
			chunk_at(chunk->next)->prev = number;
		record->chunks = number;
	}
	((uint32 *) numbers.data)[find_slot(pointer)] = number;
	used++;
	return chunk;
}

Chunk *
chunk_find(void *pointer)
{
	uint32		number = used ? ((uint32 *) numbers.data)[find_slot(pointer)] : 0;

	return number ? chunk_at(number) : NULL;
}

/* Closes the gap that a removal leaves in a probe sequence. */
static void
clear_slot(Size hole)
{
	uint32	   *table = (uint32 *) numbers.data;

	for (Size i = (hole + 1) & (slots - 1); table[i] != 0; i = (i + 1) & (slots - 1))
	{
		Size		home = home_of(chunk_at(table[i])->pointer);

		if (((i - home) & (slots - 1)) >= ((i - hole) & (slots - 1)))
		{
			table[hole] = table[i];
			hole = i;
		}
	}
	table[hole] = 0;
}

void
chunk_remove(Chunk *chunk, ContextRecord *record)
{
	uint32		number = (chunk - (Chunk *) chunks.data) + 1;

	clear_slot(find_slot(chunk->pointer));
	used--;
	if (chunk->next)
		chunk_at(chunk->next)->prev = chunk->prev;
	if (chunk->prev)
		chunk_at(chunk->prev)->next = chunk->next;
	else if (record)
		record->chunks = chunk->next;
	chunk->pointer = NULL;
	chunk->next = free_list;
	free_list = number;
}

/* Forgets all; the lists of the records are the caller's to clear. */
void
chunks_clear(void)
{
	own_array_free(&chunks);
	own_array_free(&numbers);
	slots = 0;
	used = 0;
	free_list = 0;
}
