/*
 * hash_index.c
 *		Numbers of items by their hash; see hash_index.h.
 */
#include "postgres.h"

#include "base/hash_index.h"

#define SMALLEST 256

/* Kept when it is emptied up to this many slots; a larger index is given back. */
#define CLEARED_IN_PLACE 1024

void
hash_index_init(HashIndex *index)
{
	own_array_init(&index->slots, sizeof(HashSlot));
	index->used = 0;
	index->filling = 1;
}

/* The slot of this hash, or the free one where it would stand. */
static HashSlot *
slot_of(const OwnArray *slots, uint32 filling, uint64 hash)
{
	HashSlot   *all = (HashSlot *) slots->data;
	Size		mask = slots->count - 1;
	Size		i = own_hash(hash) & mask;

	while (all[i].filled == filling && all[i].hash != hash)
		i = (i + 1) & mask;
	return &all[i];
}

uint32
hash_index_find(const HashIndex *index, uint64 hash)
{
	const HashSlot *slot;

	if (index->used == 0)
		return 0;
	slot = slot_of(&index->slots, index->filling, hash);
	return slot->filled == index->filling ? slot->number : 0;
}

static bool
grow(HashIndex *index)
{
	OwnArray	fresh;
	Size		wanted = Max(index->slots.count * 2, SMALLEST);

	own_array_init(&fresh, sizeof(HashSlot));
	if (!own_array_reserve(&fresh, wanted))
		return false;
	fresh.count = wanted;
	for (Size i = 0; i < index->slots.count; i++)
	{
		const HashSlot *slot = own_array_at(&index->slots, i);

		if (slot->filled == index->filling)
			*slot_of(&fresh, index->filling, slot->hash) = *slot;
	}
	own_array_free(&index->slots);
	index->slots = fresh;
	return true;
}

/* Gives the hash this number, whatever it had. */
bool
hash_index_put(HashIndex *index, uint64 hash, uint32 number)
{
	HashSlot   *slot;

	if ((index->used + 1) * 2 > index->slots.count && !grow(index))
		return false;
	slot = slot_of(&index->slots, index->filling, hash);
	if (slot->filled != index->filling)
		index->used++;
	slot->filled = index->filling;
	slot->hash = hash;
	slot->number = number;
	return true;
}

/* Empties it. */
void
hash_index_clear(HashIndex *index)
{
	if (index->slots.count > CLEARED_IN_PLACE)
		hash_index_free(index);
	else if (index->used > 0 && ++index->filling == 0)
	{
		memset(index->slots.data, 0, index->slots.count * sizeof(HashSlot));
		index->filling = 1;
	}
	index->used = 0;
}

void
hash_index_free(HashIndex *index)
{
	own_array_free(&index->slots);
	index->used = 0;
}
