/*
 * poison_place.c
 *		How often each place has been; see poison_place.h.
 */
#include "postgres.h"

#include "base/loss.h"
#include "probe/poison_place.h"
#include "stack/site.h"
#include "stack/stack_unwind.h"

#define PLACES 4096				/* sets of two */

/* The first ones, and each such one behind them. */
#define FIRST_OF_EXTENSION 1024
#define SHARE_OF_EXTENSION 16
#define FIRST_OF_SERVER 128
#define SHARE_OF_SERVER 64

typedef struct Place
{
	uint64		key;			/* 0: free */
	uint32		times;
	bool		of_extension;	/* one had a part in it once */
} Place;

static Place places[PLACES];
static bool leaves_out = true;
static uint64 left_out;			/* not counted as lost yet */

void
poison_places_begin(void)
{
	memset(places, 0, sizeof(places));
	left_out = 0;
}

/* Whether anything is left out. */
void
poison_leaves_out(bool wanted)
{
	leaves_out = wanted;
}

/* The place with this key, made in the place of the one that was there less often. */
static inline Place *
place_of(uint64 key)
{
	Place	   *first = &places[key % PLACES & ~UINT64CONST(1)];
	Place	   *second = first + 1;
	Place	   *place;

	if (first->key == key)
		return first;
	if (second->key == key)
		return second;
	place = first->times <= second->times ? first : second;
	*place = (Place) {.key = key};
	return place;
}

static inline bool
is_its_turn(const Place *place)
{
	return place->of_extension ?
		place->times <= FIRST_OF_EXTENSION || place->times % SHARE_OF_EXTENSION == 0 :
		place->times <= FIRST_OF_SERVER || place->times % SHARE_OF_SERVER == 0;
}

/*
 * Whether what comes through this door is dealt with, and the number of its stack. Without memory
 * that is 0.
 */
bool
poison_chooses(const void *door, uint32 *site)
{
	uint64		key = leaves_out ? unwind_place(door) : 0;
	Place	   *place = key ? place_of(key) : NULL;

	if (place)
	{
		place->times++;
		if (!is_its_turn(place))
		{
			left_out++;
			return false;
		}
	}
	*site = site_at(door);
	if (place && !place->of_extension)
		place->of_extension = !site_is_without_extensions(*site);
	return true;
}

/* Has what was left out so far counted as lost. */
void
poison_places_count(void)
{
	loss_note_many(LOSS_UNPOISONED, left_out);
	left_out = 0;
}
