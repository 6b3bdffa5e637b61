/*
 * malloc_ledger.c
 *		What is allocated outside the contexts; see malloc_ledger.h.
 *
 * Stacks and chunks stand in arrays and are called by number, from 1. No path of the tree
 * is 0, so a holding under path 0 is one outside contexts.
 */
#include "postgres.h"

#include <time.h>

#include "base/address_map.h"
#include "base/loss.h"
#include "stack/frame.h"
#include "stack/module.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "stack/stack_unwind.h"
#include "trace/holding.h"
#include "trace/malloc_ledger.h"

#define SPINS 200
#define DEEPEST 256				/* frames that are looked through */
#define KEPT_FRAMES (SITE_FRAMES - 8)
#define FEWEST_SLOTS 1024

/* what a stack made, or made larger, and what older memory it freed */
typedef enum Side
{
	SIDE_MADE,
	SIDE_ENLARGED,
	SIDE_RELEASED,
	SIDES
} Side;

typedef struct LedgerStack
{
	uint64		hash;
	uint32		first;			/* of its frames */
	uint32		count;
	uint32		site;			/* its number as a site, 0: not asked yet */
	bool		changed;		/* is in the list of changed ones */
	int64		bytes[SIDES];	/* change since it was settled */
	int64		chunks[SIDES];
} LedgerStack;

typedef struct FreshStack
{
	uintptr_t	pcs[KEPT_FRAMES];
	int			count;
	uint64		hash;
} FreshStack;

static int	lock;				/* 1: somebody works here */
static OwnArray stacks = {.width = sizeof(LedgerStack)};
static OwnArray frames = {.width = sizeof(uintptr_t)};
static OwnArray slots = {.width = sizeof(uint32)};	/* numbers of stacks by hash, 0: free */
static OwnArray changed = {.width = sizeof(uint32)};
static OwnArray chunks = {.width = sizeof(LedgerChunk)};
static AddressMap chunk_numbers = ADDRESS_MAP_INIT;
static uint32 free_chunk;

static LedgerStack *
stack_at(uint32 number)
{
	return own_array_at(&stacks, number - 1);
}

static LedgerChunk *
chunk_at_number(uint32 number)
{
	return own_array_at(&chunks, number - 1);
}

static bool
try_lock(void)
{
	return __atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE) == 0;
}

/* False if its holder does not come out in time. */
static bool
get_lock(void)
{
	struct timespec moment = {.tv_nsec = 1000 * 1000};

	for (int i = 0; i < SPINS; i++)
		if (try_lock())
			return true;
	for (int i = 0; i < LEDGER_WAIT_MS; i++)
	{
		if (try_lock())
			return true;
		nanosleep(&moment, NULL);
	}
	return try_lock();
}

static void
release_lock(void)
{
	__atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
}

/* Through the door and the lock, if both are open; then leave(). */
static bool
enter(int *saved_errno)
{
	*saved_errno = errno;
	if (!recording_goes_on() || !recording_enter())
		return false;
	if (get_lock())
	{
		if (recording_goes_on())
			return true;
		release_lock();
	}
	else
		loss_note(LOSS_LOCKED_OUT);
	recording_leave();
	errno = *saved_errno;
	return false;
}

static void
leave(int saved_errno)
{
	release_lock();
	recording_leave();
	errno = saved_errno;
}

/*
 * Keeps the inner end of a stack that is too long. If a library has called itself so often that
 * its owner would be lost, the outer half of the room gets the frames from the nearest one of
 * the server or of an extension on.
 */
static void
keep_frames(FreshStack *taken, const uintptr_t *pcs, int count)
{
	int			asked = 0;
	int			outer;

	taken->count = Min(count, KEPT_FRAMES);
	memcpy(taken->pcs, pcs, sizeof(uintptr_t) * taken->count);
	if (count <= KEPT_FRAMES)
		return;
	while (asked < count && !module_is_accountable(pcs[asked]))
		asked++;
	if (asked < KEPT_FRAMES || asked == count)
		return;
	outer = Min(count - asked, KEPT_FRAMES / 2);
	memcpy(taken->pcs + KEPT_FRAMES - outer, pcs + asked, sizeof(uintptr_t) * outer);
}

