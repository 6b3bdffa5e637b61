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

extern uint32 address_map_find(const AddressMap *map, const void *address);
extern bool address_map_put(AddressMap *map, const void *address, uint32 number);
extern AddressSlot *address_map_slot(AddressMap *map, const void *address);
extern void address_map_fill(AddressMap *map, AddressSlot *slot, uint32 number);
extern uint32 address_map_take(AddressMap *map, const void *address);
extern void address_map_remove(AddressMap *map, const void *address);
extern void address_map_clear(AddressMap *map);

#endif							/* MEMCHECK_ADDRESS_MAP_H */
