/*
 * growth.h
 *		What a stretch of time added, by group: check type, place and owner.
 *
 * It comes from three sources: contexts that are in one walk and not in the other
 * (context_leak), the tracer's holdings (growth inside contexts that were there before), and
 * events. Figures are net: what went away is subtracted from what came.
 *
 * growth_list.c keeps growths in a list, in our own memory, and finds them by their hash. A
 * growth of the same hash is added to the one that is there.
 */
#ifndef MEMCHECK_GROWTH_H
#define MEMCHECK_GROWTH_H

#include "base/hash_index.h"
#include "base/violation.h"
#include "stack/site.h"
#include "trace/event.h"
#include "trace/long_lived.h"
#include "trace/tracer.h"
#include "tree/walk.h"

typedef struct Growth
{
	uint64		hash;			/* tells it apart from others in a list */
	uint64		group;			/* the one of the registry, see registry.h and alike.h */
	CheckType	check_type;
	uint32		path;
	uint32		site;			/* the first one seen of this owner, 0: unknown */
	SiteOwner	owner;
	uint32		freed_site;		/* where the memory was given back, 0: unknown or was not */
	uint32		made_site;		/* where it was made, 0: unknown, or "site" */
	uint64		node_key;		/* the first context of the group */
	char		ident[128];		/* its ident */
	int64		bytes;			/* net, may be negative */
	int64		count;			/* contexts, chunks or resources, net */
	bool		certain;		/* needs no second sighting */
	bool		freed_elsewhere;	/* perhaps, by another process: only a long series tells */
	bool		many_names;		/* of contexts that are named alike: "path" has a pattern */
	bool		many_groups;	/* which are of several groups */
	bool		merged;			/* into another: to be dropped */
	bool		enlarged;		/* chunks were made larger */
	bool		released;		/* of memory from before the watch: only to be set off */
	bool		by_call;		/* by one function of the server, which an extension called */
	char		detail[VIOLATION_DETAIL_BYTES]; /* empty: said by the figures */
} Growth;

/* What is compared: bytes, or, of what has none, how many. */
static inline int64
growth_weight(const Growth *growth)
{
	return growth->certain || check_types[growth->check_type].counted ?
		growth->count : growth->bytes;
}

typedef struct GrowthList
{
	OwnArray	items;			/* Growth, in the order of their first sight */
	HashIndex	by_hash;
} GrowthList;

#define GROWTH_LIST_INIT {.items = {.width = sizeof(Growth)}, .by_hash = HASH_INDEX_INIT}

static inline Growth *
growth_at(const GrowthList *growths, Size index)
{
	return own_array_at(&growths->items, index);
}

/* growth.c */
extern bool growth_of_context(GrowthList *growths, const ContextChange *change);
extern bool growth_of_contexts(GrowthList *growths, const Walk *before, const Walk *after);
extern bool growth_of_holding(GrowthList *growths, const HoldingGrowth *holding);
extern bool growth_of_event(GrowthList *growths, const Event *event);

/* growth_list.c */
extern void growth_list_init(GrowthList *growths);
extern bool growth_add(GrowthList *growths, const Growth *growth);
extern void growth_list_clear(GrowthList *growths);
extern void growth_list_free(GrowthList *growths);
extern bool growth_keep(GrowthList *growths, bool (*is_kept) (const Growth *growth));
extern uint32 growth_group_path(const Growth *growth);
extern uint64 growth_library(const Growth *growth);
extern bool growth_set_off_releases(GrowthList *growths);

#endif							/* MEMCHECK_GROWTH_H */
