/*
 * poison_place.h
 *		Which chunks, frees, resets and deletions the poison probe deals with, of the very many that
 *		one place makes.
 *
 * A place is where the way to the allocator begins: the two innermost functions of the server or of
 * an extension, and how deep the stack is there. That is quickly told, the whole stack is not. Of
 * what is done in one place while the probe runs, the first so many are dealt with, and then each
 * so many: more where an extension had a part in it, fewer where the server was by itself. (An
 * extension may have a pointer to that as well.) The others go to the server as they are, count as
 * LOSS_UNPOISONED, and the verdict says so.
 *
 * Places are remembered as far as there is room. One that was forgotten begins anew.
 *
 * Called inside the allocator, by the backend's thread: no palloc, no lock, no error.
 */
#ifndef MEMCHECK_POISON_PLACE_H
#define MEMCHECK_POISON_PLACE_H

#include "stack/stack_unwind.h"

#define POISON_PLACES_LOG 12	/* sets of two */
#define POISON_PLACES (1 << POISON_PLACES_LOG)

typedef struct PoisonPlace
{
	uint64		key;			/* 0: free */
	uint32		passing;		/* times that are left to the server before its next turn */
	uint32		times:31;		/* that there were, those included */
	unsigned	of_extension:1; /* one had a part in it once */
} PoisonPlace;

/* poison_place.c fills this in. */
extern OWN_VARIABLE PoisonPlace poison_places[POISON_PLACES];

extern void poison_places_begin(void);
extern void poison_leaves_out(bool wanted);
extern uint32 poison_chosen(const void *door);
extern void poison_places_count(void);

static inline PoisonPlace *
poison_places_of(uint64 key)
{
	/* what was added to a key last is in its lower bits alone */
	return &poison_places[unwind_key_with(key, 0) >> (64 - POISON_PLACES_LOG) & ~UINT64CONST(1)];
}

/* Whether what comes from this place is left to the server. */
static inline bool
poison_passes_at(uint64 key)
{
	PoisonPlace *place = poison_places_of(key);

	if (place->key != key)
		place++;
	/* a free place lets nothing pass */
	if (place->key != key || place->passing == 0)
		return false;
	place->passing--;
	return true;
}

/* The same of what comes through this door; false also where that is not told quickly. */
static inline bool
poison_passes_quickly(const void *door)
{
	uint64		key = unwind_usual_place(door);

	return key && poison_passes_at(key);
}

/* Whether it is dealt with, and then the number of its stack. */
static inline bool
poison_chooses(const void *door, uint32 *site)
{
	if (poison_passes_at(unwind_place(door)))
		return false;
	*site = poison_chosen(door);
	return true;
}

#endif							/* MEMCHECK_POISON_PLACE_H */
