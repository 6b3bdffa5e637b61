/*
 * own_heap.c
 *		What an extension's own allocator keeps; see own_heap.h.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "miscadmin.h"
#include "stack/module.h"
#include "trace/event.h"
#include "trace/mapping_ledger.h"
#include "trace/own_heap.h"
#include "tree/process_memory.h"

#define RISE_BYTES (256 * 1024)
#define RISES_OF_WARM_UP 4

/* The extensions with a heap of their own that are loaded. */
typedef struct OwnHeaps
{
	const Module *first;
	int			count;
} OwnHeaps;

static bool begun;				/* there was a look in this watch */
static int	known;				/* extensions with a heap at the latest look */
static int64 resident;			/* at the latest look at all figures */
static int64 highest = PG_INT64_MIN;	/* that nobody but such a heap can have had */
static uint64 mapped_before;	/* mappings of extensions at the latest look */
static int	rises;

static OwnHeaps
own_heaps(void)
{
	OwnHeaps	heaps = {NULL, 0};

	for (Size i = 0; i < modules_count(); i++)
	{
		const Module *module = module_at(i);

		if (!module->has_own_heap || !module->loaded || module->kind != MODULE_EXTENSION)
			continue;
		if (heaps.count++ == 0)
			heaps.first = module;
	}
	return heaps;
}

static void
report(const OwnHeaps *heaps, int64 bytes, uint64 statement)
{
	Event		event = {
		.check_type = CHECK_MALLOC_LEAK,
		.object = statement,
		.bytes = bytes,
		.count = 1,
	};

	if (heaps->count == 1)
		event.library = heaps->first->image.start + 1;
	snprintf(event.detail, sizeof(event.detail),
			 "the process keeps memory that is neither in contexts nor malloc()'s: %s %s, which "
			 "hides who allocates; build with malloc() as the allocator to see that",
			 heaps->count == 1 ? heaps->first->name : "several extensions",
			 heaps->count == 1 ? "has a heap of its own" : "have heaps of their own");
	event_add(&event);
}

/* Beyond malloc's and ours. False: what malloc has is not known now. */
static bool
look_beyond(int64 *bytes)
{
	int64		in_malloc = malloc_mapped_if_cheap();

	*bytes = resident - in_malloc - own_memory_mapped();
	return in_malloc >= 0;
}

/* Another watch, another such extension, or a mapping that is followed by itself. */
static bool
begins_anew(const OwnHeaps *heaps)
{
	uint64		mapped = ledger_mappings_made();
	bool		anew = !begun || known != heaps->count || mapped_before != mapped;

	begun = true;
	known = heaps->count;
	mapped_before = mapped;
	return anew;
}

void
own_heap_watch_begins(void)
{
	begun = false;
}

/* A statement of this hash is over. */
void
own_heap_check(uint64 statement)
{
	OwnHeaps	heaps = own_heaps();
	int64		now = heaps.count ? rss_anon_bytes(MyProcPid) : -1;
	int64		beyond;
	bool		anew;

	if (now < 0 || (begun && known == heaps.count && now < resident + RISE_BYTES / 2))
		return;
	resident = now;
	if (!look_beyond(&beyond))
		return;
	anew = begins_anew(&heaps);
	if (!anew && beyond < highest + RISE_BYTES)
		return;
	if (!anew && ++rises > RISES_OF_WARM_UP)
		report(&heaps, beyond - highest, statement);
	highest = Max(highest, beyond);
}
