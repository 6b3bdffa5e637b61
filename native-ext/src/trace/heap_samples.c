/*
 * heap_samples.c
 *		The samples that live and their places; see heap_samples.h.
 */
#include "postgres.h"

#include <math.h>
#include <pthread.h>

#include "base/address_map.h"
#include "base/chance.h"
#include "miscadmin.h"
#include "nodes/memnodes.h"
#include "stack/frame.h"
#include "stack/stack_unwind.h"
#include "trace/heap_samples.h"
#include "utils/backend_status.h"
#include "utils/timestamp.h"

#define FRAMES_TAKEN 48			/* some are ours */
#define FILTER_FULL UINT8_MAX	/* a place of the filter that is not counted down any more */

/* Addresses are hidden from the search for lost chunks (reach.h): we do not hold what we count. */
typedef struct HeapSample
{
	void	   *hidden;
	void	   *hidden_context;
	Size		size;
	uint32		place;			/* number */
} HeapSample;

int64		heap_countdown = PG_INT64_MAX;
uint8		heap_filter[HEAP_FILTER];

static HeapSum sum;
static OwnArray samples = {.width = sizeof(HeapSample)};
static OwnArray places = {.width = sizeof(HeapPlace)};	/* the first one is "other places" */
static AddressMap by_pointer = ADDRESS_MAP_INIT;
static Chance draws;
static double alarm_above;
static void (*alarm_ring) (void);	/* NULL: nobody wants to know */

static void *
hide(const void *pointer)
{
	return (void *) ~(uintptr_t) pointer;
}

static HeapSample *
sample_at(Size index)
{
	return own_array_at(&samples, index);
}

static HeapPlace *
place_at(Size index)
{
	return own_array_at(&places, index);
}

static void
count_anew(void)
{
	heap_countdown = sum.interval == 0 ? PG_INT64_MAX :
		(int64) (-log(chance_next(&draws)) * sum.interval);
}

static void
seed(void)
{
	chance_seed(&draws);
	count_anew();
}

/* In a child of fork(): nothing but arithmetic and two system calls. */
static void
part_ways(void)
{
	if (sum.interval != 0)
		seed();
}

/* The probability with which a chunk is taken. */
static double
chance(Size size, int64 interval)
{
	return -expm1(-(double) Max(size, 1) / interval);
}

/* Adds what a sample stands for to the sums, or takes it away. */
static void
count_sample(const HeapSample *sample, int sign)
{
	HeapPlace  *place = place_at(sample->place);
	double		p = chance(sample->size, sum.interval);
	double		size = Max(sample->size, 1);
	double		variance = size * size * (1 - p) / (p * p);

	place->samples += sign;
	place->bytes += sign * size / p;
	place->chunks += sign / p;
	place->variance += sign * variance;
	/* nothing of what was rounded stays */
	if (place->samples == 0)
		place->bytes = place->chunks = place->variance = 0;
	sum.bytes += sign * size / p;
	sum.variance += sign * variance;
	if (samples.count == 0)
		sum.bytes = sum.variance = 0;
}

static void
note_peaks(HeapPlace *place)
{
	place->peak_bytes = Max(place->peak_bytes, place->bytes);
	if (sum.bytes <= sum.peak_bytes)
		return;
	sum.peak_bytes = sum.bytes;
	sum.peak_at = GetCurrentTimestamp();
}

static void
filter_add(const void *pointer)
{
	uint8	   *slot = &heap_filter[heap_filter_slot(pointer)];

	if (*slot != FILTER_FULL)
		(*slot)++;
}

static void
filter_remove(const void *pointer)
{
	uint8	   *slot = &heap_filter[heap_filter_slot(pointer)];

	if (*slot != FILTER_FULL)
		(*slot)--;
}

/* The last one takes its place. */
static void
remove_sample(Size index)
{
	HeapSample	gone = *sample_at(index);

	filter_remove(hide(gone.hidden));
	filter_remove(hide(gone.hidden_context));
	address_map_remove(&by_pointer, gone.hidden);
	samples.count--;
	if (index < samples.count)
	{
		*sample_at(index) = *sample_at(samples.count);
		(void) address_map_put(&by_pointer, sample_at(index)->hidden, index + 1);
	}
	count_sample(&gone, -1);
}

/* Those that would have been taken at twice the interval stay, by chance. */
static void
thin_out(void)
{
	int64		wider = sum.interval * 2;

	for (Size i = 0; i < samples.count;)
	{
		Size		size = sample_at(i)->size;

		if (chance_next(&draws) > chance(size, wider) / chance(size, sum.interval))
			remove_sample(i);
		else
			i++;
	}
	sum.interval = wider;
	sum.bytes = sum.variance = 0;
	for (Size i = 0; i < places.count; i++)
	{
		HeapPlace  *place = place_at(i);

		place->samples = 0;
		place->bytes = place->chunks = place->variance = 0;
	}
	for (Size i = 0; i < samples.count; i++)
		count_sample(sample_at(i), 1);
}

/* The names from the root down; of deep ones the nearest ancestors that fit. */
static void
write_path(HeapPlace *place, MemoryContext context)
{
	const char *names[16];
	int			depth = 0;
	Size		length = 0;

	for (; context != NULL && depth < lengthof(names); context = context->parent)
	{
		const char *name = context->name ? context->name : "";

		length += strlen(name) + 1;
		if (length > HEAP_PATH_BYTES)
			break;
		names[depth++] = name;
	}
	while (depth > 0)
		(void) packed_append(&place->path, place->path_text, HEAP_PATH_BYTES, names[--depth]);
}

