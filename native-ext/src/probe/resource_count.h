/*
 * resource_count.h
 *		The probe "track_resources": what is open, kept or held between transactions.
 *
 * When a statement and its transaction are over, it counts what the server does
 * not clean up by itself: portals that have a name, plans that extensions saved,
 * file descriptors of no database file, but for those that descriptor_tracer.h knows, and
 * advisory locks. More of them than at the boundary before is growth of a resource_leak, which is
 * confirmed by repetition like any other. Fewer count against it. Inside a transaction block
 * nothing is counted.
 * (If a resource of the transaction was left open, SPI included, the server itself
 * warns: see server_warning.h.)
 *
 * Reads contexts, /proc/self/fd and the lock table. The server's function that lists
 * locks allocates in a context that is deleted at once. All else is in our own memory.
 * Where there is no /proc, files are not counted.
 */
#ifndef MEMCHECK_RESOURCE_COUNT_H
#define MEMCHECK_RESOURCE_COUNT_H

extern void resource_count_start(void);
extern void resource_count_check(void);
extern void resource_count_stop(void);

#endif							/* MEMCHECK_RESOURCE_COUNT_H */
