/*
 * guard_slots.h
 *		The few chunks that the sampled guard has at a time (sampled_guard.h), each in pages of its
 *		own.
 *
 * A range of addresses is reserved, all of it closed: GUARD_PLACES places, each with pages for the
 * largest chunk and one behind them that stays closed. A chunk ends where these pages end (but for
 * MAXALIGN); those before its header are never touched, and cost nothing. A header is that of a
 * chunk that no block of its context holds (compat.h). From 16 on it names methods of ours, so that
 * nobody else's pays for finding ours.
 *
 * A chunk that is given back has its pages closed, with what was in them, until there are as many
 * closed ones and live ones as there are slots: then the oldest closed one loses its contents. Its
 * place is given out again when all others have been. A header in a closed chunk names
 * TopMemoryContext: its own may be gone.
 *
 * An access to a closed page opens the chunk's pages, also the one behind it, until the place is
 * given out again: one access to a chunk is told, and nobody is stopped by a second one. What had
 * no contents any more reads as zeros.
 *
 *	Memory		fixed: one page and mostly no more for each slot, GUARD_BYTES at most, and the
 *				records of the places, 150 kB, of which the kernel gives what is used.
 *	Who calls	The backend's thread, inside the allocator: the kernel's calls alone, no lock, no
 *				error, no palloc. What is marked so may run in a signal handler.
 *	fork()		The range is the process's that opened it, and a copy of its child's.
 */
#ifndef MEMCHECK_GUARD_SLOTS_H
#define MEMCHECK_GUARD_SLOTS_H

#include "base/own_memory.h"

#define GUARD_PLACES 256		/* of which so many are slots at most: */
#define GUARD_SLOTS 128
#define GUARD_BYTES (64 * 1024) /* of a chunk with its header */
#define GUARD_FRAMES 32

typedef enum GuardSlotState
{
	SLOT_EMPTY,
	SLOT_LIVE,
	SLOT_FREED,
	SLOT_RESET,					/* by a reset or delete of its context */
} GuardSlotState;

typedef struct GuardStack
{
	int			frames;
	uintptr_t	pcs[GUARD_FRAMES];
} GuardStack;

typedef struct GuardSlot
{
	MemoryContext context;		/* whose it is, or was */
	const char *context_name;
	uint32		size;			/* asked for */
	uint8		state;			/* GuardSlotState */
	bool		kept;			/* closed, with what was in it */
	bool		opened;			/* by an access */
	bool		long_lived;
	GuardStack	made;
	GuardStack	gone;			/* who gave it back */
} GuardSlot;

/* guard_slots.c fills these in. */
extern OWN_VARIABLE char *guard_range;	/* NULL: not open */
extern OWN_VARIABLE Size guard_range_bytes;
extern OWN_VARIABLE uint8 guard_contexts[256];	/* live chunks, by their context */

static inline uint8 *
guard_context_count(MemoryContext context)
{
	return &guard_contexts[((uintptr_t) context >> 4 ^ (uintptr_t) context >> 12) % 256];
}

/* Whether a live chunk may be in the context. */
static inline bool
guard_slots_may_have(MemoryContext context)
{
	return *guard_context_count(context) != 0;
}

/* Also in a signal handler. */
static inline bool
guard_range_has(const void *address)
{
	return (uintptr_t) address - (uintptr_t) guard_range < guard_range_bytes;
}

extern bool guard_slots_open(void);
extern bool guard_slots_have_room(int slots, bool long_lived);
extern GuardSlot *guard_slot_make(MemoryContext context, Size size, bool long_lived, int slots);
extern void guard_slot_give_back(GuardSlot *slot, GuardSlotState state);
extern void guard_slot_close_again(GuardSlot *slot);
extern GuardSlot *guard_slot_of(const void *pointer);
extern GuardSlot *guard_slot_first(MemoryContext context);
extern Size guard_slot_damage(const GuardSlot *slot, ptrdiff_t *at);

/* also in a signal handler */
extern GuardSlot *guard_slot_at(const void *address);
extern char *guard_slot_pointer(const GuardSlot *slot);
extern bool guard_slot_reveal(GuardSlot *slot);

#endif							/* MEMCHECK_GUARD_SLOTS_H */
