/*
 * guard.h
 *		The chunks that the poison probe guards, and the contexts they are in.
 *
 * A guard stands for an address that palloc returned while the probe runs. It stays as long as
 * the chunk lives, and while the freed chunk is kept in quarantine. After that it stays until the
 * context is reset, as the address may still belong to the context. The guards of one context form
 * a list. Those in quarantine form another, oldest first. What a reset took from the block that the
 * context keeps is former: in a list of its own, until its address is given out again.
 *
 * Looks are numbered, so that one may be at what arose or was freed since the one before it.
 * guard_look() is the number of the next one.
 *
 * Numbers are stable, pointers only until the next guard or context is added.
 * Process-private, in our own memory, no locks, no errors, no palloc.
 */
#ifndef MEMCHECK_GUARD_H
#define MEMCHECK_GUARD_H

#include "base/address_map.h"

#define QUARANTINE_BYTES (8 * 1024 * 1024)
#define QUARANTINE_CHUNK_BYTES (64 * 1024)

typedef enum GuardState
{
	GUARD_LIVE,
	GUARD_FREED,				/* in quarantine: the server has it as in use */
	GUARD_GONE,					/* reset, or too large to be kept: the server has it as free */
} GuardState;

typedef struct Guard
{
	/* fixed while the chunk lives */
	char	   *pointer;		/* NULL: free place */
	MemoryContext context;
	Size		size;			/* bytes that were asked for */
	Size		space;			/* bytes that the chunk has */
	uint32		made_at;		/* site, 0: before the probe began */

	/* changes */
	unsigned	state:2;		/* GuardState */
	unsigned	former:1;
	unsigned	look:29;		/* the first one since it was made, or freed */
	uint32		freed_at;		/* site, 0: not freed by itself */
	uint32		reset_at;		/* site of the reset that took it, 0: none */
	uint32		next;			/* of the same context */
	uint32		prev;
	uint32		newer;			/* in quarantine */
	uint32		older;
} Guard;

typedef struct GuardedContext
{
	MemoryContext context;		/* NULL: free place */
	uint32		guards;			/* the first, 0: none */
	uint32		former;			/* likewise, the latest first */
	uint32		reset_at;		/* site of its latest reset, 0: unknown */
	char	   *clean_from;		/* poisoned when it was reset; NULL: never */
	char	   *clean_to;
	char	   *used_to;		/* given out since, up to here; NULL: cannot be told */
	uint32		right_in;		/* the look when that was last seen to be as it should be */
	uint32		look;			/* the first one since a chunk was made or it was reset */
	uint32		next_free;
} GuardedContext;

/* Site of what gave the chunk back; 0: it lives, or that is unknown. */
static inline uint32
guard_given_back_at(const Guard *guard)
{
	return guard->freed_at ? guard->freed_at : guard->reset_at;
}

extern void guards_keep(bool wanted);

extern Guard *guard_add(MemoryContext context, void *pointer);
extern uint32 guard_count(void);
extern void guard_remove(Guard *guard);
extern void guard_make_former(Guard *guard);
extern void guard_quarantine(Guard *guard);
extern void guard_give_up(Guard *guard);
extern Guard *guard_oldest_in_quarantine(void);
extern Size guard_quarantine_bytes(void);

extern GuardedContext *guarded_context(MemoryContext context);
extern uint32 guarded_context_count(void);
extern void guarded_context_forget(MemoryContext context);
extern void guarded_context_touch(GuardedContext *context);
extern void guards_clear(void);

extern uint32 guard_look(void);
extern void guard_look_is_over(void);
extern bool guards_visit_new(void (*context) (GuardedContext *), void (*live) (const Guard *),
							 void (*freed) (const Guard *));

/* What was asked for last. */
typedef struct GuardLatest
{
	const void *pointer;
	uint32		guard;			/* at this pointer, 0: none */
} GuardLatest;

#define LATEST_CONTEXTS 64

/* A context that was asked for lately, at a place by its address. */
typedef struct LatestContext
{
	MemoryContext context;
	uint32		number;			/* 0: it is none that has guards */
} LatestContext;

/* guard.c fills these in. */
extern OWN_VARIABLE OwnArray guards;			/* Guard */
extern OWN_VARIABLE AddressMap guard_numbers;
extern OWN_VARIABLE OwnArray guarded_contexts;	/* GuardedContext */
extern OWN_VARIABLE AddressMap guarded_context_numbers;
extern OWN_VARIABLE GuardLatest guard_latest;
extern OWN_VARIABLE LatestContext latest_contexts[LATEST_CONTEXTS];
extern OWN_VARIABLE Size guards_apart;	/* of chunks that any context may be given the memory of */
extern OWN_VARIABLE bool guards_kept;

/* Whether what is allocated from now on gets a guard. */
static inline bool
guards_are_kept(void)
{
	return guards_kept;
}

static inline Guard *
guard_at(uint32 number)
{
	return (Guard *) guards.data + number - 1;
}

/* A free asks more than once. */
static inline Guard *
guard_find(const void *pointer)
{
	if (pointer != guard_latest.pointer || pointer == NULL)
	{
		guard_latest.guard = address_map_find(&guard_numbers, pointer);
		guard_latest.pointer = pointer;
	}
	return guard_latest.guard ? guard_at(guard_latest.guard) : NULL;
}

static inline GuardedContext *
guarded_context_at(uint32 number)
{
	return (GuardedContext *) guarded_contexts.data + number - 1;
}

static inline LatestContext *
latest_context(MemoryContext context)
{
	uintptr_t	address = (uintptr_t) context;

	return &latest_contexts[(address >> 4 ^ address >> 10) % LATEST_CONTEXTS];
}

static inline GuardedContext *
guarded_context_find(MemoryContext context)
{
	LatestContext *latest = latest_context(context);

	if (context != latest->context)
	{
		latest->number = address_map_find(&guarded_context_numbers, context);
		latest->context = context;
	}
	return latest->number ? guarded_context_at(latest->number) : NULL;
}

/*
 * Whether a chunk that the server makes in this context may lie where one was that has a guard
 * still, or where a reset left poison.
 */
static inline bool
guards_may_be_below(MemoryContext context)
{
	const GuardedContext *owner = guarded_context_find(context);

	return guards_apart > 0 || (owner && (owner->former || owner->clean_from));
}

#endif							/* MEMCHECK_GUARD_H */
