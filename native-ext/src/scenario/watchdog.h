/*
 * watchdog.h
 *		A timer of the worker's that rings in a signal handler, by a clock that nobody sets.
 *
 * Rings for the first time after "first_ms" and then each "then_ms", until it is stopped. It is a
 * timer of the kernel on CLOCK_MONOTONIC. The server's own timeouts go by the time of day and
 * share one alarm. There a step of an hour forwards would end a healthy statement, and a step
 * backwards would let one that hangs go on for an hour. The signal is a real-time one, which
 * the server does not use. It comes to the thread that started the timer, the backend's.
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
