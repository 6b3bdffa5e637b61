/*
 * fill_place.c
 *		Places where a filling was seen; see fill_place.h.
 */
#include "postgres.h"

#include "probe/fill_place.h"
#include "probe/new_fill.h"
#include "probe/shared_ranges.h"
#include "stack/recording.h"
#include "storage/shmem.h"

#define COUNTERS 1024			/* a power of two */
#define MOST_PIECES 64

typedef enum Looking
{
	LOOKING_OFF,
	LOOKING_COLLECTS,
	LOOKING_CHECKS,
} Looking;

/* How many one caller has made in this call. */
typedef struct Counter
{
	uint64		who;
	uint32		count;
} Counter;

/* A piece of shared memory that somebody was given, an entry of a hash table. */
typedef struct Piece
{
	const unsigned char *from;
	Size		bytes;
} Piece;

/* What lay in shared memory when the collecting began. */
typedef struct Before
{
	uintptr_t	start;
	Size		bytes;
	Size		at;				/* in the copy */
} Before;

OWN_VARIABLE bool fill_places_on;
static Looking looking;
static FillPlaceList *list;
static unsigned char filling;
static int	iteration;
static Counter counters[COUNTERS];
static Piece pieces[MOST_PIECES];
static int	piece_count;
static OwnArray befores = {.width = sizeof(Before)};
static OwnArray copy = {.width = 1};

/* From 1 on; 0: there is no room to count it. */
static uint32
count_one_more(uint64 who)
{
	for (uint32 i = 0; i < COUNTERS; i++)
	{
		Counter    *counter = &counters[(who + i) & (COUNTERS - 1)];

		if (counter->count != 0 && counter->who != who)
			continue;
		counter->who = who;
		return ++counter->count;
	}
	return 0;
}

/* The same byte of what the same caller makes is one place. */
static void
collect(const FillPlace *place)
{
	for (int i = 0; i < list->count; i++)
		if (list->places[i].who == place->who && list->places[i].offset == place->offset)
			return;
	if (list->count < FILL_PLACES)
		list->places[list->count++] = *place;
}

/* Where the next run of the filling begins; NULL: there is none. */
static const unsigned char *
next_run(const unsigned char *from, const unsigned char *end, const unsigned char **behind)
{
	const unsigned char *at = from < end ? memchr(from, filling, end - from) : NULL;

	if (at)
		for (*behind = at + 1; *behind < end && **behind == filling;)
			++*behind;
	return at;
}

/* Each run of the filling is a place, known by its first byte. */
static void
collect_in(FillPlace place, const unsigned char *from, Size bytes)
{
	const unsigned char *behind = from;
	const unsigned char *at;

	while ((at = next_run(behind, from + bytes, &behind)) != NULL)
	{
		place.offset = at - from;
		collect(&place);
	}
}

static void
check_in(const FillPlace *seen, const unsigned char *from, Size bytes)
{
	for (int i = 0; i < list->count; i++)
	{
		FillPlace  *place = &list->places[i];

		if (place->who == seen->who && place->ordinal == seen->ordinal &&
			place->iteration == iteration && place->offset < bytes &&
			from[place->offset] == filling)
			place->seen = true;
	}
}

static void
see(FillPlace place, const void *from, Size bytes)
{
	if (!fill_places_looking() || !recording_is_main)
		return;
	place.iteration = iteration;
	place.ordinal = count_one_more(place.who);
	if (place.ordinal == 0)
		return;
	if (looking == LOOKING_COLLECTS)
		collect_in(place, from, bytes);
	else
		check_in(&place, from, bytes);
}

/* Bytes that leave an extension: the caller is the code that gave them. */
void
fill_places_see(FillPlaceKind kind, int column, const void *caller, const void *from, Size bytes)
{
	FillPlace	place = {.kind = kind,.column = column};

	if (!fill_places_looking())
		return;
	place.who = own_hash((uint64) new_fill_key((uintptr_t) caller) << 24 |
						 kind << 16 | (uint16) column);
	see(place, from, bytes);
}

/* The same of bytes whose maker is known by something else. */
void
fill_places_see_of(FillPlaceKind kind, uint64 maker, const void *from, Size bytes)
{
	see((FillPlace) {.kind = kind,.who = own_hash(maker ^ (uint64) kind << 56)}, from, bytes);
}

/* It is read when the call is over. */
void
fill_places_see_shared(const void *from, Size bytes)
{
	if (!fill_places_looking() || looking != LOOKING_COLLECTS || !recording_is_main ||
		piece_count == MOST_PIECES)
		return;
	for (int i = 0; i < piece_count; i++)
		if (pieces[i].from == from)
			return;
	pieces[piece_count++] = (Piece) {from, bytes};
}

