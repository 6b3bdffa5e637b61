/*
 * fill_place.h
 *		Places where a filling was seen that nobody has written over: in rows, keys, shared memory.
 *
 * Memory that nobody has filled (new_fill.h), or that was given back (poison_pattern.h), holds a
 * byte that we chose. Who passes it on need not show it in any answer: it lies in the gap of a key,
 * in a stored row, in shared memory. One byte proves nothing. But a place that holds each of
 * three fillings in three runs does: no clock, counter or chance does that.
 *
 * So in one run the places are collected that have the filling, and in others each is checked for
 * that run's filling: the rest are dropped. A place is known again in another process by who made
 * it (the calling code, the kind, the column), how many of the kind that caller has made in this
 * call, and the byte in it. In shared memory it is the address, which all processes of a server
 * share, also those that are forked later.
 *
 * A byte in shared memory that had the filling when the collecting began is none. What an extension
 * writes there once and never again has the first run's filling in all, and is missed.
 *
 *	Who calls	a scenario's worker starts and stops, and stands around each call;
 *				fill_places_see() is called by whoever forms or stores (fill_watch.c, ...), in the
 *				backend's thread; fill_places_see_of() where the maker is no code.
 *	Memory		the list is the caller's, and written at once; what else, our own. No palloc, no
 *				lock, no error.
 */
#ifndef MEMCHECK_FILL_PLACE_H
#define MEMCHECK_FILL_PLACE_H

#include "base/own_memory.h"

#define FILL_PLACES 2048

typedef enum FillPlaceKind
{
	PLACE_NONE,
	PLACE_FORMED_ROW,
	PLACE_STORED_ROW,
	PLACE_ITEM,					/* of a page */
	PLACE_HASH_KEY,
	PLACE_LOGGED,				/* in the log for recovery (wal_places.h) */
	PLACE_SHARED,
} FillPlaceKind;

typedef struct FillPlace
{
	uint64		who;			/* of shared memory: the address */
	uint32		ordinal;
	uint32		offset;
	int			iteration;
	uint8		kind;
	bool		seen;			/* in this check */
	int16		column;			/* of a row, from 0 on */
} FillPlace;

typedef struct FillPlaceList
{
	int			count;
	FillPlace	places[FILL_PLACES];
} FillPlaceList;

extern OWN_VARIABLE bool fill_places_on;

/* Whether a call is under way, and looked at. */
static inline bool
fill_places_looking(void)
{
	return fill_places_on;
}

extern void fill_places_collect(FillPlaceList *list, int filling);
extern void fill_places_check(FillPlaceList *list, int filling);
extern void fill_places_keep_seen(FillPlaceList *list);
extern void fill_places_stop(void);
extern void fill_places_call(int iteration);
extern void fill_places_call_over(void);
extern void fill_places_see(FillPlaceKind kind, int column, const void *caller, const void *from,
							Size bytes);
extern void fill_places_see_of(FillPlaceKind kind, uint64 maker, const void *from, Size bytes);
extern void fill_places_see_shared(const void *from, Size bytes);
extern void fill_place_describe(const FillPlace *place, char *to, Size size);

#endif							/* MEMCHECK_FILL_PLACE_H */
