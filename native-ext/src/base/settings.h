/*
 * settings.h
 *		The settings below "pg_ext_memcheck.", and how the library came into this process.
 *
 * settings_define() makes them, from _PG_init. The library is preloaded with the server, or a
 * session loads it for itself (LOAD, session_preload_libraries). An SQL function that needs its
 * hooks calls memcheck_require_hooks() first, one that opens a window
 * memcheck_require_whole_statement(), one that needs what other processes share
 * memcheck_require_shared(), one that looks at the server's shared memory
 * memcheck_require_preload(). Each raises an error with what to do.
 */
#ifndef MEMCHECK_SETTINGS_H
#define MEMCHECK_SETTINGS_H

#include "base/own_memory.h"
#include "datatype/timestamp.h"
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
extern bool memcheck_log_to_client;
extern int	memcheck_sample_bytes;	/* 0: memory is not sampled */
extern int	memcheck_heap_dump_above;	/* kB, 0: none */
extern int	memcheck_guard_every;	/* chunks of extensions, 0: none is guarded */
extern int	memcheck_guard_slots;

/* What is called whenever a setting gets its value, or is shown. */
typedef struct SettingHooks
{
	GucEnumAssignHook assign_mode;
	GucIntAssignHook assign_sampling;
	GucIntAssignHook assign_dumping;
	GucIntAssignHook assign_guard_every;
	GucIntAssignHook assign_guard_slots;
	GucShowHook show_unwinder;
} SettingHooks;

extern void settings_define(const SettingHooks *hooks, bool in_statement);
extern bool settings_arrive_still(void);
extern bool memcheck_is_preloaded(void);
extern const char *settings_version(void);
extern bool memcheck_is_shared(void);
extern void settings_note_shared(void);
extern void memcheck_require_preload(void);
extern void memcheck_require_shared(void);
extern void memcheck_require_hooks(void);
extern void memcheck_require_whole_statement(void);

/* When the statement began that brought the library, 0: none did. */
extern OWN_VARIABLE TimestampTz settings_arrival;

/* Whether the statement that runs is the one in whose middle the library was loaded. */
static inline bool
settings_arrive_now(void)
{
	return settings_arrival != 0 && settings_arrive_still();
}

#endif							/* MEMCHECK_SETTINGS_H */
