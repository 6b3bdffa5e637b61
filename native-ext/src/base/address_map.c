/*
 * address_map.c
 *		Numbers of things by their address; see address_map.h.
 */
#include "postgres.h"

#include "base/address_map.h"

#define SMALLEST 8192

/* Room for another address; false without memory. */
bool
address_map_grow(AddressMap *map)
{
	OwnArray	old = map->slots;
	OwnArray	fresh;
	Size		wanted = Max(old.count * 2, SMALLEST);

	own_array_init(&fresh, sizeof(AddressSlot));
	if (!own_array_reserve(&fresh, wanted))
		return false;
	fresh.count = wanted;
	map->slots = fresh;
	for (Size i = 0; i < old.count; i++)
	{
		AddressSlot *slot = own_array_at(&old, i);

		if (slot->number != 0)
			*address_map_look(map, slot->address) = *slot;
	}
	own_array_free(&old);
	return true;
}

/* Adds an address, or gives it another number. */
bool
address_map_put(AddressMap *map, const void *address, uint32 number)
{
	AddressSlot *slot = address_map_slot(map, address);

	if (slot)
		address_map_fill(map, slot, number);
	return slot != NULL;
}

/* Closes the gap that a removal leaves in a probe sequence. */
void
address_map_close_gap(AddressMap *map, AddressSlot *removed)
{
	AddressSlot *slots = (AddressSlot *) map->slots.data;
	Size		mask = map->slots.count - 1;
	Size		hole = removed - slots;

	for (Size i = (hole + 1) & mask; slots[i].number != 0; i = (i + 1) & mask)
	{
		Size		home = address_map_home(map, slots[i].address);

		if (((i - home) & mask) >= ((i - hole) & mask))
		{
			slots[hole] = slots[i];
			hole = i;
		}
	}
	slots[hole].number = 0;
}

void
address_map_remove(AddressMap *map, const void *address)
{
	(void) address_map_take(map, address);
}

void
address_map_clear(AddressMap *map)
{
	own_array_free(&map->slots);
	map->used = 0;
}
