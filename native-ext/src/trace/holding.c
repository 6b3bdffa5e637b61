/*
 * holding.c
 *		What each site holds; see holding.h.
 */
#include "postgres.h"

#include "base/hash_index.h"
#include "base/own_memory.h"
#include "trace/holding.h"

typedef struct Holding
{
	uint32		site;
	uint32		path;
	HoldingKind kind;
	uint64		node_key;		/* the first context it was seen in */
	int64		bytes;			/* change since the last visit */
	int64		count;
	int64		own_bytes;		/* the same, by the running statement */
	int64		own_count;
	bool		changed;		/* is in the list of changed ones */
} Holding;

bool		holdings_ignore_releases;

static OwnArray holdings = {.width = sizeof(Holding)};
static OwnArray changed = {.width = sizeof(uint32)};
static HashIndex by_what = HASH_INDEX_INIT;

static Holding *
holding_at(uint32 number)
{
	return own_array_at(&holdings, number - 1);
}

/* The holding of this site in contexts of this path, made if it is new. */
uint32
holding_of(uint32 site, uint32 path, HoldingKind kind, uint64 node_key)
{
	/* all of the three, side by side: nobody has a billion sites or paths */
	uint64		what = (uint64) site << 33 | (uint64) path << 3 | kind;
	uint32		number = hash_index_find(&by_what, what);
	Holding    *holding;

	if (number != 0)
		return number;
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

/* A chunk came (or went, with negative figures). */
void
holding_add(uint32 number, int64 bytes, int64 count)
{
	Holding    *holding;

	if (number == 0)
		return;
	holding = holding_at(number);
	holding->own_bytes += bytes;
	holding->own_count += count;
	if (!holding->changed)
	{
		uint32	   *entry = own_array_append(&changed);

		if (entry == NULL)
			return;				/* comes into the list with its next change */
		*entry = number;
		holding->changed = true;
	}
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
}
