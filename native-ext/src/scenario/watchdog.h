/*
 * watchdog.h
 *		A timer of the worker's that rings in a signal handler, by a clock that nobody sets.
 *
 * Rings for the first time after "first_ms" and then each "then_ms", until it is stopped. The
 * kernel's own timer on CLOCK_MONOTONIC: the server's timeouts go by the time of day and
 * share one alarm, so that a step of an hour forwards ends a healthy statement, and one
 * backwards lets one that hangs go on for an hour. Its signal is one of the real-time ones, which
 * the server leaves alone, and comes to the thread that started it: the backend's.
 *
 * One at a time; in the worker alone. The ring may leave with siglongjmp(). It wakes the
 * latch, as the server's alarm does. Not inherited by children. Raises an error if the
 * kernel has no timer.
 */
#ifndef MEMCHECK_WATCHDOG_H
#define MEMCHECK_WATCHDOG_H

extern void watchdog_init(void (*ring) (void));
extern void watchdog_start(int first_ms, int then_ms);
extern void watchdog_stop(void);

#endif							/* MEMCHECK_WATCHDOG_H */
