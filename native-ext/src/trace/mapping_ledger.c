/*
 * mapping_ledger.c
 *		What is mapped; see mapping_ledger.h.
 *
 * The stretches stand in an array, the one with the highest addresses first. None overlaps another.
 */
#include "postgres.h"

#include <unistd.h>

#include "base/loss.h"
#include "base/own_memory.h"
#include "trace/ledger.h"
#include "trace/mapping_ledger.h"

static OwnArray mappings = {.width = sizeof(LedgerMapping)};

/* Since the process began, those that are unmapped again, too. */
static uint64 made;

static LedgerMapping *
mapping_at(Size index)
{
	return own_array_at(&mappings, index);
}

static uintptr_t
end_of(const LedgerMapping *mapping)
{
	return mapping->start + mapping->bytes;
}

static void
count(const LedgerMapping *mapping, int64 bytes, int64 pieces)
{
	ledger_count(mapping->stack, mapping->enlarged ? HOLDING_MAPPED_LARGER : HOLDING_MAPPED,
				 bytes, pieces);
}

/* As many bytes as the kernel maps for so many. */
Size
ledger_pages(Size bytes)
{
	return TYPEALIGN((Size) sysconf(_SC_PAGESIZE), bytes);
}

/* The first stretch that begins below this address. */
static Size
first_below(uintptr_t address)
{
	Size		low = 0;
	Size		high = mappings.count;

	while (low < high)
	{
		Size		middle = (low + high) / 2;

		if (mapping_at(middle)->start < address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Puts it where it belongs; false without memory. */
static bool
insert(const LedgerMapping *mapping)
{
	Size		place = first_below(mapping->start);

	if (own_array_append(&mappings) == NULL)
		return false;
	memmove(mapping_at(place) + 1, mapping_at(place),
			(mappings.count - 1 - place) * sizeof(LedgerMapping));
	*mapping_at(place) = *mapping;
	return true;
}

static void
add(const LedgerMapping *mapping)
{
	if (mapping->stack != 0 && insert(mapping))
		count(mapping, mapping->bytes, 1);
	else
		loss_note(LOSS_NO_MEMORY);
}

/* Takes what lies between two addresses out of a stretch; false if nothing of it is left. */
static bool
cut(LedgerMapping *mapping, uintptr_t start, uintptr_t end, LedgerMapping *lower)
{
	LedgerMapping before = *mapping;
	LedgerMapping upper = before;
	Size		cut_bytes = Min(end, end_of(&before)) - Max(start, before.start);

	*lower = before;
	lower->bytes = start > before.start ? start - before.start : 0;
	upper.start = end;
	upper.bytes = end_of(&before) > end ? end_of(&before) - end : 0;
	count(&before, -(int64) cut_bytes, (lower->bytes > 0) + (upper.bytes > 0) - 1);
	*mapping = upper.bytes > 0 ? upper : *lower;
	if (upper.bytes == 0)
		lower->bytes = 0;
	return mapping->bytes > 0;
}

/* What was known between the two addresses: all bytes, and the first stretch. */
static LedgerMapping
remove_between(uintptr_t start, uintptr_t end)
{
	Size		first = first_below(end);
	Size		kept = first;
	Size		i = first;
	LedgerMapping lower = {0};
	LedgerMapping known = {0};

	for (; i < mappings.count && end_of(mapping_at(i)) > start; i++)
	{
		LedgerMapping mapping = *mapping_at(i);

		known.start = Max(start, mapping.start);
		known.bytes += Min(end, end_of(&mapping)) - known.start;
		known.stack = mapping.stack;
		known.enlarged = mapping.enlarged;
		if (cut(&mapping, start, end, &lower))
			*mapping_at(kept++) = mapping;
	}
	if (kept < i)
	{
		memmove(mapping_at(kept), mapping_at(i), (mappings.count - i) * sizeof(LedgerMapping));
		mappings.count -= i - kept;
	}
	/* a hole in the middle of one */
	if (lower.bytes > 0 && !insert(&lower))
	{
		count(&lower, -(int64) lower.bytes, -1);
		loss_note(LOSS_NO_MEMORY);
	}
	return known;
}

/* The caller's caller has just mapped this, in place of less if it was enlarged. */
void
ledger_mapped(void *start, Size bytes, bool enlarged)
{
	LedgerMapping mapping = {(uintptr_t) start, ledger_pages(bytes), 0, enlarged};
	LedgerCaller caller;
	int			saved_errno;

	if (mapping.bytes == 0 || !ledger_take_caller(&caller) || !ledger_enter(&saved_errno))
		return;
	/* mapped over, or unmapped where we could not see it */
	(void) remove_between(mapping.start, end_of(&mapping));
	mapping.stack = ledger_stack(&caller);
	add(&mapping);
	made++;
	ledger_leave(saved_errno);
}

/* How many stretches were mapped so far. */
uint64
ledger_mappings_made(void)
{
	return __atomic_load_n(&made, __ATOMIC_RELAXED);
}

/* Before it is unmapped: what was known of it; of several stretches, all their bytes. */
LedgerMapping
ledger_unmapped(void *start, Size bytes)
{
	LedgerMapping known = {0};
	int			saved_errno;

	if (bytes == 0 || !ledger_enter(&saved_errno))
		return known;
	known = remove_between((uintptr_t) start, (uintptr_t) start + ledger_pages(bytes));
	ledger_leave(saved_errno);
	return known;
}

/* It was not unmapped after all, or only moved. */
void
ledger_still_mapped(const LedgerMapping *mapping)
{
	int			saved_errno;

	if (mapping->bytes == 0 || !ledger_enter(&saved_errno))
		return;
	(void) remove_between(mapping->start, end_of(mapping));
	add(mapping);
	ledger_leave(saved_errno);
}

void
ledger_mappings_free(void)
{
	own_array_free(&mappings);
}