static void
copy_range(uintptr_t variable, ElfRange range, void *arg)
{
	Size		at = copy.count;
	Before	   *before;

	if (!own_array_append_bytes(&copy, (const char *) range.start, range.end - range.start))
		return;
	before = own_array_append(&befores);
	if (before)
		*before = (Before) {range.start, range.end - range.start, at};
}

/* Whether this byte of shared memory had the filling before. */
static bool
had_filling(uintptr_t address)
{
	for (Size i = 0; i < befores.count; i++)
	{
		const Before *before = own_array_at(&befores, i);

		if (address - before->start < before->bytes)
			return (unsigned char) copy.data[before->at + address - before->start] == filling;
	}
	return false;
}

static void
collect_shared(const unsigned char *from, const unsigned char *end)
{
	const unsigned char *behind = from;
	const unsigned char *at;

	while ((at = next_run(behind, end, &behind)) != NULL)
		if (!had_filling((uintptr_t) at))
			collect(&(FillPlace) {.who = (uintptr_t) at,.kind = PLACE_SHARED,
					.iteration = iteration});
}

static void
collect_range(uintptr_t variable, ElfRange range, void *arg)
{
	collect_shared((const unsigned char *) range.start, (const unsigned char *) range.end);
}

static void
check_shared(FillPlace *place)
{
	const unsigned char *at = (const unsigned char *) (uintptr_t) place->who;

	if (place->kind == PLACE_SHARED && place->iteration == iteration && ShmemAddrIsValid(at) &&
		*at == filling)
		place->seen = true;
}

static void
look(Looking what, FillPlaceList *places, int byte)
{
	looking = what;
	list = places;
	filling = byte;
}

/* From the next call on. */
void
fill_places_collect(FillPlaceList *places, int byte)
{
	look(LOOKING_COLLECTS, places, byte);
	places->count = 0;
	own_array_free(&copy);
	own_array_free(&befores);
	shared_ranges_visit(copy_range, NULL);
}

void
fill_places_check(FillPlaceList *places, int byte)
{
	look(LOOKING_CHECKS, places, byte);
	for (int i = 0; i < places->count; i++)
		places->places[i].seen = false;
}

void
fill_places_keep_seen(FillPlaceList *places)
{
	int			kept = 0;

	for (int i = 0; i < places->count; i++)
		if (places->places[i].seen)
			places->places[kept++] = places->places[i];
	places->count = kept;
}

void
fill_places_stop(void)
{
	looking = LOOKING_OFF;
	fill_places_on = false;
	own_array_free(&copy);
	own_array_free(&befores);
}

void
fill_places_call(int number)
{
	iteration = number;
	fill_places_on = looking != LOOKING_OFF;
	piece_count = 0;
	memset(counters, 0, sizeof(counters));
}

/* What the call left in shared memory. */
void
fill_places_call_over(void)
{
	fill_places_on = false;
	if (looking == LOOKING_COLLECTS)
	{
		for (int i = 0; i < piece_count; i++)
			collect_shared(pieces[i].from, pieces[i].from + pieces[i].bytes);
		shared_ranges_visit(collect_range, NULL);
	}
	else if (looking == LOOKING_CHECKS)
		for (int i = 0; i < list->count; i++)
			check_shared(&list->places[i]);
}

/* "column 2 of a row that is formed, in its byte 12". */
void
fill_place_describe(const FillPlace *place, char *to, Size size)
{
	static const char *const things[] = {
		[PLACE_NONE] = "memory",
		[PLACE_FORMED_ROW] = "a row that is formed",
		[PLACE_STORED_ROW] = "a row that is stored",
		[PLACE_ITEM] = "an item that is put on a page",
		[PLACE_HASH_KEY] = "a key that is hashed",
		[PLACE_LOGGED] = "a byte that is stored",
		[PLACE_SHARED] = "a byte of shared memory",
	};
	const char *thing = things[place->kind];

	if (place->kind == PLACE_SHARED || place->kind == PLACE_LOGGED)
		snprintf(to, size, "%s", thing);
	else if (place->column >= 0 &&
			 (place->kind == PLACE_FORMED_ROW || place->kind == PLACE_STORED_ROW))
		snprintf(to, size, "column %d of %s, in its byte %u,", place->column + 1, thing,
				 place->offset);
	else
		snprintf(to, size, "byte %u of %s", place->offset, thing);
}
