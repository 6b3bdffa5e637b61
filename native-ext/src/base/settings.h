/*
 * settings.h
 *		The settings below "pg_ext_memcheck.", and whether the library was preloaded.
 *
 * settings_define() makes them, from _PG_init. memcheck_require_preload() is the
 * first thing that an SQL function calls which needs shared memory or the hooks: it
 * raises an error, with what to do, in a server that has not preloaded the library.
 */
#ifndef MEMCHECK_SETTINGS_H
#define MEMCHECK_SETTINGS_H

#include "utils/guc.h"

typedef enum MemcheckMode
{
	MEMCHECK_MODE_NONE,
	MEMCHECK_MODE_EXECUTOR,
	MEMCHECK_MODE_ALL,
} MemcheckMode;

extern int	memcheck_mode;		/* MemcheckMode */
extern int	memcheck_min_leak_bytes;
extern int	memcheck_bloat_min_bytes;
extern int	memcheck_ring_size; /* violations */
extern bool memcheck_track_shmem;

extern void settings_define(GucEnumAssignHook assign_mode, GucShowHook unwinder);
extern void memcheck_require_preload(void);

#endif							/* MEMCHECK_SETTINGS_H */
