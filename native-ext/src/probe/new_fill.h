/*
 * new_fill.h
 *		What new memory of an extension holds before its caller writes to it.
 *
 * What palloc and malloc give is undefined, and mostly zeros or what was there before. Code that
 * reads it before it was written to works by luck. So a scenario (scenario_unfilled.c) runs the
 * same calls with zeros in new memory and then with NEW_FILL_OTHER, and compares the answers.
 *
 * A layer over all others that change chunks, and what the malloc tracer calls with new memory.
 * Filled is what an extension allocates, or a helper of the server's for it (OWNER_BY_CALL in
 * site.h), before the caller has it, up to NEW_FILL_BYTES of a chunk; of what was made larger, the
 * part that is new. The server's own chunks, and what the C library allocates, are left alone.
 * No correct program can tell. palloc0, calloc and the like write zeros afterwards.
 *
 * So that the function can be found by halving, a fill may be for some functions only. The key of
 * one is a hash of its library's name and the place in it, which is the same in another process;
 * new_fill_key() says it of any code.
 *
 *		fill	takes the stack and asks whose it is, once for each stack: no palloc, no lock, no
 *				error, in the backend's thread alone, our own memory. Without any memory, or where a
 *				stack is not known, the chunk is left as it is.
 *
 * new_fill_start() and new_fill_stop() are called by a scenario's worker, outside the allocator.
 * The count is the caller's, and written at once, so that it is there after a crash.
 */
#ifndef MEMCHECK_NEW_FILL_H
#define MEMCHECK_NEW_FILL_H

#include "stack/site.h"
#include "trace/layer.h"

#define NEW_FILL_OTHER 0xA5
#define NEW_FILL_THIRD 0x5A
#define NEW_FILL_BYTES (1024 * 1024)

/* Which functions' memory is filled with NEW_FILL_OTHER: those whose key has these lowest bits. */
typedef struct FillChoice
{
	bool		others;			/* any are */
	bool		third;			/* with NEW_FILL_THIRD instead */
	int			bits;			/* 0: all are */
	uint32		key;
} FillChoice;

/* How many functions were seen to allocate. */
typedef struct FillCount
{
	uint32		chosen;
	uint32		beside;			/* all but the highest of the bits are the choice's */
	uint32		key_of_chosen;	/* of the latest */
	uint32		key_of_beside;
} FillCount;

extern const Layer new_fill_layer;
extern void new_fill_start(const FillChoice *choice, FillCount *count);
extern void new_fill_stop(void);
extern uint32 new_fill_site(uint32 key);
extern uint32 new_fill_key(uintptr_t pc);
extern void new_fill_outside(void *pointer, Size from, Size to);

#endif							/* MEMCHECK_NEW_FILL_H */