/* Contexts of one path have the same names; addresses of names do as well. */
static uint64
key_of(const uintptr_t *pcs, int count, MemoryContext context, int64 query_id)
{
	uint64		key = own_hash((uint64) query_id + 1);

	for (int i = 0; i < count; i++)
		key = own_hash(key * 31 + pcs[i]);
	for (int depth = 0; context != NULL && depth < 4; context = context->parent, depth++)
		key = own_hash(key * 31 + (uintptr_t) context->name);
	return key | 1;
}

/* The number of the place; 0, "other places", if there is no room for it. */
static uint32
place_of(const uintptr_t *pcs, int count, MemoryContext context)
{
	int64		query_id = (int64) pgstat_get_my_query_id();
	uint64		key = key_of(pcs, count, context, query_id);
	Size		given_up = 0;
	HeapPlace  *place;

	for (Size i = 1; i < places.count; i++)
	{
		if (place_at(i)->key == key)
			return i;
		if (place_at(i)->samples == 0 &&
			(given_up == 0 || place_at(i)->peak_bytes < place_at(given_up)->peak_bytes))
			given_up = i;
	}
	if (places.count < HEAP_PLACES)
	{
		given_up = places.count;
		places.count++;
	}
	if (given_up == 0)
		return 0;
	place = place_at(given_up);
	memset(place, 0, sizeof(*place));
	place->key = key;
	place->query_id = query_id;
	place->inherited = IsPostmasterEnvironment && !IsUnderPostmaster;
	place->frames = count;
	memcpy(place->pcs, pcs, count * sizeof(pcs[0]));
	write_path(place, context);
	return given_up;
}

/* The stack of whoever allocates, without our own frames. */
static pg_noinline int
take_stack(uintptr_t *pcs)
{
	uintptr_t	all[FRAMES_TAKEN];
	int			taken = unwind_stack(all, FRAMES_TAKEN);
	int			count = 0;

	for (int i = 0; i < taken && count < HEAP_FRAMES; i++)
		if (!frame_is_observer(all[i]))
			pcs[count++] = all[i];
	return count;
}

/* The count passed zero in this chunk, which was just made. */
void
heap_take(void *pointer, MemoryContext context, Size size)
{
	uintptr_t	pcs[HEAP_FRAMES];
	int			saved_errno = errno;
	HeapSample *sample;
	int			count;

	count_anew();
	heap_drop(pointer);			/* it should not be there */
	if (samples.count == HEAP_SAMPLES)
		thin_out();
	count = take_stack(pcs);
	if (samples.count < HEAP_SAMPLES &&
		address_map_put(&by_pointer, hide(pointer), samples.count + 1))
	{
		sample = sample_at(samples.count++);
		*sample = (HeapSample) {hide(pointer), hide(context), size,
			place_of(pcs, count, context)};
		filter_add(pointer);
		filter_add(context);
		count_sample(sample, 1);
		note_peaks(place_at(sample->place));
		sum.taken++;
		if (alarm_ring && sum.bytes > alarm_above)
			alarm_ring();
	}
	errno = saved_errno;
}

/* The chunk is freed, if it is among the samples. */
void
heap_drop(void *pointer)
{
	uint32		number = address_map_find(&by_pointer, hide(pointer));

	if (number != 0)
		remove_sample(number - 1);
}

/* All chunks of the context go at once. */
void
heap_drop_context(MemoryContext context)
{
	for (Size i = samples.count; i > 0; i--)
		if (sample_at(i - 1)->hidden_context == hide(context))
			remove_sample(i - 1);
}

static void
free_all(void)
{
	own_array_free(&samples);
	own_array_free(&places);
	own_array_free(&by_pointer.slots);
	by_pointer.used = 0;
	memset(heap_filter, 0, sizeof(heap_filter));
}

/* Begins with an empty heap; false without memory. */
bool
heap_begin(int64 interval)
{
	static bool registered;
	static uint64 begun;

	heap_end();
	if (!own_array_reserve(&samples, HEAP_SAMPLES) || !own_array_reserve(&places, HEAP_PLACES))
	{
		free_all();
		return false;
	}
	(void) own_array_append(&places);
	(void) packed_append(&place_at(0)->path, place_at(0)->path_text, HEAP_PATH_BYTES,
						 "other places");
	if (!registered)
		pthread_atfork(NULL, NULL, part_ways);
	registered = true;
	sum.interval = interval;
	sum.begun = ++begun;
	seed();
	return true;
}

void
heap_end(void)
{
	free_all();
	sum = (HeapSum) {0};
	heap_countdown = PG_INT64_MAX;
}

/* A library has gone; see module.h. */
void
heap_forget_library(uintptr_t start, uintptr_t end, uintptr_t renamed)
{
	for (Size i = 0; i < places.count; i++)
	{
		HeapPlace  *place = place_at(i);

		for (int frame = 0; frame < place->frames; frame++)
			if (place->pcs[frame] >= start && place->pcs[frame] < end)
				place->pcs[frame] = renamed + (place->pcs[frame] - start);
	}
}

/* Of one who wants to know when more is held; NULL: nobody does. */
void
heap_set_alarm(double above, void (*ring) (void))
{
	alarm_above = above;
	alarm_ring = ring;
}

HeapSum
heap_sum(void)
{
	return sum;
}

/* From 0 on; NULL behind the last. */
const HeapPlace *
heap_place(int number)
{
	return number < places.count ? place_at(number) : NULL;
}
