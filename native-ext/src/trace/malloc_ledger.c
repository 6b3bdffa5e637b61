/*
 * malloc_ledger.c
 *		What is there of malloc() and its relatives; see malloc_ledger.h.
 *
 * Chunks stand in an array and are called by number, from 1.
 */
#include "postgres.h"

#include "base/address_map.h"
#include "base/loss.h"
#include "base/own_memory.h"
#include "trace/ledger.h"
#include "trace/malloc_ledger.h"

static OwnArray chunks = {.width = sizeof(LedgerChunk)};
static AddressMap chunk_numbers = ADDRESS_MAP_INIT;
static uint32 free_chunk;

static LedgerChunk *
chunk_at_number(uint32 number)
{
	return own_array_at(&chunks, number - 1);
}

static HoldingKind
kind_of(const LedgerChunk *chunk)
{
	return chunk->enlarged ? HOLDING_ENLARGED : HOLDING_MADE;
}

static LedgerChunk
remove_chunk(void *pointer)
{
	uint32		number = address_map_find(&chunk_numbers, pointer);
	LedgerChunk chunk = {NULL, 0, 0, false};

	if (number == 0)
		return chunk;
	chunk = *chunk_at_number(number);
	ledger_count(chunk.stack, kind_of(&chunk), -chunk.bytes, -1);
	address_map_remove(&chunk_numbers, pointer);
	chunk_at_number(number)->stack = free_chunk;
	free_chunk = number;
	return chunk;
}

static bool
add_chunk(const LedgerChunk *chunk)
{
	uint32		number = free_chunk;

	if (chunk->stack == 0)
		return false;
	if (number != 0)
		free_chunk = chunk_at_number(number)->stack;
	else if (own_array_append(&chunks))
		number = chunks.count;
	else
		return false;
	*chunk_at_number(number) = *chunk;
	if (!address_map_put(&chunk_numbers, chunk->pointer, number))
	{
		chunk_at_number(number)->stack = free_chunk;
		free_chunk = number;
		return false;
	}
	ledger_count(chunk->stack, kind_of(chunk), chunk->bytes, 1);
	return true;
}

/* The caller's caller has just got this memory, in place of less if it was enlarged. */
void
ledger_made(void *pointer, int64 bytes, bool enlarged)
{
	LedgerChunk chunk = {pointer, bytes, 0, enlarged};
	LedgerCaller caller;
	int			saved_errno;

	if (pointer == NULL || !ledger_take_caller(&caller) || !ledger_enter(&saved_errno))
		return;
	/* freed where we could not see it */
	remove_chunk(pointer);
	chunk.stack = ledger_stack(&caller);
	if (!add_chunk(&chunk))
		loss_note(LOSS_NO_MEMORY);
	ledger_leave(saved_errno);
}

/* Before it is given back: what was known of it. */
LedgerChunk
ledger_gone(void *pointer)
{
	LedgerChunk chunk = {NULL, 0, 0, false};
	int			saved_errno;

	if (pointer == NULL || !ledger_enter(&saved_errno))
		return chunk;
	chunk = remove_chunk(pointer);
	ledger_leave(saved_errno);
	return chunk;
}

/* It was not given back after all. */
void
ledger_still_there(const LedgerChunk *chunk)
{
	int			saved_errno;

	if (chunk->pointer == NULL || !ledger_enter(&saved_errno))
		return;
	if (!add_chunk(chunk))
		loss_note(LOSS_NO_MEMORY);
	ledger_leave(saved_errno);
}

void
ledger_chunks_free(void)
{
	own_array_free(&chunks);
	address_map_clear(&chunk_numbers);
	free_chunk = 0;
}
