/*
 * traced_heap.c
 *		A trace that samples: how the sampled heap of this process has grown; see trace.h.
 *
 * Where the setting samples already, its heap is taken, and what it had at the beginning is
 * subtracted.
 */
#include "postgres.h"

#include <math.h>

#include "base/hash_index.h"
#include "look/trace.h"
#include "look/write_all.h"
#include "miscadmin.h"
#include "stack/module.h"
#include "trace/heap_samples.h"
#include "trace/tracer.h"
#include "utils/timestamp.h"

/* What a place had when the trace began. */
typedef struct Before
{
	uint64		key;
	int64		samples;
	double		bytes;
	double		chunks;
} Before;

static OwnArray before = {.width = sizeof(Before)};
static HashIndex by_key = HASH_INDEX_INIT;	/* of "before" */
static HashIndex told = HASH_INDEX_INIT;	/* whose stacks the asker has */
static uint64 begun;			/* the heap of which that is */

static bool
note_before(void)
{
	const HeapPlace *place;

	for (int i = 0; (place = heap_place(i)) != NULL; i++)
		if (place->samples > 0)
		{
			Before	   *one = own_array_append(&before);

			if (one == NULL || !hash_index_put(&by_key, place->key, before.count))
				return false;
			*one = (Before) {place->key, place->samples, place->bytes, place->chunks};
		}
	return true;
}

/* False without memory, or where tables cannot be changed. */
bool
traced_heap_begins(int64 every)
{
	if (!kinds_can_be_patched())
		return false;
	tracer_sample_for_trace(every);
	if (heap_sum().interval == 0 || !note_before())
	{
		traced_heap_ends();
		return false;
	}
	begun = heap_sum().begun;
	return true;
}

void
traced_heap_ends(void)
{
	tracer_sample_for_trace(0);
	own_array_free(&before);
	hash_index_free(&by_key);
	hash_index_free(&told);
}

/* What the place has gained; what a heap had that is not there any more does not count. */
static Before
gain_of(const HeapPlace *place)
{
	Before		gain = {place->key, place->samples, place->bytes, place->chunks};
	uint32		number = heap_sum().begun == begun ? hash_index_find(&by_key, place->key) : 0;

	if (number != 0)
	{
		const Before *had = own_array_at(&before, number - 1);

		gain.samples -= had->samples;
		gain.bytes -= had->bytes;
		gain.chunks -= had->chunks;
	}
	return gain;
}

static void
fill_row(TraceRow *row, const HeapPlace *place, const Before *gain)
{
	Violation  *violation = &row->violation;

	memset(row, 0, sizeof(*row));
	row->key = place->key;
	row->samples = gain->samples;
	row->variance = place->variance;
	violation->check_type = CHECK_CHUNK_LEAK;
	violation->provenance = PROVENANCE_UNKNOWN;
	violation->backend_pid = MyProcPid;
	violation->ts = GetCurrentTimestamp();
	violation->bytes = llround(gain->bytes);
	violation->count = llround(gain->chunks);
	violation->bytes_per_call = -1;
	violation->occurrences = 1;
	violation->query_id = place->query_id;
	violation->path = place->path;
	memcpy(violation->path_text, place->path_text, HEAP_PATH_BYTES);
}

/* Returns errno, or 0. */
static int
write_row(int fd, const HeapPlace *place, const Before *gain, bool with_stack)
{
	static TraceRow row;
	static CrashStack stack;
	int			error;

	fill_row(&row, place, gain);
	stack.count = 0;
	if (with_stack)
		crash_stack_note_pcs(&stack, place->pcs, place->frames);
	row.frames = stack.count;
	row.noted = stack.noted;
	error = write_all(fd, &row, sizeof(row));
	return error ? error : write_all(fd, stack.frames, stack.count * sizeof(CrashFrame));
}

/* The gain that a place must have to be among the largest; 0: all are told. */
static double
least_told(void)
{
	double		gains[HEAP_PLACES];
	const HeapPlace *place;
	int			count = 0;

	for (int i = 0; (place = heap_place(i)) != NULL; i++)
	{
		double		bytes = gain_of(place).bytes;
		int			at = count;

		if (bytes <= 0)
			continue;
		for (; at > 0 && gains[at - 1] < bytes; at--)
			gains[at] = gains[at - 1];
		gains[at] = bytes;
		count++;
	}
	return count > TRACE_MOST_ROWS ? gains[TRACE_MOST_ROWS - 1] : 0;
}

static bool
is_told(const HeapPlace *place, double least)
{
	Before		gain = gain_of(place);

	return gain.samples > 0 && gain.bytes > 0 && gain.bytes >= least;
}

/* Returns errno, or 0. */
int
traced_heap_look(int fd, TraceHeader *header, bool all_stacks)
{
	double		least = least_told();
	const HeapPlace *place;
	int			error;

	header->every = heap_sum().interval;
	if (header->every == 0)
		return ENOMEM;
	(void) modules_refresh();
	for (int i = 0; (place = heap_place(i)) != NULL; i++)
		header->rows += is_told(place, least);
	error = write_all(fd, header, sizeof(*header));
	for (int i = 0; error == 0 && (place = heap_place(i)) != NULL; i++)
	{
		Before		gain = gain_of(place);

		if (!is_told(place, least))
			continue;
		error = write_row(fd, place, &gain,
						  all_stacks || hash_index_find(&told, place->key) == 0);
		(void) hash_index_put(&told, place->key, 1);
	}
	return error;
}
