/*
 * event.h
 *		What was seen at a single moment and waits for the next judgement.
 *
 * Fed by hooks that may run anywhere, error reporting and the allocator
 * included: one copy into our own memory, nothing else. When no memory is left
 * the event is lost and counted in loss_count(). The judgement takes the
 * events and empties the list. Process-private, no locks, no errors.
 */
#ifndef MEMCHECK_EVENT_H
#define MEMCHECK_EVENT_H

#include "base/violation.h"
#include "stack/site.h"

typedef struct Event
{
	CheckType	check_type;
	uint32		site;			/* 0: unknown */
	OwnerRule	rule;			/* whose it is by that */
	uintptr_t	library;		/* an address in the one whose it is, 0: the site tells */
	uint32		freed_site;		/* where the memory was given back, 0: unknown or was not */
	uint32		made_site;		/* where it was made, 0: unknown, or "site" */
	uint32		path;			/* 0: no context concerned */
	uint64		object;			/* what else tells events apart, 0: nothing, or the detail */
	uint64		node_key;
	int64		bytes;
	int64		count;
	bool		certain;		/* needs no second sighting */
	bool		held;			/* memory that came or went, as a holding tells (holding.h) */
	bool		released;		/* that was there before the watch: only to be set off */
	bool		freed_elsewhere;	/* perhaps, by another process: only a long series tells */
	char		detail[VIOLATION_DETAIL_BYTES]; /* empty: said by the figures */
} Event;

extern void event_add(const Event *event);
extern Size event_count(void);
extern const Event *event_at(Size index);
extern void events_clear(void);

#endif							/* MEMCHECK_EVENT_H */
