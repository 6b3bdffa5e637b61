/*
 * dsm_probe.c
 *		DSM segments that an extension leaves behind; see dsm_probe.h.
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/amount.h"
#include "base/compat.h"
#include "miscadmin.h"
#include "probe/dsa_ledger.h"
#include "probe/dsm_control.h"
#include "probe/dsm_probe.h"
#include "probe/dsm_table.h"
#include "stack/frame.h"
#include "stack/site.h"
#include "trace/event.h"
#include "utils/dsa.h"
#include "utils/timestamp.h"

typedef struct NotedSegment
{
	dsm_handle	handle;
	uint32		site;			/* who made it, 0: named by hand */
	uint32		area;			/* of dsa_ledger.h that it belongs to, 0: none */
	Size		bytes;
	bool		is_new;			/* made by the statement that is not over */
	bool		reported;
	bool		was_pinned;		/* when it was reported */
	bool		was_certain;	/* likewise */
} NotedSegment;

static bool active;
static OwnArray noted = {.width = sizeof(NotedSegment)};
static OwnArray before = {.width = sizeof(DsmSegment)};	/* a call of an extension */
static OwnArray now = {.width = sizeof(DsmSegment)};

static const NotedSegment *
find_noted(dsm_handle handle)
{
	for (Size i = 0; i < noted.count; i++)
	{
		const NotedSegment *segment = own_array_at(&noted, i);

		if (segment->handle == handle)
			return segment;
	}
	return NULL;
}

/* Whether the running statement made it. */
static bool
is_new(dsm_handle handle)
{
	const NotedSegment *segment = find_noted(handle);

	return segment && segment->is_new;
}

static void
tell_all_sessions(dsm_handle handle, Size bytes, uint32 site)
{
	DsmOrigin	origin = {.handle = handle, .pid = MyProcPid, .bytes = bytes,
	.noted_at = GetCurrentTimestamp()};
	SiteOwner	owner = site_owner(site, OWNER_BY_ENTRY);

	if (owner.pc != 0)
	{
		string_copy(origin.library, sizeof(origin.library), frame_library(owner.pc));
		frame_symbol(owner.pc, origin.symbol, sizeof(origin.symbol));
	}
	dsm_table_note(&origin, &now);
}

static void
note(dsm_handle handle, Size bytes, uint32 site)
{
	NotedSegment *segment = find_noted(handle) ? NULL : own_array_append(&noted);

	if (segment)
	{
		segment->handle = handle;
		segment->site = site;
		segment->bytes = bytes;
		segment->is_new = true;
	}
	tell_all_sessions(handle, bytes, site);
}

/* After a call that may have made segments: those that are new and mapped here. */
static void
note_new_segments(void)
{
	if (!active || !dsm_control_copy(&now))
		return;
	for (Size i = 0; i < now.count; i++)
	{
		const DsmSegment *segment = own_array_at(&now, i);

		if (segment->mapped && dsm_segment_in(&before, segment->handle) == NULL)
			note(segment->handle, segment->bytes, site_here());
	}
}

/* The same, of an area: its number, 0 if nobody asks. */
static uint32
note_segments_of(dsa_area *area)
{
	Size		first = noted.count;
	uint32		number;

	if (!active)
		return 0;
	note_new_segments();
	number = dsa_ledger_area(area, &now, is_new);
	for (Size i = first; i < noted.count; i++)
		((NotedSegment *) own_array_at(&noted, i))->area = number;
	return number;
}

/* Before such a call; without the probe it passes. */
static void
look_before(void)
{
	if (active)
		(void) dsm_control_copy(&before);
}

static dsm_segment *
traced_dsm_create(Size size, int flags)
{
	dsm_segment *segment;

	look_before();
	segment = dsm_create(size, flags);
	note_new_segments();
	return segment;
}

static dsa_area *
traced_dsa_create(COMPAT_DSA_CREATE_PARAMS)
{
	dsa_area   *area;

	look_before();
	area = COMPAT_DSA_CREATE(COMPAT_DSA_CREATE_ARGS);
	dsa_ledger_made(note_segments_of(area));
	return area;
}

static void
traced_dsa_pin(dsa_area *area)
{
	dsa_pin(area);
	if (active)
		dsa_ledger_pinned(area, true);
}

