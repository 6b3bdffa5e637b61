/*
 * lost.c
 *		Counts what nobody points to, by group; see lost.h.
 */
#include "postgres.h"

#include "judge/growth.h"
#include "judge/lost.h"
#include "judge/registry.h"
#include "trace/chunk_table.h"
#include "trace/reach.h"

bool		lost_search_forbidden;

static GrowthList one = GROWTH_LIST_INIT;
static HashIndex by_holding = HASH_INDEX_INIT;	/* numbers in "hashes" */
static OwnArray hashes = {.width = sizeof(uint64)}; /* of groups, by holding */

static bool
search_for_all(void)
{
	reach_begin();
	for (uint32 number = 1; number <= chunk_highest(); number++)
	{
		const Chunk *chunk = chunk_at(number);

		if (chunk->pointer && !reach_add(chunk->pointer, chunk->bytes, NULL))
			return false;
	}
	return reach_search();
}

/* The group of a holding, 0: none. */
static uint64
hash_of_group(uint32 holding)
{
	HoldingGrowth growth = holding_of_chunk(holding);

	growth_list_clear(&one);
	if (!growth_of_holding(&one, &growth) || one.items.count == 0)
		return 0;
	return growth_at(&one, 0)->group;
}

/* The same, asked once for each. */
static GrowthGroup *
group_of(uint32 holding)
{
	uint32		number = hash_index_find(&by_holding, holding);
	uint64	   *hash;

	if (number == 0)
	{
		hash = own_array_append(&hashes);
		if (hash == NULL || !hash_index_put(&by_holding, holding, hashes.count))
			return NULL;
		*hash = hash_of_group(holding);
		number = hashes.count;
	}
	hash = own_array_at(&hashes, number - 1);
	return *hash ? registry_find(*hash) : NULL;
}

/* Counts in each group the chunks that it holds, and those that nobody points to. */
void
lost_search(void)
{
	bool		complete;

	if (lost_search_forbidden)
		return;
	complete = search_for_all();

	registry_begin_search();
	hashes.count = 0;
	hash_index_clear(&by_holding);
	for (uint32 number = 1; complete && number <= chunk_highest(); number++)
	{
		const Chunk *chunk = chunk_at(number);
		GrowthGroup *group = chunk->pointer && chunk->holding ? group_of(chunk->holding) : NULL;

		if (group == NULL)
			continue;
		group->searched_chunks++;
		if (reach_lost(chunk->pointer))
			group->lost_chunks++;
	}
}
