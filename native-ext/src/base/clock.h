/*
 * clock.h
 *		The clock by which we wait and measure.
 *
 * It is the same in all processes of the machine, and nobody can set it: the time of day steps
 * when an administrator, NTP or a virtual machine wants it to, by hours too. The server's own
 * timeouts go by the time of day. What is told to people (ts, started) is the time of
 * day, and nothing is compared with it.
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

#endif							/* MEMCHECK_CLOCK_H */
