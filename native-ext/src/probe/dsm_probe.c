/*
 * dsm_probe.c
 *		DSM segments that an extension leaves behind; see dsm_probe.h.
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/amount.h"
#include "base/compat.h"
#include "miscadmin.h"
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
	Size		bytes;
	bool		reported;
	bool		was_pinned;		/* when it was reported */
} NotedSegment;

static bool active;
static OwnArray noted = {.width = sizeof(NotedSegment)};
static OwnArray before = {.width = sizeof(DsmSegment)};	/* a call of an extension */
static OwnArray now = {.width = sizeof(DsmSegment)};

static bool
is_noted(dsm_handle handle)
{
	for (Size i = 0; i < noted.count; i++)
		if (((NotedSegment *) own_array_at(&noted, i))->handle == handle)
			return true;
	return false;
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
	NotedSegment *segment = is_noted(handle) ? NULL : own_array_append(&noted);

	if (segment)
	{
		segment->handle = handle;
		segment->site = site;
		segment->bytes = bytes;
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
	note_new_segments();
	return area;
}

static dsa_pointer
traced_dsa_allocate_extended(dsa_area *area, size_t size, int flags)
{
	dsa_pointer pointer;

	look_before();
	pointer = dsa_allocate_extended(area, size, flags);
	note_new_segments();
	return pointer;
}

/*
 * What extensions call to make segments. Diverted in each window, whether it has the probe
 * or not: to divert these alone, later, costs as much as to divert everything.
 */
static const Import *
dsm_imports(int *count)
{
	static const Import imports[] = {
		{"dsm_create", (AnyFunction) traced_dsm_create, NULL},
		{COMPAT_DSA_CREATE_NAME, (AnyFunction) traced_dsa_create, NULL},
		{"dsa_allocate_extended", (AnyFunction) traced_dsa_allocate_extended, NULL},
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
	Event		event = {.check_type = CHECK_DSM_LEAK, .certain = segment->was_pinned};

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
	/* an unpinned one is its transaction's until that is over */
	if (!found->pinned && (IsTransactionBlock() || !found->mapped))
		return;
	if (segment->reported && segment->was_pinned == found->pinned)
		return;
	if (segment->reported)
		report(segment, -1);
	segment->was_pinned = found->pinned;
	segment->reported = true;
	report(segment, 1);
}

/* When a statement is over. */
void
dsm_probe_check(void)
{
	Size		kept = 0;

	if (noted.count == 0 || !dsm_control_copy(&now))
		return;
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
	dsm_control_close();
}
