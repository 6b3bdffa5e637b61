/*
 * alike.c
 *		One growth for many that differ in names alone; see alike.h.
 */
#include "postgres.h"

#include "judge/alike.h"
#include "judge/verdict.h"
#include "mb/pg_wchar.h"
#include "tree/path.h"

/* Growths that share everything but the last name of their path. */
typedef struct Family
{
	uint32		first;			/* number of its first growth */
	int			names;			/* different ones so far */
	int			shared;			/* bytes at their beginning that all have */
} Family;

static OwnArray families = {.width = sizeof(Family)};
static HashIndex by_family = HASH_INDEX_INIT;

static bool
merge_numbered(GrowthList *merged, const Growth *growth)
{
	Growth		copy = *growth;
	uint32		number = hash_index_find(&merged->by_hash, growth->group);

	if (number != 0 && growth_at(merged, number - 1)->path != growth->path)
	{
		growth_at(merged, number - 1)->path = path_alike(growth->path);
		growth_at(merged, number - 1)->many_names = true;
	}
	copy.hash = growth->group;
	return growth_add(merged, &copy);
}

/* What all of a family have in common; 0: of none. */
static uint64
family_of(const Growth *growth)
{
	uint64		owner = growth->owner.key ? growth->owner.key : growth->site;

	if (owner == 0 || growth->path == 0 || growth->certain || growth->detail[0] ||
		growth_weight(growth) <= 0 ||
		path_list(growth->path)->count < 2 || check_type_is_corruption(growth->check_type))
		return 0;
	return own_hash(own_hash(owner) ^ path_parent(growth->path)) * 64 +
		growth->check_type * 2 + growth_is_confirmed(growth);
}

static int
shared_bytes(const char *a, const char *b, int limit)
{
	int			shared = 0;

	while (shared < limit && a[shared] && a[shared] == b[shared])
		shared++;
	return shared;
}

static bool
add_to_family(GrowthList *merged, uint32 number)
{
	const Growth *growth = growth_at(merged, number - 1);
	const char *name = growth->path ? path_name(growth->path) : "";
	uint64		hash = family_of(growth);
	uint32		known = hash ? hash_index_find(&by_family, hash) : 0;
	Family	   *family;

	if (hash == 0)
		return true;
	if (known == 0)
	{
		family = own_array_append(&families);
		if (family == NULL || !hash_index_put(&by_family, hash, families.count))
			return false;
		family->first = number;
		family->shared = strlen(name);
	}
	else
	{
		family = own_array_at(&families, known - 1);
		family->shared = shared_bytes(path_name(growth_at(merged, family->first - 1)->path), name,
									  family->shared);
	}
	family->names++;
	return true;
}

/* The family's path, with what its names share and a "%". */
static uint32
path_of_family(const Family *family, uint32 path)
{
	const char *name = path_name(path);
	char		pattern[PACKED_PATH_BYTES];
	int			length = pg_mbcliplen(name, strlen(name), Min(family->shared, sizeof(pattern) - 2));

	memcpy(pattern, name, length);
	if (length == 0 || pattern[length - 1] != '%')
		pattern[length++] = '%';
	pattern[length] = '\0';
	return path_beside(path, pattern);
}

/* Adds the members of large families to their first one, which takes the shared name. */
static void
merge_families(GrowthList *merged)
{
	for (Size i = 0; i < merged->items.count; i++)
	{
		Growth	   *growth = growth_at(merged, i);
		uint64		hash = family_of(growth);
		uint32		known = hash ? hash_index_find(&by_family, hash) : 0;
		const Family *family = known ? own_array_at(&families, known - 1) : NULL;
		Growth	   *first = family ? growth_at(merged, family->first - 1) : NULL;

		if (first == NULL || first == growth || family->names <= MANY_NAMES)
			continue;
		first->bytes += growth->bytes;
		first->count += growth->count;
		growth->bytes = growth->count = 0;
		growth->merged = true;
	}
	for (Size i = 0; i < families.count; i++)
	{
		const Family *family = own_array_at(&families, i);
		Growth	   *first = growth_at(merged, family->first - 1);
		uint32		path = family->names > MANY_NAMES ? path_of_family(family, first->path) : 0;

		if (path == 0)
			continue;
		first->path = path;
		first->many_names = first->many_groups = true;
	}
}

static bool
is_not_merged(const Growth *growth)
{
	return !growth->merged;
}

/* Replaces the list by those that are wanted, what is alike in one; false without memory. */
bool
growths_merge_alike(GrowthList *merged, const OwnArray *growths, GrowthFilter wanted,
					const ReportFilter *filter)
{
	growth_list_clear(merged);
	families.count = 0;
	hash_index_clear(&by_family);
	for (Size i = 0; i < growths->count; i++)
	{
		const Growth *growth = own_array_at(growths, i);

		if ((wanted == NULL || wanted(growth, filter)) && !merge_numbered(merged, growth))
			return false;
	}
	if (merged->items.count <= MANY_NAMES)
		return true;
	for (Size i = 0; i < merged->items.count; i++)
		if (!add_to_family(merged, i + 1))
			return false;
	merge_families(merged);
	return growth_keep(merged, is_not_merged);
}
