/*
 * resource_count.h
 *		The probe "track_resources": what is open, kept or held at idle.
 *
 * Lists, when a statement and its transaction are over, what the server does
 * not clean up by itself: portals that have a name, plans that extensions saved,
 * file descriptors of no database file, advisory locks. What is more than at the
 * boundary before is growth of a resource_leak, and confirmed by repetition
 * like any other; what is less counts against it. (That a resource of the
 * transaction was left open, SPI included, the server says by itself: see
 * server_warning.h.) Inside a transaction block nothing is counted.
 *
 * Reads contexts, /proc/self/fd and the lock table. The server's function for
 * the latter allocates in a context that is deleted at once; beyond that, our
 * own memory. Where there is no /proc, files are not counted.
 */
#ifndef MEMCHECK_RESOURCE_COUNT_H
#define MEMCHECK_RESOURCE_COUNT_H

extern void resource_count_start(void);
extern void resource_count_check(void);
extern void resource_count_stop(void);

#endif							/* MEMCHECK_RESOURCE_COUNT_H */
