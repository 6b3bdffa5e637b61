/*
 * hash_index.h
 *		Numbers of items by a 64-bit hash that tells them apart.
 *
 * Open addressing with linear probing; grows with what is in it, so that a
 * look-up costs the same however many there are. Nothing is taken out singly, and all at once
 * costs nothing.
 * Number 0 is none. Process-private, in our own memory, no locks, no errors, no
 * palloc; a false return means that the machine has no memory left.
 */
#ifndef MEMCHECK_HASH_INDEX_H
#define MEMCHECK_HASH_INDEX_H

#include "base/own_memory.h"

typedef struct HashSlot
{
	uint64		hash;
	uint32		number;
	uint32		filled;			/* in which filling of the index; of an earlier one, or 0: free */
} HashSlot;

typedef struct HashIndex
{
	OwnArray	slots;			/* HashSlot; a power of two, or none */
	Size		used;
	uint32		filling;		/* counts how often it was emptied; from 1 on */
} HashIndex;

#define HASH_INDEX_INIT {.slots = {.width = sizeof(HashSlot)}, .filling = 1}

extern void hash_index_init(HashIndex *index);
extern uint32 hash_index_find(const HashIndex *index, uint64 hash);
extern bool hash_index_put(HashIndex *index, uint64 hash, uint32 number);
extern void hash_index_clear(HashIndex *index);
extern void hash_index_free(HashIndex *index);

#endif							/* MEMCHECK_HASH_INDEX_H */
