/*
 * shmem_probe.h
 *		The probe "track_shmem": who writes past the end of shared memory.
 *
 * The server rounds each named segment of shared memory up to a cache line. The
 * bytes between the size that was asked for and the next segment are slack that
 * belongs to nobody. While a window of any session has the probe, the slack of every
 * segment is filled with a pattern. Each of these sessions compares it when a
 * statement is over. The first session that sees a difference reports it under its
 * own statement and restores the pattern, so it is reported once. If other sessions
 * ran meanwhile, one of them may have written there.
 *
 * Segments may also be registered by name, with the size that their owner means to
 * use. Then what lies behind that size is watched until clear_shmem_registry(). A segment
 * has one sentinel, which windows and the registry share. Only slack is ever written
 * to. Both are for superusers, or for windows on a server whose superuser set
 * pg_ext_memcheck.track_shmem.
 *
 * The sentinels, and the bytes that they replaced, are in shared memory, in a table
 * of fixed size under one LWLock: shared to compare, exclusive to place, mend
 * and restore. A session holds the sentinels of its windows until the windows close or
 * the session ends. The last holder puts back the original bytes. When the table is full,
 * further segments are left alone, with a warning. After a crash the server makes all
 * shared memory anew.
 */
#ifndef MEMCHECK_SHMEM_PROBE_H
#define MEMCHECK_SHMEM_PROBE_H

#include "storage/lwlock.h"

#define SENTINEL_BYTES 128

/* at server start */
extern Size shmem_probe_bytes(void);
extern void shmem_probe_init(void *memory, bool found, LWLock *lock);

/* for begin() and scenarios, before anything was done; the second raises an error */
extern bool shmem_probe_is_allowed(void);
extern void shmem_probe_require_permission(void);

/* for scenarios */
extern bool shmem_probe_sees_damage(void);
extern void shmem_probe_fence(void);

/* as a probe, see probe.h */
extern void shmem_probe_start(void);
extern void shmem_probe_check(void);
extern void shmem_probe_stop(void);

#endif							/* MEMCHECK_SHMEM_PROBE_H */
