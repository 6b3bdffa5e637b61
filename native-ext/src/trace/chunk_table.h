/*
 * chunk_table.h
 *		The live chunks that the tracer follows, by address.
 *
 * Chunks of one context form a list that hangs on the context's record, so
 * that a reset or delete finds them. Numbers of chunks are stable while the
 * chunk is in the table; 0 is none. A place without a chunk has no pointer.
 * Process-private, in our own memory, no errors, no palloc.
 */
#ifndef MEMCHECK_CHUNK_TABLE_H
#define MEMCHECK_CHUNK_TABLE_H

#include "base/address_map.h"
#include "tree/context_record.h"

typedef struct Chunk
{
	void	   *pointer;
	MemoryContext context;		/* NULL: outside the contexts */
	int64		bytes;			/* size asked for, less what was there before */
	int64		base;			/* space that it had before the window, or 0 */
	uint32		holding;		/* number of its holding */
	uint32		next;			/* of the same context */
	uint32		prev;
	bool		counted;		/* in its holding's sums */
	bool		of_context;		/* was there when its context was judged first */
} Chunk;

extern Chunk *chunk_find(void *pointer);
extern uint32 chunk_highest(void);
extern void chunk_remove(Chunk *chunk, ContextRecord *record);
extern void chunks_clear(void);
extern void chunks_own_memory(const void *tables[2], Size bytes[2]);

extern OWN_VARIABLE OwnArray chunk_places;	/* Chunk */
extern OWN_VARIABLE AddressMap chunk_numbers;
extern OWN_VARIABLE uint32 chunk_free_list;

static inline Chunk *
chunk_at(uint32 number)
{
	return (Chunk *) chunk_places.data + number - 1;
}

static inline uint32
chunk_number(const Chunk *chunk)
{
	return chunk - (Chunk *) chunk_places.data + 1;
}

/* Puts a chunk that was entered at the head of its context's list. */
static inline void
chunk_link(Chunk *chunk, ContextRecord *record)
{
	uint32		number = chunk_number(chunk);

	chunk->context = record->context;
	chunk->prev = 0;
	chunk->next = record->chunks;
	if (chunk->next)
		chunk_at(chunk->next)->prev = number;
	record->chunks = number;
	record->chunk_count++;
}

/* Takes it out of that; the record is gone, or that context's. */
static inline void
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

static inline uint32
chunk_take_place(void)
{
	uint32		number = chunk_free_list;

	if (number == 0)
		return own_array_append(&chunk_places) ? chunk_places.count : 0;
	chunk_free_list = chunk_at(number)->next;
	return number;
}

/*
 * The chunk at this address, the one that was followed there or a new one, which has no pointer yet
 * and has to be filled in; NULL when no memory is left.
 */
static inline Chunk *
chunk_enter(void *pointer)
{
	AddressSlot *slot = address_map_slot(&chunk_numbers, pointer);
	uint32		number = slot ? slot->number : 0;

	if (slot && number == 0)
	{
		number = chunk_take_place();
		if (number != 0)
			address_map_fill(&chunk_numbers, slot, number);
	}
	return number ? chunk_at(number) : NULL;
}

/* The number of the chunk at this address, found there no more; chunk_drop() comes next. */
static inline uint32
chunk_take(void *pointer)
{
	return address_map_take(&chunk_numbers, pointer);
}

static inline void
chunk_drop(uint32 number, ContextRecord *record)
{
	Chunk	   *chunk = chunk_at(number);

	chunk_unlink(chunk, record);
	chunk->pointer = NULL;
	chunk->next = chunk_free_list;
	chunk_free_list = number;
}

#endif							/* MEMCHECK_CHUNK_TABLE_H */
