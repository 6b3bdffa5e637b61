/*
 * holding.c
 *		What each site holds; see holding.h.
 */
#include "postgres.h"

#include "base/debugger_map.h"
#include "base/hash_index.h"
#include "base/own_memory.h"
#include "trace/holding.h"

bool		holdings_ignore_releases;

OwnArray	holdings = {.width = sizeof(Holding)};
static OwnArray changed = {.width = sizeof(uint32)};
static HashIndex by_what = HASH_INDEX_INIT;

HoldingRecent holdings_recent[HOLDINGS_RECENT];

const DebuggerMap memcheck_debugger_holdings = {&holdings, {offsetof(Holding, site)}};

/* The same as holding_of(), for what was not looked up lately. */
uint32
holding_look(uint64 what, uint32 site, uint32 path, HoldingKind kind, uint64 node_key)
{
	uint32		number = hash_index_find(&by_what, what);
	Holding    *holding;

	if (number != 0)
	{
		*holding_recent(what) = (HoldingRecent) {what, number};
		return number;
	}
	holding = own_array_append(&holdings);
	if (holding == NULL)
		return 0;
	holding->site = site;
	holding->path = path;
	holding->kind = kind;
	holding->node_key = node_key;
	if (hash_index_put(&by_what, what, holdings.count))
		return holdings.count;
	holdings.count--;
	return 0;
}

uint32
holding_site(uint32 number)
{
	return number ? holding_at(number)->site : 0;
}

/* What one chunk in it would be as growth. */
HoldingGrowth
holding_of_chunk(uint32 number)
{
	const Holding *holding = holding_at(number);

	return (HoldingGrowth) {holding->site, holding->path, holding->kind, holding->node_key, 1, 1};
}

/* It comes into the list of changed ones; without memory, with its next change. */
void
holding_changes(uint32 number)
{
	uint32	   *entry = own_array_append(&changed);

	if (entry == NULL)
		return;
	*entry = number;
	holding_at(number)->changed = true;
}

/* The statement is over: what it did may be judged, unless the watch began inside it. */
void
holdings_next_statement(void)
{
	for (Size i = 0; i < changed.count; i++)
	{
		Holding    *holding = holding_at(*(uint32 *) own_array_at(&changed, i));

		if (!holdings_ignore_releases)
		{
			holding->bytes += holding->own_bytes;
			holding->count += holding->own_count;
		}
		holding->own_bytes = 0;
		holding->own_count = 0;
	}
	holdings_ignore_releases = false;
}

/* Whether everything that came has gone again since the last visit. */
bool
holdings_are_unchanged(void)
{
	for (Size i = 0; i < changed.count; i++)
	{
		const Holding *holding = holding_at(*(uint32 *) own_array_at(&changed, i));

		if (holding->bytes != 0 || holding->count != 0)
			return false;
	}
	return true;
}

/* Gives every changed holding's net growth. */
void
holdings_visit_changed(HoldingVisitor visit, void *arg)
{
	for (Size i = 0; i < changed.count; i++)
	{
		const Holding *holding = holding_at(*(uint32 *) own_array_at(&changed, i));
		HoldingGrowth growth = {
			.site = holding->site,
			.path = holding->path,
			.kind = holding->kind,
			.node_key = holding->node_key,
			.bytes = holding->bytes,
			.count = holding->count,
		};

		if (growth.bytes != 0 || growth.count != 0)
			visit(&growth, arg);
	}
}

/* The same with what the running statement did. */
void
holdings_visit_all_changes(HoldingVisitor visit, void *arg)
{
	for (Size i = 0; i < changed.count; i++)
	{
		const Holding *holding = holding_at(*(uint32 *) own_array_at(&changed, i));
		HoldingGrowth growth = {
			.site = holding->site,
			.path = holding->path,
			.kind = holding->kind,
			.node_key = holding->node_key,
			.bytes = holding->bytes + holding->own_bytes,
			.count = holding->count + holding->own_count,
		};

		if (growth.bytes != 0 || growth.count != 0)
			visit(&growth, arg);
	}
}

/* From now on growth counts anew, but for what the running statement did. */
void
holdings_start_over(void)
{
	Size		kept = 0;

	for (Size i = 0; i < changed.count; i++)
	{
		uint32		number = *(uint32 *) own_array_at(&changed, i);
		Holding    *holding = holding_at(number);

		holding->bytes = 0;
		holding->count = 0;
		holding->changed = holding->own_bytes != 0 || holding->own_count != 0;
		if (holding->changed)
			*(uint32 *) own_array_at(&changed, kept++) = number;
	}
	changed.count = kept;
}

void
holdings_clear(void)
{
	own_array_free(&holdings);
	own_array_free(&changed);
	hash_index_free(&by_what);
	memset(holdings_recent, 0, sizeof(holdings_recent));
}
