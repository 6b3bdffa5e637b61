/*
 * guard.c
 *		The chunks that the poison probe guards; see guard.h.
 */
#include "postgres.h"

#include "base/address_map.h"
#include "probe/fence.h"
#include "probe/guard.h"

OwnArray	guards = {.width = sizeof(Guard)};
AddressMap	guard_numbers = ADDRESS_MAP_INIT;
static uint32 free_guard;
OwnArray	guarded_contexts = {.width = sizeof(GuardedContext)};
AddressMap	guarded_context_numbers = ADDRESS_MAP_INIT;
static uint32 free_context;

static uint32 oldest;			/* in quarantine, 0: empty */
static uint32 newest;
static Size quarantine_bytes;
static uint32 look = 1;
static OwnArray touched = {.width = sizeof(uint32)};	/* contexts, since the last look */
static bool touched_others;		/* for which there was no memory */
GuardLatest guard_latest;
LatestContext latest_contexts[LATEST_CONTEXTS];
Size		guards_apart;
bool		guards_kept;

void
guards_keep(bool wanted)
{
	guards_kept = wanted;
}

/* Places in use and free ones: numbers go from 1 to here. */
uint32
guard_count(void)
{
	return guards.count;
}

static uint32
number_of(const Guard *guard)
{
	return (guard - (Guard *) guards.data) + 1;
}

static uint32
take_guard(void)
{
	uint32		number = free_guard;

	if (number == 0)
		return own_array_append(&guards) ? guards.count : 0;
	free_guard = guard_at(number)->next;
	memset(guard_at(number), 0, sizeof(Guard));
	return number;
}

static void
give_guard_back(uint32 number)
{
	if (number == guard_latest.guard)
		guard_latest.guard = 0;
	guard_at(number)->pointer = NULL;
	guard_at(number)->next = free_guard;
	free_guard = number;
}

/* The slot of an address at which no guard is any more; NULL without memory. */
static AddressSlot *
free_slot(void *pointer)
{
	AddressSlot *slot = address_map_slot(&guard_numbers, pointer);

	if (slot == NULL || slot->number == 0)
		return slot;
	guard_remove(guard_at(slot->number));
	return address_map_slot(&guard_numbers, pointer);
}

/*
 * A live chunk of which nothing else is known yet, in place of what was guarded there; NULL without
 * memory.
 */
Guard *
guard_add(MemoryContext context, void *pointer)
{
	AddressSlot *slot = free_slot(pointer);
	GuardedContext *owner = slot ? guarded_context(context) : NULL;
	uint32		number = owner ? take_guard() : 0;
	Guard	   *guard;

	if (number == 0)
		return NULL;
	address_map_fill(&guard_numbers, slot, number);
	guard_latest.pointer = pointer;
	guard_latest.guard = number;
	guard = guard_at(number);
	guard->pointer = pointer;
	guard->context = context;
	guard->look = look;
	guarded_context_touch(owner);
	guard->next = owner->guards;
	if (guard->next)
		guard_at(guard->next)->prev = number;
	owner->guards = number;
	return guard;
}

static void
leave_quarantine(Guard *guard)
{
	if (guard->older)
		guard_at(guard->older)->newer = guard->newer;
	else
		oldest = guard->newer;
	if (guard->newer)
		guard_at(guard->newer)->older = guard->older;
	else
		newest = guard->older;
	guard->older = guard->newer = 0;
	quarantine_bytes -= guard->space;
}

static void
unlink_guard(const Guard *guard)
{
	GuardedContext *owner = guarded_context_find(guard->context);

	if (guard->next)
		guard_at(guard->next)->prev = guard->prev;
	if (guard->prev)
		guard_at(guard->prev)->next = guard->next;
	else if (owner && guard->former)
		owner->former = guard->next;
	else if (owner)
		owner->guards = guard->next;
}

void
guard_remove(Guard *guard)
{
	if (guard->state == GUARD_FREED)
		leave_quarantine(guard);
	else if (guard->state == GUARD_GONE && !guard->former)
		guards_apart--;
	fence_forget(guard->pointer, guard->space);
	address_map_remove(&guard_numbers, guard->pointer);
	unlink_guard(guard);
	give_guard_back(number_of(guard));
}

/* A live chunk went with a reset, and its context keeps the memory. */
void
guard_make_former(Guard *guard)
{
	GuardedContext *owner = guarded_context_find(guard->context);

	unlink_guard(guard);
	guard->state = GUARD_GONE;
	guard->former = true;
	guard->prev = 0;
	guard->next = owner->former;
	if (guard->next)
		guard_at(guard->next)->prev = number_of(guard);
	owner->former = number_of(guard);
}

