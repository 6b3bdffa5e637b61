/*
 * guard_slots.c
 *		The chunks of the sampled guard; see guard_slots.h.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/compat.h"
#include "probe/guard_slots.h"
#include "probe/poison_pattern.h"
#include "utils/memutils.h"

#define CLEAR_BEFORE 64			/* bytes before a chunk's header that are looked at */

char	   *guard_range;
Size		guard_range_bytes;
uint8		guard_contexts[256];

static GuardSlot *places;
static Size page_bytes;
static Size data_bytes;			/* of a place */
static int	live_long;

/* Numbers of places: those that live, and all others, the first one given back at "next". */
static uint8 live_places[GUARD_SLOTS];
static int	live;
static uint8 queue[GUARD_PLACES];
static uint32 next;
static int	kept;				/* of those, the latest, with their contents */

static Size
place_bytes(void)
{
	return data_bytes + page_bytes;
}

static void *
reserve(Size bytes, int rights)
{
	void	   *memory = mmap(NULL, bytes, rights, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
							  -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

/* False: the machine has no room. */
bool
guard_slots_open(void)
{
	Size		records;

	if (guard_range)
		return true;
	page_bytes = sysconf(_SC_PAGESIZE);
	data_bytes = TYPEALIGN(page_bytes, GUARD_BYTES);
	records = TYPEALIGN(page_bytes, GUARD_PLACES * sizeof(GuardSlot));
	if (places == NULL)
		places = reserve(records, PROT_READ | PROT_WRITE);
	if (places == NULL)
		return false;
	guard_range = reserve(GUARD_PLACES * place_bytes(), PROT_NONE);
	if (guard_range == NULL)
		return false;
	guard_range_bytes = GUARD_PLACES * place_bytes();
	own_memory_count(records);
	for (int i = 0; i < GUARD_PLACES; i++)
		queue[i] = i;
	return true;
}

static char *
end_of(const GuardSlot *slot)
{
	return guard_range + (slot - places) * place_bytes() + data_bytes;
}

static Size
space_of(const GuardSlot *slot)
{
	return MAXALIGN(slot->size);
}

/* What palloc returned. */
char *
guard_slot_pointer(const GuardSlot *slot)
{
	return end_of(slot) - space_of(slot);
}

static char *
header_of(const GuardSlot *slot)
{
	return guard_slot_pointer(slot) - sizeof(CompatLoneHeader);
}

/* The pages that a chunk has; those before them are never opened. */
static char *
start_of(const GuardSlot *slot)
{
	return (char *) TYPEALIGN_DOWN(page_bytes, (uintptr_t) header_of(slot));
}

/* The one at this place, which may be empty. */
GuardSlot *
guard_slot_at(const void *address)
{
	return guard_range_has(address) ?
		&places[((const char *) address - guard_range) / place_bytes()] : NULL;
}

/* The chunk that palloc returned this for; NULL: it is none of ours. */
GuardSlot *
guard_slot_of(const void *pointer)
{
	/* one of no bytes ends where it begins */
	GuardSlot  *slot = guard_slot_at((const char *) pointer - 1);

	return slot && slot->state != SLOT_EMPTY && guard_slot_pointer(slot) == pointer ? slot : NULL;
}

/* A live one of the context. */
GuardSlot *
guard_slot_first(MemoryContext context)
{
	for (int i = 0; i < live; i++)
		if (places[live_places[i]].context == context)
			return &places[live_places[i]];
	return NULL;
}

/* The one that was given back so many before the latest. */
static GuardSlot *
given_back_before(int many)
{
	return &places[queue[(next + GUARD_PLACES - live - many) % GUARD_PLACES]];
}

static void
take_from_queue(void)
{
	live_places[live++] = queue[next];
	next = (next + 1) % GUARD_PLACES;
}

static void
put_in_queue(const GuardSlot *slot)
{
	int			i = 0;

	while (live_places[i] != slot - places)
		i++;
	queue[(next + GUARD_PLACES - live) % GUARD_PLACES] = live_places[i];
	live_places[i] = live_places[--live];
}

/* All pages of its place are closed, with what is in them. */
static void
close_place(GuardSlot *slot)
{
	char	   *from = slot->opened ? end_of(slot) - data_bytes : start_of(slot);

	slot->opened = false;
	(void) mprotect(from, end_of(slot) + page_bytes - from, PROT_NONE);
}

/* Its pages go back to the kernel, and are closed. */
static void
drop(GuardSlot *slot)
{
	char	   *from = end_of(slot) - data_bytes;

	if (!slot->kept && !slot->opened)
		return;
	if (slot->kept)
	{
		kept--;
		own_memory_count(-(int64) (end_of(slot) - start_of(slot)));
	}
	slot->kept = slot->opened = false;
	if (mmap(from, place_bytes(), PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) != MAP_FAILED)
		return;
	(void) madvise(from, place_bytes(), MADV_DONTNEED);
	(void) mprotect(from, place_bytes(), PROT_NONE);
}

/* Long-lived chunks may have half of the slots: what comes later is seen, too. */
bool
guard_slots_have_room(int slots, bool long_lived)
{
	return live < slots && !(long_lived && live_long >= (slots + 1) / 2);
}

static void
make_room(int slots)
{
	while (kept > 0 && live + kept >= slots)
		drop(given_back_before(kept));
}

static void
write_header(const GuardSlot *slot, MemoryContext context)
{
	compat_write_sampled_header(guard_slot_pointer(slot), space_of(slot), context);
}

static char *
clear_before(const GuardSlot *slot)
{
	return Max(header_of(slot) - CLEAR_BEFORE, start_of(slot));
}

static void
fill_gaps(const GuardSlot *slot)
{
	char	   *from = clear_before(slot);

	memset(from, CANARY_BYTE, header_of(slot) - from);
	memset(guard_slot_pointer(slot) + slot->size, CANARY_BYTE, space_of(slot) - slot->size);
}

/* In the place of the one that was given back first, if there is room; NULL: it is too large. */
GuardSlot *
guard_slot_make(MemoryContext context, Size size, bool long_lived, int slots)
{
	GuardSlot  *slot;

	if (MAXALIGN(size) + sizeof(CompatLoneHeader) > GUARD_BYTES)
		return NULL;
	make_room(slots);
	slot = &places[queue[next]];
	drop(slot);
	*slot = (GuardSlot) {.context = context,.context_name = context->name,.size = size,
		.long_lived = long_lived};
	if (mprotect(start_of(slot), end_of(slot) - start_of(slot), PROT_READ | PROT_WRITE) != 0)
		return NULL;
	slot->state = SLOT_LIVE;
	take_from_queue();
	live_long += long_lived;
	(*guard_context_count(context))++;
	own_memory_count(end_of(slot) - start_of(slot));
	context->mem_allocated += space_of(slot);
	write_header(slot, context);
	fill_gaps(slot);
	return slot;
}

/* A live chunk goes. Its context may do so, too. */
void
guard_slot_give_back(GuardSlot *slot, GuardSlotState state)
{
	(*guard_context_count(slot->context))--;
	slot->context->mem_allocated -= space_of(slot);
	write_header(slot, TopMemoryContext);
	slot->state = state;
	slot->kept = true;
	put_in_queue(slot);
	live_long -= slot->long_lived;
	kept++;
	close_place(slot);
}

/* One that was given back is as it was before somebody's look at its header opened it. */
void
guard_slot_close_again(GuardSlot *slot)
{
	if (slot->opened && slot->kept)
		close_place(slot);
}

/* How many bytes of its gaps were written to, and where the first is, from the pointer on. */
Size
guard_slot_damage(const GuardSlot *slot, ptrdiff_t *at)
{
	char	   *pointer = guard_slot_pointer(slot);
	char	   *from = clear_before(slot);
	Size		before;
	Size		behind;
	Size		first = canary_damage(from, header_of(slot) - from, &before);

	*at = from + first - pointer;
	first = canary_damage(pointer + slot->size, space_of(slot) - slot->size, &behind);
	if (before == 0)
		*at = slot->size + first;
	return before + behind;
}

/* Opens all pages of its place, for who touches one of them. False: the machine has no room. */
bool
guard_slot_reveal(GuardSlot *slot)
{
	if (mprotect(end_of(slot) - data_bytes, place_bytes(), PROT_READ | PROT_WRITE) != 0)
		return false;
	slot->opened = true;
	if (slot->state != SLOT_EMPTY && slot->state != SLOT_LIVE && !slot->kept)
		write_header(slot, TopMemoryContext);
	return true;
}
