/*
 * address_map.c
 *		Numbers of things by their address; see address_map.h.
 */
#include "postgres.h"

#include "base/address_map.h"

#define SMALLEST 8192

/*
 * Neighbours in memory, which mostly come and go together, are neighbours in the
 * table: each kilobyte has a slot for every place at which a chunk can begin, and
 * regions are spread.
 */
#define UNIT_BYTES 16
#define SLOTS_OF_REGION 64
#define REGION_BYTES (UNIT_BYTES * SLOTS_OF_REGION)

static AddressSlot *
slot_at(const AddressMap *map, Size i)
{
	return (AddressSlot *) map->slots.data + i;
}

static Size
home_of(const AddressMap *map, const void *address)
{
	uint64		value = (uintptr_t) address;

	return (own_hash(value / REGION_BYTES) * SLOTS_OF_REGION +
			value / UNIT_BYTES % SLOTS_OF_REGION) &
		(map->slots.count - 1);
}

static Size
next_of(const AddressMap *map, Size i)
{
	return (i + 1) & (map->slots.count - 1);
}

/* The address's slot, or the free one where it would stand. */
static Size
find_slot(const AddressMap *map, const void *address)
{
	Size		i = home_of(map, address);

	while (slot_at(map, i)->number != 0 && slot_at(map, i)->address != address)
		i = next_of(map, i);
	return i;
}

static bool
grow(AddressMap *map)
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
			*slot_at(map, find_slot(map, slot->address)) = *slot;
	}
	own_array_free(&old);
	return true;
}

uint32
address_map_find(const AddressMap *map, const void *address)
{
	return map->used ? slot_at(map, find_slot(map, address))->number : 0;
}

/*
 * The slot of an address, to read the number and fill it in with one look; NULL without memory. It
 * is valid until the next call.
 */
AddressSlot *
address_map_slot(AddressMap *map, const void *address)
{
	AddressSlot *slot;

	if (map->used * 2 >= map->slots.count && !grow(map))
		return NULL;
	slot = slot_at(map, find_slot(map, address));
	slot->address = address;
	return slot;
}

/* Gives the address of this slot a number. */
void
address_map_fill(AddressMap *map, AddressSlot *slot, uint32 number)
{
	if (slot->number == 0)
		map->used++;
	slot->number = number;
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
static void
clear_slot(AddressMap *map, Size hole)
{
	Size		mask = map->slots.count - 1;

	for (Size i = next_of(map, hole); slot_at(map, i)->number != 0; i = next_of(map, i))
	{
		Size		home = home_of(map, slot_at(map, i)->address);

		if (((i - home) & mask) >= ((i - hole) & mask))
		{
			*slot_at(map, hole) = *slot_at(map, i);
			hole = i;
		}
	}
	slot_at(map, hole)->number = 0;
}

/* Removes an address; the number that it had, or 0. */
uint32
address_map_take(AddressMap *map, const void *address)
{
	Size		slot;
	uint32		number;

	if (map->used == 0)
		return 0;
	slot = find_slot(map, address);
	number = slot_at(map, slot)->number;
	if (number == 0)
		return 0;
	clear_slot(map, slot);
	map->used--;
	return number;
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