/* A live chunk was freed. */
void
guard_quarantine(Guard *guard)
{
	guard->state = GUARD_FREED;
	guard->look = look;
	guard->older = newest;
	if (newest)
		guard_at(newest)->newer = number_of(guard);
	else
		oldest = number_of(guard);
	newest = number_of(guard);
	quarantine_bytes += guard->space;
}

/* A chunk was freed that is too large to be kept: whoever comes next may be given its memory. */
void
guard_give_up(Guard *guard)
{
	guard->state = GUARD_GONE;
	guards_apart++;
}

Guard *
guard_oldest_in_quarantine(void)
{
	return oldest ? guard_at(oldest) : NULL;
}

Size
guard_quarantine_bytes(void)
{
	return quarantine_bytes;
}

uint32
guarded_context_count(void)
{
	return guarded_contexts.count;
}

static uint32
take_context(void)
{
	uint32		number = free_context;

	if (number == 0)
		return own_array_append(&guarded_contexts) ? guarded_contexts.count : 0;
	free_context = guarded_context_at(number)->next_free;
	memset(guarded_context_at(number), 0, sizeof(GuardedContext));
	return number;
}

static void
give_context_back(uint32 number)
{
	LatestContext *latest = latest_context(guarded_context_at(number)->context);

	if (latest->number == number)
		latest->number = 0;
	guarded_context_at(number)->context = NULL;
	guarded_context_at(number)->next_free = free_context;
	free_context = number;
}

/* The context's place, made if it is new; NULL without memory. */
GuardedContext *
guarded_context(MemoryContext context)
{
	GuardedContext *known = guarded_context_find(context);
	uint32		number = known ? 0 : take_context();

	if (number == 0)
		return known;
	if (!address_map_put(&guarded_context_numbers, context, number))
	{
		give_context_back(number);
		return NULL;
	}
	guarded_context_at(number)->context = context;
	*latest_context(context) = (LatestContext) {context, number};
	return guarded_context_at(number);
}

/* The context and all its chunks are gone. */
void
guarded_context_forget(MemoryContext context)
{
	GuardedContext *known = guarded_context_find(context);

	if (known == NULL)
		return;
	while (known->guards)
		guard_remove(guard_at(known->guards));
	while (known->former)
		guard_remove(guard_at(known->former));
	address_map_remove(&guarded_context_numbers, context);
	give_context_back((known - (GuardedContext *) guarded_contexts.data) + 1);
}

/* Something in it is new. */
void
guarded_context_touch(GuardedContext *context)
{
	uint32	   *number;

	if (context->look == look)
		return;
	context->look = look;
	number = own_array_append(&touched);
	if (number)
		*number = (context - (GuardedContext *) guarded_contexts.data) + 1;
	else
		touched_others = true;
}

uint32
guard_look(void)
{
	return look;
}

void
guard_look_is_over(void)
{
	look++;
	touched.count = 0;
	touched_others = false;
}

/*
 * What arose or was freed since the last look: contexts, their live chunks, freed chunks of all
 * contexts. False: there is more, and no memory to know what.
 */
bool
guards_visit_new(void (*context) (GuardedContext *), void (*live) (const Guard *),
				 void (*freed) (const Guard *))
{
	for (Size i = 0; i < touched.count; i++)
	{
		GuardedContext *owner = guarded_context_at(*(uint32 *) own_array_at(&touched, i));

		if (owner->context == NULL)
			continue;
		context(owner);
		for (uint32 number = owner->guards; number && guard_at(number)->look == look;
			 number = guard_at(number)->next)
			if (guard_at(number)->state == GUARD_LIVE)
				live(guard_at(number));
	}
	for (uint32 number = newest; number && guard_at(number)->look == look;
		 number = guard_at(number)->older)
		freed(guard_at(number));
	return !touched_others;
}

void
guards_clear(void)
{
	own_array_free(&guards);
	address_map_clear(&guard_numbers);
	own_array_free(&guarded_contexts);
	own_array_free(&touched);
	address_map_clear(&guarded_context_numbers);
	guard_latest.pointer = NULL;
	guard_latest.guard = 0;
	memset(latest_contexts, 0, sizeof(latest_contexts));
	guards_apart = 0;
	free_guard = free_context = oldest = newest = 0;
	quarantine_bytes = 0;
}
