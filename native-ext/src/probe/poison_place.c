/*
 * poison_place.c
 *		How often each place has been; see poison_place.h.
 */
#include "postgres.h"

#include "base/loss.h"
#include "probe/poison_place.h"
#include "stack/site.h"
#include "stack/stack_unwind.h"

/* The first ones, and each such one behind them. */
#define FIRST_OF_EXTENSION 1024
#define SHARE_OF_EXTENSION 16
#define FIRST_OF_SERVER 128
#define SHARE_OF_SERVER 64

static bool leaves_out = true;
PoisonPlace poison_places[POISON_PLACES];
static uint64 granted;			/* may pass, or have passed */
static uint64 counted;			/* of those that have, as lost */

static uint64
still_to_pass(void)
{
	uint64		sum = 0;

	for (int i = 0; i < POISON_PLACES; i++)
		sum += poison_places[i].passing;
	return sum;
}

static void
forget_places(void)
{
	granted -= still_to_pass();
	memset(poison_places, 0, sizeof(poison_places));
}

void
poison_places_begin(void)
{
	forget_places();
	granted = counted = 0;
}

/* Whether anything is left out. If nothing is, no place is known. */
void
poison_leaves_out(bool wanted)
{
	leaves_out = wanted;
	if (!wanted)
		forget_places();
}

/* The place with this key, made in the place of the one that was there less often. */
static PoisonPlace *
place_of(uint64 key)
{
	PoisonPlace *first = poison_places_of(key);
	PoisonPlace *second = first + 1;
	PoisonPlace *place;

	if (first->key == key)
		return first;
	if (second->key == key)
		return second;
	place = first->times <= second->times ? first : second;
	granted -= place->passing;
	*place = (PoisonPlace) {.key = key};
	return place;
}

/* How many pass until it is the place's turn again, after so many times. */
static uint32
passing_after(uint32 times, uint32 first, uint32 share)
{
	return times < first ? 0 : share - times % share - 1;
}

/* It is dealt with. The number of its stack, 0 without memory. */
uint32
poison_chosen(const void *door)
{
	uint64		key = leaves_out ? unwind_place(door) : 0;
	PoisonPlace *place = key ? place_of(key) : NULL;
	uint32		site = site_at(door);

	if (place == NULL)
		return site;
	place->times++;
	if (!place->of_extension)
		place->of_extension = !site_is_without_extensions(site);
	place->passing = place->of_extension ?
		passing_after(place->times, FIRST_OF_EXTENSION, SHARE_OF_EXTENSION) :
		passing_after(place->times, FIRST_OF_SERVER, SHARE_OF_SERVER);
	place->times += place->passing;
	granted += place->passing;
	return site;
}

/* Has what was left out so far counted as lost. */
void
poison_places_count(void)
{
	uint64		passed = granted - still_to_pass();

	loss_note_many(LOSS_UNPOISONED, passed - counted);
	counted = passed;
}
