/*
 * dsa_ledger.c
 *		What extensions allocated in DSA areas; see dsa_ledger.h.
 *
 * Areas and pieces stand in arrays and are called by number, from 1. A piece is found by a key of
 * its area and its pointer, which leaves the upper bits free.
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/address_map.h"
#include "base/loss.h"
#include "probe/dsa_ledger.h"
#include "probe/dsm_control.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "trace/event.h"
#include "trace/holding.h"

#define POINTER_BITS 52			/* at least as many as the number of a segment and its offset */
#define MOST_AREAS ((1 << (64 - POINTER_BITS)) - 1)

typedef struct Area
{
	dsm_handle	handle;			/* of its segment; DSM_HANDLE_INVALID: in main shared memory */
	uintptr_t	place;			/* in its segment, or its address in main shared memory */
	bool		is_new;			/* its segment came in the statement that is not over */
	bool		made_here;		/* in a window of this session */
	bool		pinned;			/* and pinned there */
	bool		is_shared;		/* another process may have freed something */
	bool		is_gone;
} Area;

typedef struct Piece
{
	uint32		area;			/* 0: free */
	uint32		next_free;
	dsa_pointer pointer;
	Size		bytes;
	uint32		site;			/* of whoever allocated it */
	bool		listed;			/* among those of the running statement, also if it was freed */
	bool		in_new_area;	/* never counts */
	bool		counted;
	bool		shared;			/* counted as such */
} Piece;

/* What one site holds more, or less, since the last check. */
typedef struct Tally
{
	uint32		site;
	bool		shared;
	bool		released;		/* from before the window */
	int64		bytes;
	int64		count;
} Tally;

static OwnArray areas = {.width = sizeof(Area)};
static OwnArray pieces = {.width = sizeof(Piece)};
static OwnArray fresh = {.width = sizeof(uint32)};	/* pieces of the running statement */
static OwnArray tallies = {.width = sizeof(Tally)};
static AddressMap by_key = ADDRESS_MAP_INIT;
static uint32 free_piece;

static Area *
area_at(uint32 number)
{
	return own_array_at(&areas, number - 1);
}

static Piece *
piece_at(uint32 number)
{
	return own_array_at(&pieces, number - 1);
}

static const void *
key_of(uint32 area, dsa_pointer pointer)
{
	return (const void *) (uintptr_t) ((uint64) area << POINTER_BITS | (uint64) pointer);
}

/* Where the area's first segment begins, which has its state. */
static uintptr_t
address_of(dsa_area *area)
{
	return (uintptr_t) dsa_get_address(area, 1) - 1;
}

static bool
is_at(const Area *area, uintptr_t address)
{
	dsm_segment *segment;

	if (area->is_gone || area->handle == DSM_HANDLE_INVALID)
		return !area->is_gone && area->place == address;
	segment = dsm_find_mapping(area->handle);
	return segment && (uintptr_t) dsm_segment_address(segment) + area->place == address;
}

/* The area that is mapped here at this address, if it is known; 0: it is not. */
static uint32
find_area(uintptr_t address)
{
	for (Size i = 1; i <= areas.count; i++)
		if (is_at(area_at(i), address))
			return i;
	return 0;
}

/* The segment that the address lies in, or NULL: main shared memory. */
static const DsmSegment *
segment_around(uintptr_t address, const OwnArray *segments, uintptr_t *start)
{
	for (Size i = 0; i < segments->count; i++)
	{
		const DsmSegment *segment = own_array_at(segments, i);
		dsm_segment *mapping = segment->mapped ? dsm_find_mapping(segment->handle) : NULL;

		*start = mapping ? (uintptr_t) dsm_segment_address(mapping) : 0;
		if (mapping && address >= *start && address - *start < segment->bytes)
			return segment;
	}
	return NULL;
}

/* Others that had it mapped may have freed something since, though they have gone. */
static void
look_at_mappings(Area *area, const DsmSegment *segment)
{
	area->is_shared |= segment == NULL || segment->mappings > 1;
}

static uint32
add_area(uintptr_t address, const DsmSegment *segment, uintptr_t start, bool is_new)
{
	Area	   *area = areas.count < MOST_AREAS ? own_array_append(&areas) : NULL;

	if (area == NULL)
		return 0;
	*area = (Area) {.handle = DSM_HANDLE_INVALID, .place = address, .is_new = is_new};
	if (segment)
	{
		area->handle = segment->handle;
		area->place = address - start;
	}
	return areas.count;
}

/*
 * The number of an area that is mapped here, 0 without memory; the segments are those of this
 * moment.
 */
uint32
dsa_ledger_area(dsa_area *mapped, const OwnArray *segments, bool (*is_new) (dsm_handle handle))
{
	uintptr_t	address = address_of(mapped);
	uint32		number = find_area(address);
	uintptr_t	start = 0;
	const DsmSegment *segment;

	if (number != 0)
		segment = dsm_segment_in(segments, area_at(number)->handle);
	else
	{
		segment = segment_around(address, segments, &start);
		number = add_area(address, segment, start, segment && is_new(segment->handle));
	}
	if (number != 0)
		look_at_mappings(area_at(number), segment);
	return number;
}

/* This session has just made it. */
void
dsa_ledger_made(uint32 area)
{
	if (area != 0)
		area_at(area)->made_here = true;
}

void
dsa_ledger_pinned(dsa_area *area, bool pinned)
{
	uint32		number = find_area(address_of(area));

	if (number != 0)
		area_at(number)->pinned = pinned;
}

/* Whether it goes with the session, though its segments are pinned. */
bool
dsa_ledger_is_unpinned(uint32 area)
{
	return area != 0 && area_at(area)->made_here && !area_at(area)->pinned;
}