static void
traced_dsa_unpin(dsa_area *area)
{
	dsa_unpin(area);
	if (active)
		dsa_ledger_pinned(area, false);
}

static dsa_pointer
traced_dsa_allocate_extended(dsa_area *area, size_t size, int flags)
{
	dsa_pointer pointer;
	uint32		number;

	look_before();
	pointer = dsa_allocate_extended(area, size, flags);
	number = note_segments_of(area);
	if (active && DsaPointerIsValid(pointer))
		dsa_ledger_allocated(number, pointer, size);
	return pointer;
}

static void
traced_dsa_free(dsa_area *area, dsa_pointer pointer)
{
	if (active && DsaPointerIsValid(pointer))
		dsa_ledger_freed(area, pointer);
	dsa_free(area, pointer);
}

/*
 * What extensions call to make segments, and to use areas. Diverted in each window, whether it has
 * the probe or not: to divert these alone, later, costs as much as to divert everything.
 */
static const Import *
dsm_imports(int *count)
{
	static const Import imports[] = {
		{"dsm_create", (AnyFunction) traced_dsm_create, NULL},
		{COMPAT_DSA_CREATE_NAME, (AnyFunction) traced_dsa_create, NULL},
		{"dsa_pin", (AnyFunction) traced_dsa_pin, NULL},
		{"dsa_unpin", (AnyFunction) traced_dsa_unpin, NULL},
		{"dsa_allocate_extended", (AnyFunction) traced_dsa_allocate_extended, NULL},
		{"dsa_free", (AnyFunction) traced_dsa_free, NULL},
	};

	*count = lengthof(imports);
	return imports;
}

const Layer dsm_layer = {.imports = dsm_imports};

/* A user says that this segment, which exists, is to be watched. */
void
dsm_probe_note_by_hand(dsm_handle handle)
{
	const DsmSegment *segment;

	(void) dsm_control_copy(&now);
	segment = dsm_segment_in(&now, handle);
	if (segment == NULL)
		return;
	if (active)
		note(handle, segment->bytes, 0);
	else
		tell_all_sessions(handle, segment->bytes, 0);
}

void
dsm_probe_forget(void)
{
	noted.count = 0;
}

/* A leak, or, with a negative sign, one that was taken back. */
static void
report(const NotedSegment *segment, int sign)
{
	Event		event = {.check_type = CHECK_DSM_LEAK, .certain = segment->was_certain};

	event.site = segment->site;
	event.bytes = sign * (int64) segment->bytes;
	event.count = sign;
	snprintf(event.detail, sizeof(event.detail),
			 segment->was_pinned ? "a pinned segment of %s stays until the server stops" :
			 "a mapped segment of %s stays in the session", amount_of_bytes(segment->bytes).text);
	event_add(&event);
}

static void
check_segment(NotedSegment *segment, const DsmSegment *found)
{
	bool		pinned = found->pinned && !dsa_ledger_is_unpinned(segment->area);

	segment->is_new = false;
	/* an unpinned one is its transaction's until that is over */
	if (!pinned && (IsTransactionBlock() || !found->mapped))
		return;
	if (segment->reported && segment->was_pinned == pinned)
		return;
	if (segment->reported)
		report(segment, -1);
	segment->was_pinned = pinned;
	/* an area that is still mapped may be a cache that processes share, and what is in it counts */
	segment->was_certain = pinned && (segment->area == 0 || !found->mapped);
	segment->reported = true;
	report(segment, 1);
}

/* When a statement is over. */
void
dsm_probe_check(void)
{
	Size		kept = 0;

	if ((noted.count == 0 && !dsa_ledger_is_in_use()) || !dsm_control_copy(&now))
		return;
	dsa_ledger_check(&now);
	for (Size i = 0; i < noted.count; i++)
	{
		NotedSegment *segment = own_array_at(&noted, i);
		const DsmSegment *found = dsm_segment_in(&now, segment->handle);

		if (found)
		{
			check_segment(segment, found);
			memmove(own_array_at(&noted, kept++), segment, sizeof(NotedSegment));
		}
		else if (segment->reported)
			report(segment, -1);
	}
	noted.count = kept;
}

void
dsm_probe_start(void)
{
	dsm_control_open();
	active = true;
}

void
dsm_probe_stop(void)
{
	active = false;
	noted.count = 0;
	dsa_ledger_clear();
	dsm_control_close();
}
