/*
 * heap.c
 *		Hands over the sampled heap of this process; see heap.h.
 */
#include "postgres.h"

#include "look/heap.h"
#include "look/write_all.h"
#include "stack/module.h"

/* What a place once had is worth telling where it cannot have been a chunk or two. */
#define PEAK_SAMPLES 8

static bool
is_told(const HeapPlace *place, int64 interval)
{
	return place->samples > 0 || place->peak_bytes >= PEAK_SAMPLES * (double) interval;
}

static int
write_row(int fd, const HeapPlace *place)
{
	static HeapRow row;
	static CrashStack stack;
	int			error;

	crash_stack_note_pcs(&stack, place->pcs, place->frames);
	row.place = *place;
	row.noted = stack.noted;
	row.frames = stack.count;
	error = write_all(fd, &row, sizeof(row));
	return error ? error : write_all(fd, stack.frames, stack.count * sizeof(CrashFrame));
}

/* Returns errno, or 0. */
int
heap_answer(int fd)
{
	HeapHeader	header = {.facts = snapshot_facts(), .sum = heap_sum()};
	const HeapPlace *place;
	int			error;

	if (header.sum.interval == 0)
		return ENODATA;
	(void) modules_refresh();
	for (int i = 0; (place = heap_place(i)) != NULL; i++)
		header.rows += is_told(place, header.sum.interval);
	error = write_all(fd, &header, sizeof(header));
	for (int i = 0; error == 0 && (place = heap_place(i)) != NULL; i++)
		if (is_told(place, header.sum.interval))
			error = write_row(fd, place);
	return error;
}