/* The stack of the caller, without frames of ours at the inner end. */
static void
take_stack(FreshStack *taken)
{
	uintptr_t	pcs[DEEPEST];
	int			count = unwind_stack(pcs, DEEPEST);
	int			own = 0;

	while (own < count && frame_is_observer(pcs[own]))
		own++;
	keep_frames(taken, pcs + own, count - own);
	taken->hash = 0;
	for (int i = 0; i < taken->count; i++)
		taken->hash = own_hash(taken->hash * 31 + taken->pcs[i]);
}

static uint32 *
slot_of(OwnArray *table, uint64 hash)
{
	uint32	   *slot = (uint32 *) table->data;
	Size		i = hash & (table->count - 1);

	while (slot[i] != 0 && stack_at(slot[i])->hash != hash)
		i = (i + 1) & (table->count - 1);
	return &slot[i];
}

static bool
have_slots(void)
{
	OwnArray	fresh = {.width = sizeof(uint32)};
	Size		wanted = Max(slots.count * 2, FEWEST_SLOTS);

	if (stacks.count * 2 < slots.count)
		return true;
	if (!own_array_reserve(&fresh, wanted))
		return false;
	fresh.count = wanted;
	for (Size i = 0; i < stacks.count; i++)
		*slot_of(&fresh, stack_at(i + 1)->hash) = i + 1;
	own_array_free(&slots);
	slots = fresh;
	return true;
}

/* The number of this stack, 0 without memory. */
static uint32
number_of(const FreshStack *taken)
{
	LedgerStack *stack;
	uint32	   *slot;

	if (!have_slots())
		return 0;
	slot = slot_of(&slots, taken->hash);
	if (*slot != 0)
		return *slot;
	if (!own_array_reserve(&frames, frames.count + taken->count) ||
		(stack = own_array_append(&stacks)) == NULL)
		return 0;
	stack->hash = taken->hash;
	stack->first = frames.count;
	stack->count = taken->count;
	memcpy(own_array_at(&frames, frames.count), taken->pcs, sizeof(uintptr_t) * taken->count);
	frames.count += taken->count;
	*slot = stacks.count;
	return *slot;
}

static void
count(uint32 number, Side side, int64 bytes, int64 pieces)
{
	LedgerStack *stack = stack_at(number);

	stack->bytes[side] += bytes;
	stack->chunks[side] += pieces;
	if (!stack->changed)
	{
		uint32	   *entry = own_array_append(&changed);

		if (entry == NULL)
			return;				/* comes into the list with its next change */
		*entry = number;
		stack->changed = true;
	}
}

static Side
side_of(const LedgerChunk *chunk)
{
	return chunk->enlarged ? SIDE_ENLARGED : SIDE_MADE;
}

static LedgerChunk
remove_chunk(void *pointer)
{
	uint32		number = address_map_find(&chunk_numbers, pointer);
	LedgerChunk chunk = {NULL, 0, 0, false};

	if (number == 0)
		return chunk;
	chunk = *chunk_at_number(number);
	count(chunk.stack, side_of(&chunk), -chunk.bytes, -1);
	address_map_remove(&chunk_numbers, pointer);
	chunk_at_number(number)->stack = free_chunk;
	free_chunk = number;
	return chunk;
}

static bool
add_chunk(const LedgerChunk *chunk)
{
	uint32		number = free_chunk;

	if (chunk->stack == 0)
		return false;
	if (number != 0)
		free_chunk = chunk_at_number(number)->stack;
	else if (own_array_append(&chunks))
		number = chunks.count;
	else
		return false;
	*chunk_at_number(number) = *chunk;
	if (!address_map_put(&chunk_numbers, chunk->pointer, number))
	{
		chunk_at_number(number)->stack = free_chunk;
		free_chunk = number;
		return false;
	}
	count(chunk->stack, side_of(chunk), chunk->bytes, 1);
	return true;
}

/* The caller's caller has just got this memory, in place of less if it was enlarged. */
void
ledger_made(void *pointer, int64 bytes, bool enlarged)
{
	LedgerChunk chunk = {pointer, bytes, 0, enlarged};
	FreshStack	taken;
	int			saved_errno;

	if (pointer == NULL || !recording_goes_on() || !recording_enter())
		return;
	take_stack(&taken);
	recording_leave();
	if (!enter(&saved_errno))
		return;
	/* freed where we could not see it */
	remove_chunk(pointer);
	chunk.stack = number_of(&taken);
	if (!add_chunk(&chunk))
		loss_note(LOSS_NO_MEMORY);
	leave(saved_errno);
}

