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

/* Names that differ in numbers are one group's: a growth for each group. */
static bool
merge_numbered(GrowthList *by_group, const Growth *growth)
{
	Growth		copy = *growth;
	uint32		number = hash_index_find(&by_group->by_hash, growth->group);

	if (number != 0 && growth_at(by_group, number - 1)->path != growth->path)
	{
		growth_at(by_group, number - 1)->path = path_alike(growth->path);
		growth_at(by_group, number - 1)->many_names = true;
	}
	copy.hash = growth->group;
	return growth_add(by_group, &copy);
}

static bool
judge_all(OwnArray *judged, const GrowthList *by_group)
{
	for (Size i = 0; i < by_group->items.count; i++)
	{
		JudgedGrowth *copy = own_array_append(judged);

		if (copy == NULL)
			return false;
		*copy = growth_judge(growth_at(by_group, i));
	}
	return true;
}

/* What all of a family have in common; 0: of none. */
static uint64
family_of(const JudgedGrowth *judged)
{
	const Growth *growth = &judged->growth;
	uint64		owner = growth->owner.key ? growth->owner.key : growth->site;

	if (owner == 0 || growth->path == 0 || growth->certain || growth->detail[0] ||
		growth_weight(growth) <= 0 ||
		path_list(growth->path)->count < 2 || check_type_is_corruption(growth->check_type))
		return 0;
	return own_hash(own_hash(owner) ^ path_parent(growth->path)) * 64 +
		growth->check_type * 2 + judged->confirmed;
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
add_to_family(const OwnArray *judged, uint32 number)
{
	const Growth *growth = &judged_at(judged, number - 1)->growth;
	const char *name = growth->path ? path_name(growth->path) : "";
	uint64		hash = family_of(judged_at(judged, number - 1));
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
		const Growth *first;

		family = own_array_at(&families, known - 1);
		first = &judged_at(judged, family->first - 1)->growth;
		family->shared = shared_bytes(path_name(first->path), name, family->shared);
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
merge_families(OwnArray *judged)
{
	for (Size i = 0; i < judged->count; i++)
	{
		JudgedGrowth *member = judged_at(judged, i);
		uint64		hash = family_of(member);
		uint32		known = hash ? hash_index_find(&by_family, hash) : 0;
		const Family *family = known ? own_array_at(&families, known - 1) : NULL;
		JudgedGrowth *first = family ? judged_at(judged, family->first - 1) : NULL;

		if (first == NULL || first == member || family->names <= MANY_NAMES)
			continue;
		first->growth.bytes += member->growth.bytes;
		first->growth.count += member->growth.count;
		member->growth.bytes = member->growth.count = 0;
		member->growth.merged = true;
	}
	for (Size i = 0; i < families.count; i++)
	{
		const Family *family = own_array_at(&families, i);
		JudgedGrowth *first = judged_at(judged, family->first - 1);
		uint32		path;

		if (family->names <= MANY_NAMES)
			continue;
		path = path_of_family(family, first->growth.path);
		if (path != 0)
		{
			first->growth.path = path;
			first->growth.many_names = first->growth.many_groups = true;
		}
		first->reported = growth_is_worth_a_row(first);
	}
}

static void
drop_merged(OwnArray *judged)
{
	Size		kept = 0;

	for (Size i = 0; i < judged->count; i++)
		if (!judged_at(judged, i)->growth.merged)
		{
			if (kept != i)
				memcpy(judged_at(judged, kept), judged_at(judged, i), sizeof(JudgedGrowth));
			kept++;
		}
	judged->count = kept;
}

static bool
judge_families(OwnArray *judged)
{
	families.count = 0;
	hash_index_clear(&by_family);
	for (Size i = 0; i < judged->count; i++)
		if (!add_to_family(judged, i + 1))
			return false;
	merge_families(judged);
	drop_merged(judged);
	return true;
}

/* Replaces the list by those that are wanted, what is alike in one; false without memory. */
bool
growths_judge_alike(OwnArray *judged, const OwnArray *growths, GrowthFilter wanted,
					const ReportFilter *filter)
{
	static GrowthList by_group = GROWTH_LIST_INIT;
	bool		complete = true;

	judged->count = 0;
	growth_list_clear(&by_group);
	for (Size i = 0; i < growths->count && complete; i++)
	{
		const Growth *growth = own_array_at(growths, i);

		if (wanted == NULL || wanted(growth, filter))
			complete = merge_numbered(&by_group, growth);
	}
	complete = judge_all(judged, &by_group) && complete;
	if (complete && judged->count > MANY_NAMES)
		complete = judge_families(judged);
	growth_list_free(&by_group);
	return complete;
}
