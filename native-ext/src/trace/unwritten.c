/*
 * unwritten.c
 *		Samples of large chunks, as they were when they were made; see unwritten.h.
 */
#include "postgres.h"

#include "base/address_map.h"
#include "trace/unwritten.h"

#define SAMPLE_WORDS 64

typedef struct Sample
{
	Size		step;			/* bytes from one word to the next */
	uint64		first;			/* the first word; each one is different */
} Sample;

static uint64 next_word;
static OwnArray samples = {.width = sizeof(Sample)};
static AddressMap by_chunk = ADDRESS_MAP_INIT;

static uint64 *
word_at(const void *pointer, const Sample *sample, int number)
{
	return (uint64 *) ((const char *) pointer + number * sample->step);
}

/* What nobody writes by chance. */
static uint64
word_of(const Sample *sample, int number)
{
	return own_hash(sample->first + number);
}

/* A new statement begins. */
void
unwritten_forget(void)
{
	if (samples.count == 0)
		return;
	samples.count = 0;
	address_map_clear(&by_chunk);
}

/* A chunk has just been made, and what is in it means nothing to anybody yet. */
void
unwritten_note(void *pointer, Size bytes)
{
	Sample	   *sample = samples.count < MOST_UNWRITTEN ? own_array_append(&samples) : NULL;

	if (sample == NULL)
		return;
	sample->step = TYPEALIGN_DOWN(sizeof(uint64), bytes / SAMPLE_WORDS);
	sample->first = next_word += SAMPLE_WORDS;
	for (int i = 0; i < SAMPLE_WORDS; i++)
		*word_at(pointer, sample, i) = word_of(sample, i);
	/* without memory for it the chunk counts as written to */
	(void) address_map_put(&by_chunk, pointer, samples.count);
}

/* Whether three quarters of a chunk that still lives have never been written to. */
bool
unwritten_mostly(const void *pointer)
{
	uint32		number = address_map_find(&by_chunk, pointer);
	const Sample *sample;
	int			same = 0;

	if (number == 0)
		return false;
	sample = own_array_at(&samples, number - 1);
	for (int i = 0; i < SAMPLE_WORDS; i++)
		if (*word_at(pointer, sample, i) == word_of(sample, i))
			same++;
	return same >= SAMPLE_WORDS - SAMPLE_WORDS / 4;
}