/* Before it is given back: what was known of it. */
LedgerChunk
ledger_gone(void *pointer)
{
	LedgerChunk chunk = {NULL, 0, 0, false};
	int			saved_errno;

	if (pointer == NULL || !enter(&saved_errno))
		return chunk;
	chunk = remove_chunk(pointer);
	leave(saved_errno);
	return chunk;
}

/* It was not given back after all. */
void
ledger_still_there(const LedgerChunk *chunk)
{
	int			saved_errno;

	if (chunk->pointer == NULL || !enter(&saved_errno))
		return;
	if (!add_chunk(chunk))
		loss_note(LOSS_NO_MEMORY);
	leave(saved_errno);
}

/* The caller's caller frees what was allocated before tracing began. */
void
ledger_released_older(int64 bytes)
{
	FreshStack	taken;
	uint32		stack;
	int			saved_errno;

	if (!enter(&saved_errno))
		return;
	take_stack(&taken);
	stack = number_of(&taken);
	if (stack != 0)
		count(stack, SIDE_RELEASED, -bytes, -1);
	else
		loss_note(LOSS_NO_MEMORY);
	leave(saved_errno);
}

static uint32
site_of(LedgerStack *stack)
{
	if (stack->site == 0)
		stack->site = site_of_stack(own_array_at(&frames, stack->first), stack->count);
	return stack->site;
}

static void
settle_stack(LedgerStack *stack)
{
	static const HoldingKind kinds[] = {[SIDE_MADE] = HOLDING_MADE,
										[SIDE_ENLARGED] = HOLDING_ENLARGED,
										[SIDE_RELEASED] = HOLDING_RELEASED};

	for (int side = 0; side < SIDES; side++)
	{
		if (stack->bytes[side] != 0 || stack->chunks[side] != 0)
			holding_add(holding_of(site_of(stack), 0, kinds[side], 0), stack->bytes[side],
						stack->chunks[side]);
		stack->bytes[side] = stack->chunks[side] = 0;
	}
	stack->changed = false;
}

/* Brings what changed into the holdings. */
void
ledger_settle(void)
{
	int			saved_errno;

	if (!enter(&saved_errno))
		return;
	for (Size i = 0; i < changed.count; i++)
		settle_stack(stack_at(*(uint32 *) own_array_at(&changed, i)));
	changed.count = 0;
	leave(saved_errno);
}

static bool
has_frame_in(const LedgerStack *stack, uintptr_t start, uintptr_t end)
{
	const uintptr_t *pcs = own_array_at(&frames, stack->first);

	for (uint32 i = 0; i < stack->count; i++)
		if (pcs[i] > start && pcs[i] <= end)
			return true;
	return false;
}

/*
 * The library of these addresses has gone: a stack that looks the same is another one from now on.
 */
void
ledger_forget(uintptr_t start, uintptr_t end, uintptr_t renamed)
{
	int			saved_errno;

	if (!enter(&saved_errno))
		return;
	for (Size i = 0; i < stacks.count; i++)
	{
		LedgerStack *stack = stack_at(i + 1);

		if (!has_frame_in(stack, start, end))
			continue;
		(void) site_of(stack);
		stack->hash = PG_UINT64_MAX - i;
	}
	if (slots.count > 0)
	{
		memset(slots.data, 0, slots.count * sizeof(uint32));
		for (Size i = 0; i < stacks.count; i++)
			*slot_of(&slots, stack_at(i + 1)->hash) = i + 1;
	}
	leave(saved_errno);
}

/* When nothing is recorded any more. A thread that is still at work here leaves first. */
void
ledger_clear(void)
{
	if (!get_lock())
		return;
	own_array_free(&stacks);
	own_array_free(&frames);
	own_array_free(&slots);
	own_array_free(&changed);
	own_array_free(&chunks);
	address_map_clear(&chunk_numbers);
	free_chunk = 0;
	release_lock();
}
