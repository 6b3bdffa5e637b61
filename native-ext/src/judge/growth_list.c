/*
 * growth_list.c
 *		Growths by group, and what releases are worth; see growth.h.
 */
#include "postgres.h"

#include "judge/growth.h"
#include "judge/registry.h"
#include "stack/frame.h"
#include "tree/path.h"

void
growth_list_init(GrowthList *growths)
{
	own_array_init(&growths->items, sizeof(Growth));
	hash_index_init(&growths->by_hash);
}

/* What was doubtful when it was first seen, and says so in words. */
static void
become_certain(Growth *group, const Growth *growth)
{
	group->certain = true;
	memcpy(group->detail, growth->detail, sizeof(group->detail));
}

/* Adds to the group of this growth, which is made when it is the first; false without memory. */
bool
growth_add(GrowthList *growths, const Growth *growth)
{
	uint32		number = hash_index_find(&growths->by_hash, growth->hash);
	Growth	   *group;

	if (number != 0)
	{
		group = growth_at(growths, number - 1);
		group->bytes += growth->bytes;
		group->count += growth->count;
		group->enlarged |= growth->enlarged;
		if (growth->certain && !group->certain)
			become_certain(group, growth);
		return true;
	}
	group = own_array_append(&growths->items);
	if (group == NULL)
		return false;
	*group = *growth;
	if (hash_index_put(&growths->by_hash, growth->hash, growths->items.count))
		return true;
	growths->items.count--;
	return false;
}

void
growth_list_clear(GrowthList *growths)
{
	growths->items.count = 0;
	hash_index_clear(&growths->by_hash);
}

void
growth_list_free(GrowthList *growths)
{
	own_array_free(&growths->items);
	hash_index_free(&growths->by_hash);
}

/* Drops what is not kept; false without memory, and the list is empty then. */
bool
growth_keep(GrowthList *growths, bool (*is_kept) (const Growth *growth))
{
	Size		kept = 0;

	for (Size i = 0; i < growths->items.count; i++)
		if (is_kept(growth_at(growths, i)))
		{
			if (kept != i)
				memcpy(growth_at(growths, kept), growth_at(growths, i), sizeof(Growth));
			kept++;
		}
	if (kept == growths->items.count)
		return true;
	hash_index_clear(&growths->by_hash);
	growths->items.count = kept;
	for (Size i = 0; i < kept; i++)
		if (!hash_index_put(&growths->by_hash, growth_at(growths, i)->hash, i + 1))
		{
			growth_list_clear(growths);
			return false;
		}
	return true;
}

/* What tells the owner's library apart from others; 0 where the owner is none. */
uint64
growth_library(const Growth *growth)
{
	return growth->owner.pc ? own_hash((uint64) (uintptr_t) frame_library(growth->owner.pc)) : 0;
}

/* Outside the contexts: each kind of memory is a place of its own, as no path is. */
static uint32
path_or_kind(const Growth *growth)
{
	switch (growth->check_type)
	{
		case CHECK_MAPPING_LEAK:
		case CHECK_DSA_LEAK:
			return PG_UINT32_MAX - growth->check_type;
		default:
			return growth->path;
	}
}

/* What the registry finds the group by. */
uint32
growth_group_path(const Growth *growth)
{
	uint32		path = path_or_kind(growth);

	return path == growth->path ? path_alike(path) : path;
}

/* One library in one place; 0 where the owner is no library's. */
static uint64
place_of(const Growth *growth)
{
	uint64		library = growth_library(growth);

	return library ? library * 31 + path_or_kind(growth) + 1 : 0;
}

/*
 * What was made in each place, as chains. The index has the first growth that still has
 * something to be set off. "after" has for each growth the next one of its place. Both are
 * numbers that begin at 1.
 */
typedef struct MadeInPlaces
{
	HashIndex	first;
	OwnArray	after;			/* uint32 */
} MadeInPlaces;