static bool
is_own(uint32 area)
{
	return dsa_ledger_is_unpinned(area) && !area_at(area)->is_shared;
}

static void
tally(uint32 site, bool shared, bool released, int64 bytes, int64 count)
{
	Tally	   *entry;

	for (Size i = 0; i < tallies.count; i++)
	{
		entry = own_array_at(&tallies, i);
		if (entry->site == site && entry->shared == shared && entry->released == released)
		{
			entry->bytes += bytes;
			entry->count += count;
			return;
		}
	}
	entry = own_array_append(&tallies);
	if (entry)
		*entry = (Tally) {site, shared, released, bytes, count};
	else
		loss_note(LOSS_NO_MEMORY);
}

/* It was freed, here or elsewhere, or its area has gone. */
static void
remove_piece(uint32 number)
{
	Piece	   *piece = piece_at(number);

	if (piece->counted)
		tally(piece->site, piece->shared, false, -(int64) piece->bytes, -1);
	address_map_remove(&by_key, key_of(piece->area, piece->pointer));
	piece->area = 0;
	piece->next_free = free_piece;
	free_piece = number;
}

/* A number that is free, with its entry; 0 without memory. */
static uint32
take_number(void)
{
	uint32		number = free_piece;

	if (number != 0)
		free_piece = piece_at(number)->next_free;
	else if (own_array_append(&pieces))
		number = pieces.count;
	return number;
}

static bool
list_as_fresh(uint32 number)
{
	uint32	   *entry = piece_at(number)->listed ? NULL : own_array_append(&fresh);

	if (entry)
		*entry = number;
	piece_at(number)->listed |= entry != NULL;
	return piece_at(number)->listed;
}

static bool
add_piece(uint32 area, dsa_pointer pointer, Size bytes, uint32 site)
{
	uint32		number = take_number();
	bool		listed;

	if (number == 0)
		return false;
	listed = list_as_fresh(number);
	*piece_at(number) = (Piece) {
		.area = area,
		.pointer = pointer,
		.bytes = bytes,
		.site = site,
		.listed = listed,
		.in_new_area = area_at(area)->is_new,
	};
	if (listed && address_map_put(&by_key, key_of(area, pointer), number))
		return true;
	piece_at(number)->area = 0;
	piece_at(number)->next_free = free_piece;
	free_piece = number;
	return false;
}

static uint32
caller(void)
{
	uint32		site = 0;

	if (recording_enter_main())
	{
		site = site_here();
		recording_leave();
	}
	return site;
}

/* An extension has just allocated it. */
void
dsa_ledger_allocated(uint32 area, dsa_pointer pointer, Size bytes)
{
	uint32		older = area ? address_map_find(&by_key, key_of(area, pointer)) : 0;

	/* freed by somebody else */
	if (older != 0)
		remove_piece(older);
	if (area == 0 || !add_piece(area, pointer, bytes, caller()))
		loss_note(LOSS_NO_MEMORY);
}

/* An extension frees it, now. */
void
dsa_ledger_freed(dsa_area *area, dsa_pointer pointer)
{
	uint32		number = find_area(address_of(area));
	uint32		piece = number ? address_map_find(&by_key, key_of(number, pointer)) : 0;

	if (piece != 0)
		remove_piece(piece);
	else if (!holdings_ignore_releases)
		tally(caller(), false, true, 0, -1);
}

/* Whether there is something to check. */
bool
dsa_ledger_is_in_use(void)
{
	return areas.count > 0 || tallies.count > 0;
}

/* A segment that has gone, though its number came again since, or one that others map now. */
static void
look_at_areas(const OwnArray *segments)
{
	bool		some_gone = false;

	for (Size i = 1; i <= areas.count; i++)
	{
		Area	   *area = area_at(i);
		const DsmSegment *segment = dsm_segment_in(segments, area->handle);

		area->is_new = false;
		if (area->handle == DSM_HANDLE_INVALID || area->is_gone)
			continue;
		area->is_gone = segment == NULL;
		if (segment)
			look_at_mappings(area, segment);
		some_gone |= area->is_gone;
	}
	for (Size i = 1; some_gone && i <= pieces.count; i++)
		if (piece_at(i)->area != 0 && area_at(piece_at(i)->area)->is_gone)
			remove_piece(i);
}

static void
count_fresh(void)
{
	for (Size i = 0; i < fresh.count; i++)
	{
		Piece	   *piece = piece_at(*(uint32 *) own_array_at(&fresh, i));

		piece->listed = false;
		if (piece->area == 0 || piece->in_new_area || piece->counted)
			continue;
		piece->counted = true;
		piece->shared = !is_own(piece->area);
		tally(piece->site, piece->shared, false, piece->bytes, 1);
	}
	fresh.count = 0;
}

static void
report(const Tally *entry)
{
	Event		event = {.check_type = CHECK_DSA_LEAK, .site = entry->site, .held = true};

	event.object = entry->shared ? 2 : 1;
	event.bytes = entry->bytes;
	event.count = entry->count;
	event.released = entry->released;
	event.freed_elsewhere = entry->shared;
	if (entry->count != 0)
		event_add(&event);
}

/* When a statement is over. */
void
dsa_ledger_check(const OwnArray *segments)
{
	look_at_areas(segments);
	if (IsTransactionBlock())
		return;
	count_fresh();
	for (Size i = 0; i < tallies.count; i++)
		report(own_array_at(&tallies, i));
	tallies.count = 0;
}

void
dsa_ledger_clear(void)
{
	own_array_free(&areas);
	own_array_free(&pieces);
	own_array_free(&fresh);
	own_array_free(&tallies);
	address_map_clear(&by_key);
	free_piece = 0;
}
