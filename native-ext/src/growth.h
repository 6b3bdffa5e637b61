/*
 * growth.h
 *		What a stretch of time added, by group: check type, place and owner.
 *
 * Two sources feed it: contexts that are in one walk and not in the other
 * (context_leak), and the tracer's holdings (growth inside contexts that were
 * there before). Groups are net: what went away counts against what came.
 */
#ifndef MEMCHECK_GROWTH_H
#define MEMCHECK_GROWTH_H

#include "event.h"
#include "site.h"
#include "tracer.h"
#include "violation.h"
#include "walk.h"

typedef struct Growth
{
	uint64		hash;			/* of the group, see registry.h */
	CheckType	check_type;
	uint32		path;
	uint32		site;			/* the first one seen of this owner, 0: unknown */
	SiteOwner	owner;
	uint32		freed_site;		/* where the memory was given back, 0: unknown or was not */
	uint64		node_key;		/* the first context of the group */
	char		ident[128];		/* its ident */
	int64		bytes;			/* net, may be negative */
	int64		count;			/* contexts, chunks or resources, net */
	bool		certain;		/* needs no second sighting */
	bool		released;		/* of memory older than the watch: only to be set off */
	char		detail[VIOLATION_DETAIL_BYTES]; /* empty: said by the figures */
} Growth;

/* What is compared: bytes, or, of what has none, how many. */
static inline int64
growth_weight(const Growth *growth)
{
	return growth->certain || growth->check_type == CHECK_RESOURCE_LEAK ?
		growth->count : growth->bytes;
}

extern bool growth_of_contexts(OwnArray *growths, const Walk *before, const Walk *after);
extern bool growth_of_holding(OwnArray *growths, const HoldingGrowth *holding);
extern bool growth_of_event(OwnArray *growths, const Event *event);
extern void growth_set_off_releases(OwnArray *growths);
extern bool growth_add(OwnArray *growths, const Growth *growth);

#endif							/* MEMCHECK_GROWTH_H */