static bool
index_made(MadeInPlaces *made, const GrowthList *growths)
{
	made->after.count = 0;
	hash_index_clear(&made->first);
	if (!own_array_reserve(&made->after, growths->items.count))
		return false;
	for (Size i = growths->items.count; i > 0; i--)
	{
		const Growth *growth = growth_at(growths, i - 1);
		uint64		place = growth->released || growth->count <= 0 ? 0 : place_of(growth);

		if (place == 0)
			continue;
		((uint32 *) made->after.data)[i - 1] = hash_index_find(&made->first, place);
		if (!hash_index_put(&made->first, place, i))
			return false;
	}
	return true;
}

/*
 * Takes released chunks off what was made, the older ones for as many new ones. What the server
 * freed when the extension called it may be the server's own, and counts only where nothing is
 * left of what was made.
 */
static void
set_off(Growth *made, Growth *released)
{
	int64		count = Min(made->count, -released->count);
	int64		bytes = made->count > 0 ? made->bytes / made->count * count : 0;

	if (count <= 0 || (released->by_call && made->count != -released->count))
		return;
	made->bytes = count == made->count ? 0 : made->bytes - bytes;
	made->count -= count;
	released->bytes += released->bytes / released->count * count;
	released->count += count;
}

static bool
set_off_in_place(MadeInPlaces *made, GrowthList *growths, Growth *released)
{
	uint64		place = place_of(released);
	uint32		number = place ? hash_index_find(&made->first, place) : 0;

	while (number != 0 && released->count < 0)
	{
		set_off(growth_at(growths, number - 1), released);
		if (growth_at(growths, number - 1)->count > 0)
			break;
		number = ((uint32 *) made->after.data)[number - 1];
	}
	/* number 0 would free a slot in the middle: a place that has nothing left keeps its last one */
	return number == 0 || hash_index_put(&made->first, place, number);
}

static bool
is_no_release(const Growth *growth)
{
	return !growth->released;
}

static bool
set_off_by_call(MadeInPlaces *made, GrowthList *growths)
{
	for (Size i = 0; i < growths->items.count; i++)
		if (growth_at(growths, i)->released && growth_at(growths, i)->by_call &&
			!set_off_in_place(made, growths, growth_at(growths, i)))
			return false;
	return true;
}

/* How many of the chunks that went were not counted when they came: they were set off then. */
static int64
uncounted(const Growth *growth)
{
	const GrowthGroup *group;

	if (growth->released || growth->count >= 0)
		return 0;
	group = registry_find(growth->group);
	return Max(-growth->count - (group ? group->live_count : 0), 0);
}

/* These are as good as releases: what took the place of an older chunk may itself be replaced. */
static bool
set_off_uncounted(MadeInPlaces *made, GrowthList *growths, Growth *growth, int64 count)
{
	Growth		gone = *growth;
	bool		complete;

	gone.count = -count;
	gone.bytes = growth->bytes / growth->count * gone.count;
	growth->count -= gone.count;
	growth->bytes -= gone.bytes;
	complete = set_off_in_place(made, growths, &gone);
	growth->count += gone.count;
	growth->bytes += gone.bytes;
	return complete;
}

/*
 * An extension that frees what it made before the watch, and makes another instead, has not
 * grown. Nor has it when it does so again, perhaps in another function. Drops the releases; false
 * without memory.
 */
bool
growth_set_off_releases(GrowthList *growths)
{
	static MadeInPlaces made = {HASH_INDEX_INIT, {.width = sizeof(uint32)}};
	bool		indexed = false;
	bool		by_call = false;

	for (Size i = 0; i < growths->items.count; i++)
	{
		Growth	   *growth = growth_at(growths, i);
		int64		again = uncounted(growth);

		if (!growth->released && again == 0)
			continue;
		if (!indexed && !index_made(&made, growths))
			return false;
		indexed = true;
		if (growth->released && growth->by_call)
		{
			by_call = true;
			continue;
		}
		if (again > 0 ? !set_off_uncounted(&made, growths, growth, again) :
			!set_off_in_place(&made, growths, growth))
			return false;
		if (growth->released && growth->count < 0 && growth->owner.pc)
			registry_note_release(growth_group_path(growth), growth_library(growth), -growth->bytes,
								  -growth->count);
	}
	if (by_call && !set_off_by_call(&made, growths))
		return false;
	return growth_keep(growths, is_no_release);
}
