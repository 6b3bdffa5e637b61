/*
 * clock.h
 *		The clock by which we wait and measure.
 *
 * It is the same in all processes of the machine, and nobody can set it. The time of day can be
 * set, by an administrator, NTP or a virtual machine, even by hours; the server's own timeouts go
 * by it. We use the time of day only in what people read (ts, started), and compare nothing with
 * it.
 */
#ifndef MEMCHECK_CLOCK_H
#define MEMCHECK_CLOCK_H

#include <time.h>

/* Milliseconds since some moment. Safe in signal handlers; never 0. */
static inline int64
clock_ms(void)
{
	struct timespec now = {0};

	(void) clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64) now.tv_sec * 1000 + now.tv_nsec / 1000000 + 1;
}

/* The same in microseconds. */
static inline int64
clock_us(void)
{
	struct timespec now = {0};

	(void) clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

#endif							/* MEMCHECK_CLOCK_H */
