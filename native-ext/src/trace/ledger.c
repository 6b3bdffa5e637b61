/*
 * ledger.c
 *		What call stacks hold outside the contexts; see ledger.h.
 *
 * Stacks stand in an array and are called by number, from 1. No path of the tree
 * is 0, so a holding under path 0 is one outside contexts.
 */
#include "postgres.h"

#include <time.h>

#include "base/loss.h"
#include "base/own_memory.h"
#include "stack/frame.h"
#include "stack/module.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "stack/stack_unwind.h"
#include "trace/ledger.h"

#define SPINS 200
#define DEEPEST 256				/* frames that are looked through */
#define FEWEST_SLOTS 1024

typedef struct LedgerStack
{
	uint64		hash;
	uint32		first;			/* of its frames */
	uint32		count;
	uint32		site;			/* its number as a site, 0: not asked yet */
	bool		changed;		/* is in the list of changed ones */
	int64		bytes[HOLDING_KINDS];	/* change since it was settled */
	int64		pieces[HOLDING_KINDS];
} LedgerStack;

static int	lock;				/* 1: somebody works here */
static OwnArray stacks = {.width = sizeof(LedgerStack)};
static OwnArray frames = {.width = sizeof(uintptr_t)};
static OwnArray slots = {.width = sizeof(uint32)};	/* numbers of stacks by hash, 0: free */
static OwnArray changed = {.width = sizeof(uint32)};

static LedgerStack *
stack_at(uint32 number)
{
	return own_array_at(&stacks, number - 1);
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

/* Through the door and the lock, if both are open; then ledger_leave(). */
bool
ledger_enter(int *saved_errno)
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

void
ledger_leave(int saved_errno)
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
keep_frames(LedgerCaller *taken, const uintptr_t *pcs, int count)
{
	int			asked = 0;
	int			outer;

	taken->count = Min(count, LEDGER_FRAMES);
	memcpy(taken->pcs, pcs, sizeof(uintptr_t) * taken->count);
	if (count <= LEDGER_FRAMES)
		return;
	while (asked < count && !module_is_accountable(pcs[asked]))
		asked++;
	if (asked < LEDGER_FRAMES || asked == count)
		return;
	outer = Min(count - asked, LEDGER_FRAMES / 2);
	memcpy(taken->pcs + LEDGER_FRAMES - outer, pcs + asked, sizeof(uintptr_t) * outer);
}

/* The stack of the caller, without frames of ours at the inner end. */
static void
take_stack(LedgerCaller *taken)
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
uint32
ledger_stack(const LedgerCaller *taken)
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

/* Adds to what a stack holds, or takes from it. */
void
ledger_count(uint32 number, HoldingKind kind, int64 bytes, int64 pieces)
{
	LedgerStack *stack = stack_at(number);

	stack->bytes[kind] += bytes;
	stack->pieces[kind] += pieces;
	if (!stack->changed)
	{
		uint32	   *entry = own_array_append(&changed);

		if (entry == NULL)
			return;				/* comes into the list with its next change */
		*entry = number;
		stack->changed = true;
	}
}

/* The caller's caller, before the lock is taken; false if nothing is to be recorded. */
bool
ledger_take_caller(LedgerCaller *taken)
{
	int			saved_errno = errno;

	if (!recording_goes_on() || !recording_enter())
		return false;
	take_stack(taken);
	recording_leave();
	errno = saved_errno;
	return true;
}

/* The caller's caller gives back what there was before tracing began. */
void
ledger_released_older(HoldingKind kind, int64 bytes)
{
	LedgerCaller taken;
	uint32		stack;
	int			saved_errno;

	if (!ledger_take_caller(&taken) || !ledger_enter(&saved_errno))
		return;
	stack = ledger_stack(&taken);
	if (stack != 0)
		ledger_count(stack, kind, -bytes, -1);
	else
		loss_note(LOSS_NO_MEMORY);
	ledger_leave(saved_errno);
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
	for (int kind = 0; kind < HOLDING_KINDS; kind++)
	{
		if (stack->bytes[kind] != 0 || stack->pieces[kind] != 0)
			holding_add(holding_of(site_of(stack), 0, kind, 0), stack->bytes[kind],
						stack->pieces[kind]);
		stack->bytes[kind] = stack->pieces[kind] = 0;
	}
	stack->changed = false;
}

/* Brings what changed into the holdings. */
void
ledger_settle(void)
{
	int			saved_errno;

	if (!ledger_enter(&saved_errno))
		return;
	for (Size i = 0; i < changed.count; i++)
		settle_stack(stack_at(*(uint32 *) own_array_at(&changed, i)));
	changed.count = 0;
	ledger_leave(saved_errno);
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

	if (!ledger_enter(&saved_errno))
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
	ledger_leave(saved_errno);
}

/*
 * When nothing is recorded any more. A thread that is still at work here leaves first. What has
 * numbers of stacks is freed with them.
 */
void
ledger_clear(void (*free_entries) (void))
{
	if (!get_lock())
		return;
	free_entries();
	own_array_free(&stacks);
	own_array_free(&frames);
	own_array_free(&slots);
	own_array_free(&changed);
	release_lock();
}
