/*
 * heap_samples.h
 *		A sampled heap: some of the chunks that live, each with its stack, and what they stand for.
 *
 * Bytes that are allocated are counted down; the chunk in which the count passes zero is taken, and
 * the next count is drawn anew (exponentially, with the interval as its mean). So a chunk of s
 * bytes is taken with the probability p = 1 - exp(-s / interval), whatever its neighbours are, and
 * one that is stands for 1/p chunks and s/p bytes. The variance of a sum of such bytes is the sum
 * of s * s * (1 - p) / (p * p): the error that is told with each figure comes from that.
 *
 * Who is taken is told to the functions below; who is freed has to be asked of heap_may_have()
 * first, which is a load from 4 kB and mostly says no. Nothing else is paid for a chunk that was
 * not taken.
 *
 *	Memory		is fixed: HEAP_SAMPLES and HEAP_PLACES, under 1 MB of addresses, of which the
 *				kernel gives what is used. When the samples are full, the interval is doubled,
 *				and those stay that would have been taken with it, by chance; so nothing is cut
 *				and all figures stay unbiased. When the places are full, one that holds nothing
 *				any more is given up; if all hold something, what comes is counted with "other
 *				places", which has no stack.
 *	Who calls	the sampler's methods (sampler.h), inside the allocator, in the backend's thread,
 *				behind the door of recording.h; look/heap.c at a safe point. No lock, no
 *				palloc, no error, errno is kept. Without memory nothing is taken.
 *	Alarm		What heap_set_alarm() was given is called in the allocator when the samples stand
 *				for more than so many bytes: it may note that, and no more.
 *	fork()		A child has the heap of its parent, as it has its memory, and counts anew: two
 *				children do not take the same chunks.
 */
#ifndef MEMCHECK_HEAP_SAMPLES_H
#define MEMCHECK_HEAP_SAMPLES_H

#include "base/own_memory.h"
#include "base/violation.h"

#define HEAP_SAMPLES 2048
#define HEAP_PLACES 512
#define HEAP_FRAMES 32
#define HEAP_PATH_BYTES 256
#define HEAP_FILTER 4096

/* A call stack, in contexts of one path, and the query that was running. */
typedef struct HeapPlace
{
	uint64		key;			/* 0: free, or "other places" */
	int64		query_id;		/* 0: none */
	int64		samples;		/* that are alive */
	double		bytes;			/* they stand for */
	double		chunks;
	double		variance;		/* of bytes */
	double		peak_bytes;		/* the most that the place ever had */
	bool		inherited;		/* made in the postmaster, so that all its children have it */
	int			frames;
	PackedList	path;
	char		path_text[HEAP_PATH_BYTES];
	uintptr_t	pcs[HEAP_FRAMES];
} HeapPlace;

typedef struct HeapSum
{
	int64		interval;		/* in bytes; 0: nothing is sampled */
	uint64		begun;			/* which heap of this process it is */
	int64		taken;			/* samples in all, since the process began to */
	double		bytes;			/* that live, estimated */
	double		variance;
	double		peak_bytes;
	TimestampTz peak_at;
} HeapSum;

/* What is left until the next sample. */
extern OWN_VARIABLE int64 heap_countdown;
extern OWN_VARIABLE uint8 heap_filter[HEAP_FILTER];

extern bool heap_begin(int64 interval);
extern void heap_end(void);
extern void heap_take(void *pointer, MemoryContext context, Size size);
extern void heap_drop(void *pointer);
extern void heap_drop_context(MemoryContext context);
extern void heap_forget_library(uintptr_t start, uintptr_t end, uintptr_t renamed);
extern void heap_set_alarm(double above, void (*ring) (void));
extern HeapSum heap_sum(void);
extern const HeapPlace *heap_place(int number);

static inline Size
heap_filter_slot(const void *pointer)
{
	return ((uintptr_t) pointer >> 4 ^ (uintptr_t) pointer >> 16) % HEAP_FILTER;
}

/* Whether the chunk, or a chunk of the context, may be among the samples. */
static inline bool
heap_may_have(const void *pointer)
{
	return heap_filter[heap_filter_slot(pointer)] != 0;
}

#endif							/* MEMCHECK_HEAP_SAMPLES_H */
