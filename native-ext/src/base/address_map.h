/*
 * address_map.h
 *		Numbers of things by their address.
 *
 * Open addressing with linear probing and backward-shift deletion. Number 0 is
 * none. Process-private, in our own memory, no locks, no errors, no palloc; a
 * false return means that the machine has no memory left.
 */
#ifndef MEMCHECK_ADDRESS_MAP_H
#define MEMCHECK_ADDRESS_MAP_H

#include "base/own_memory.h"

typedef struct AddressSlot
{
	const void *address;
	uint32		number;			/* 0: free */
} AddressSlot;

typedef struct AddressMap
{
	OwnArray	slots;			/* AddressSlot; a power of two, or none */
	Size		used;
} AddressMap;

#define ADDRESS_MAP_INIT {.slots = {.width = sizeof(AddressSlot)}}

extern bool address_map_grow(AddressMap *map);
extern void address_map_close_gap(AddressMap *map, AddressSlot *removed);
extern bool address_map_put(AddressMap *map, const void *address, uint32 number);
extern void address_map_remove(AddressMap *map, const void *address);
extern void address_map_clear(AddressMap *map);

/*
 * Neighbours in memory, which mostly come and go together, are neighbours in the
 * table: each kilobyte has a slot for every place at which a chunk can begin, and
 * regions are spread.
 */
#define ADDRESS_MAP_UNIT 16
#define ADDRESS_MAP_REGION 64	/* units, and slots */

static inline Size
address_map_home(const AddressMap *map, const void *address)
{
	uint64		unit = (uintptr_t) address / ADDRESS_MAP_UNIT;

	return (own_hash(unit / ADDRESS_MAP_REGION) * ADDRESS_MAP_REGION + unit % ADDRESS_MAP_REGION) &
		(map->slots.count - 1);
}

/* The address's slot, or the free one where it would stand. There is a table. */
static inline AddressSlot *
address_map_look(const AddressMap *map, const void *address)
{
	AddressSlot *slots = (AddressSlot *) map->slots.data;
	Size		i = address_map_home(map, address);

	while (slots[i].number != 0 && slots[i].address != address)
		i = (i + 1) & (map->slots.count - 1);
	return &slots[i];
}

static inline AddressSlot *
address_map_next(const AddressMap *map, AddressSlot *slot)
{
	AddressSlot *slots = (AddressSlot *) map->slots.data;

	return slot + 1 < slots + map->slots.count ? slot + 1 : slots;
}

static inline uint32
address_map_find(const AddressMap *map, const void *address)
{
	return map->used ? address_map_look(map, address)->number : 0;
}

/*
 * The slot of an address, to read the number and fill it in with one look; NULL without memory. It
 * is valid until the next call.
 */
static inline AddressSlot *
address_map_slot(AddressMap *map, const void *address)
{
	AddressSlot *slot;

	if (map->used * 2 >= map->slots.count && !address_map_grow(map))
		return NULL;
	slot = address_map_look(map, address);
	slot->address = address;
	return slot;
}

/* Gives the address of this slot a number. */
static inline void
address_map_fill(AddressMap *map, AddressSlot *slot, uint32 number)
{
	if (slot->number == 0)
		map->used++;
	slot->number = number;
}

/* Removes an address; the number that it had, or 0. */
static inline uint32
address_map_take(AddressMap *map, const void *address)
{
	AddressSlot *slot;
	uint32		number;

	if (map->used == 0)
		return 0;
	slot = address_map_look(map, address);
	number = slot->number;
	if (number == 0)
		return 0;
	if (address_map_next(map, slot)->number == 0)
		slot->number = 0;
	else
		address_map_close_gap(map, slot);
	map->used--;
	return number;
}

#endif							/* MEMCHECK_ADDRESS_MAP_H */
