/*
 * own_memory.h
 *		Memory of memcheck's own, outside the contexts and outside malloc.
 *
 * What we keep must neither show in the tree that we measure nor in the
 * malloc figures that we compare, so it comes from anonymous mappings. An
 * OwnArray is a growable array of items of one width; item pointers are valid
 * until the next reservation.
 *
 * own_memory_mapped() says how much that is now, in this process: what was mapped, whether it is in
 * use or kept for the next time. Who maps memory elsewhere tells own_memory_count().
 *
 * Callers: everything, hooks and other threads included. Nothing here raises an error or calls
 * palloc; a false return means that the machine has no memory left.
 */
#ifndef MEMCHECK_OWN_MEMORY_H
#define MEMCHECK_OWN_MEMORY_H

/* Of a variable that several of our files use: no library sees it, so it is reached directly. */
#define OWN_VARIABLE __attribute__((visibility("hidden")))

typedef struct OwnArray
{
	char	   *data;
	Size		width;			/* bytes of one item */
	Size		count;			/* items in use */
	Size		capacity;		/* items that fit */
} OwnArray;

extern int64 own_memory_mapped(void);
extern void own_memory_count(int64 bytes);
extern void own_array_init(OwnArray *array, Size width);
extern bool own_array_reserve(OwnArray *array, Size items);
extern void *own_array_append(OwnArray *array);
extern bool own_array_append_bytes(OwnArray *array, const char *bytes, Size length);
extern void own_array_free(OwnArray *array);

static inline void *
own_array_at(const OwnArray *array, Size index)
{
	return array->data + index * array->width;
}

/* Spreads the bits of a key or an address over a hash table's slots. */
static inline uint64
own_hash(uint64 value)
{
	value ^= value >> 32;
	value *= UINT64CONST(0x9E3779B97F4A7C15);
	return value ^ (value >> 29);
}

#endif							/* MEMCHECK_OWN_MEMORY_H */
