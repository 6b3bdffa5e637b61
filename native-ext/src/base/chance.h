/*
 * chance.h
 *		Random numbers for what is sampled.
 *
 * Each sampler has a state of its own, so that none changes what another one draws, and leaves the
 * server's generators alone: a statement that asks for random() gets what it would get. Children
 * of the postmaster seed anew, or all would draw the same. Called wherever memory is allocated: no
 * allocation, no lock, no error.
 */
#ifndef MEMCHECK_CHANCE_H
#define MEMCHECK_CHANCE_H

#include <unistd.h>

#include "base/clock.h"
#include "base/own_memory.h"

typedef struct Chance
{
	uint64		state;
} Chance;

static inline void
chance_seed(Chance *chance)
{
	chance->state = own_hash((uint64) getpid() << 32 ^ (uint64) clock_us());
}

/* From 0 to 1, neither of them. */
static inline double
chance_next(Chance *chance)
{
	chance->state += UINT64CONST(0x9E3779B97F4A7C15);
	return ((own_hash(own_hash(chance->state)) >> 12) + 0.5) / (UINT64CONST(1) << 52);
}

#endif							/* MEMCHECK_CHANCE_H */
