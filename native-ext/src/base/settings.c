/*
 * settings.c
 *		The settings below "pg_ext_memcheck."; see settings.h.
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/compat.h"
#include "base/contract.h"
#include "base/settings.h"
#include "miscadmin.h"

int			memcheck_mode = MEMCHECK_MODE_NONE;
int			memcheck_min_leak_bytes = 8192;
int			memcheck_bloat_min_bytes = 8192;
int			memcheck_ring_size = 1024;
bool		memcheck_track_shmem = false;
bool		memcheck_log_to_client = false;
int			memcheck_sample_bytes = 0;
int			memcheck_heap_dump_above = 0;
int			memcheck_guard_every = 0;
int			memcheck_guard_slots = 32;

static char *memcheck_version;
static char *memcheck_unwinder;
static bool preloaded;
static bool shared;				/* what others wrote is to be had */
static bool defined;			/* the library does its work in this process */
TimestampTz settings_arrival;

static const struct config_enum_entry mode_options[] = {
	{"none", MEMCHECK_MODE_NONE, false},
	{"executor", MEMCHECK_MODE_EXECUTOR, false},
	{"all", MEMCHECK_MODE_ALL, false},
	{NULL, 0, false}
};

bool
memcheck_is_preloaded(void)
{
	return preloaded;
}

/* Of the library. */
const char *
settings_version(void)
{
	return MEMCHECK_VERSION;
}

bool
memcheck_is_shared(void)
{
	return preloaded || shared;
}

/* This session loaded the library for itself, and has its rooms together with others. */
void
settings_note_shared(void)
{
	shared = true;
}

/* What shared_preload_libraries is now, as words of ALTER SYSTEM; NULL: it is to be looked at. */
static const char *
libraries_now(void)
{
	const char *now = GetConfigOption("shared_preload_libraries", true, false);

	if (now == NULL || !superuser() || now[strspn(now, "abcdefghijklmnopqrstuvwxyz0123456789_, ")])
		return NULL;
	return now[0] == '\0' ? "" : psprintf("%s, ", now);
}

static void
refuse_alone(void)
{
	const char *now = libraries_now();

	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("pg_ext_memcheck must be loaded through shared_preload_libraries"),
			 errdetail("This session loaded it for itself alone, and this is about other "
					   "processes."),
			 now ? errhint("Run ALTER SYSTEM SET shared_preload_libraries = %spg_ext_memcheck "
						   "and restart the server.", now) :
			 errhint("Add pg_ext_memcheck to shared_preload_libraries and restart the server.")));
}

/* The server's own shared memory is known by the ring that lies in it: a named one is no help. */
void
memcheck_require_preload(void)
{
	if (!memcheck_is_preloaded())
		refuse_alone();
}

void
memcheck_require_shared(void)
{
	if (!memcheck_is_shared())
		refuse_alone();
}

void
memcheck_require_hooks(void)
{
	if (!defined)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("pg_ext_memcheck does nothing in a parallel worker of a session that "
						"loaded it for itself")));
}

/* The executor of the statement that brought the library has not gone through its hooks. */
void
memcheck_require_whole_statement(void)
{
	memcheck_require_hooks();
	if (settings_arrive_now())
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("pg_ext_memcheck came into this session in the middle of this statement"),
				 errhint("Run the statement again. A superuser loads it before with: "
						 "LOAD 'pg_ext_memcheck'.")));
}

/* Whether it still runs; if not, that is asked no more. */
bool
settings_arrive_still(void)
{
	if (settings_arrival == GetCurrentStatementStartTimestamp())
		return true;
	settings_arrival = 0;
	return false;
}

static void
define_guard_settings(const SettingHooks *hooks)
{
	DefineCustomIntVariable("pg_ext_memcheck.guard_every",
							"One of so many chunks of extensions gets guard pages, on average.",
							"What is found goes to the violation ring; the function "
							"sampled_guards() tells how much was guarded. 0: none is.",
							&memcheck_guard_every, 0, 0, INT_MAX,
							PGC_SUSET, 0, NULL, hooks->assign_guard_every, NULL);
	DefineCustomIntVariable("pg_ext_memcheck.guard_slots",
							"Number of chunks of a process that have guard pages at a time.",
							"Those that were freed count until others need their slots.",
							&memcheck_guard_slots, 32, 1, 128,
							PGC_SUSET, 0, NULL, hooks->assign_guard_slots, NULL);
}

/* From _PG_init. "in_statement" says that the library is loaded in the middle of one. */
void
settings_define(const SettingHooks *hooks, bool in_statement)
{
	preloaded = process_shared_preload_libraries_in_progress;
	defined = true;
	if (in_statement)
		settings_arrival = GetCurrentStatementStartTimestamp();
	DefineCustomEnumVariable("pg_ext_memcheck.memcheck_mode",
							 "Which statements are judged outside windows.",
							 "What is confirmed goes to the violation ring.",
							 &memcheck_mode, MEMCHECK_MODE_NONE, mode_options,
							 PGC_SUSET, 0, NULL, hooks->assign_mode, NULL);
	DefineCustomIntVariable("pg_ext_memcheck.min_leak_bytes",
							"Growth below this, seen once and of unknown origin, is not reported.",
							NULL,
							&memcheck_min_leak_bytes, 8192, 0, INT_MAX,
							PGC_SUSET, GUC_UNIT_BYTE, NULL, NULL, NULL);
	DefineCustomIntVariable("pg_ext_memcheck.bloat_min_bytes",
							"Growth inside one statement below this is not reported.",
							NULL,
							&memcheck_bloat_min_bytes, 8192, 0, INT_MAX,
							PGC_SUSET, GUC_UNIT_BYTE, NULL, NULL, NULL);
	DefineCustomBoolVariable("pg_ext_memcheck.track_shmem",
							 "Windows watch the slack behind segments of shared memory.",
							 "It writes a pattern there. A window's option \"track_shmem\" has "
							 "precedence.",
							 &memcheck_track_shmem, false,
							 PGC_SUSET, 0, NULL, NULL, NULL);
	DefineCustomBoolVariable("pg_ext_memcheck.log_to_client",
							 "The client is told what extensions write to the log.",
							 "So files compare these lines with and without a probe.",
							 &memcheck_log_to_client, false,
							 PGC_SUSET, GUC_NOT_IN_SAMPLE, NULL, NULL, NULL);
	DefineCustomIntVariable("pg_ext_memcheck.sample_bytes",
							"Long-lived memory is sampled once in so many bytes on average.",
							"The function heap() tells of it. 0: it is not.",
							&memcheck_sample_bytes, 0, 0, INT_MAX,
							PGC_SUSET, GUC_UNIT_BYTE, NULL, hooks->assign_sampling, NULL);
	DefineCustomIntVariable("pg_ext_memcheck.heap_dump_above",
							"A process that holds more writes its sampled heap to a file.",
							"The function heap_dumps() lists the files. 0: none does.",
							&memcheck_heap_dump_above, 0, 0, INT_MAX,
							PGC_SUSET, GUC_UNIT_KB, NULL, hooks->assign_dumping, NULL);
	define_guard_settings(hooks);
	DefineCustomIntVariable("pg_ext_memcheck.ring_size",
							"Number of violations that shared memory holds.",
							"Of a session that has loaded the library for itself, its own.",
							&memcheck_ring_size, preloaded ? 1024 : 128, 16, 65536,
							preloaded ? PGC_POSTMASTER : PGC_BACKEND, 0, NULL, NULL, NULL);
	DefineCustomStringVariable("pg_ext_memcheck.version",
							   "Version of the library that the server has loaded.",
							   "The SQL objects of a database should be of the same version.",
							   &memcheck_version, MEMCHECK_VERSION,
							   PGC_INTERNAL, GUC_NOT_IN_SAMPLE | GUC_DISALLOW_IN_FILE, NULL, NULL,
							   NULL);
	DefineCustomStringVariable("pg_ext_memcheck.unwinder",
							   "What takes call stacks: own, libunwind or compiler.",
							   "The compiler's unwinder is slow, and takes locks.",
							   &memcheck_unwinder, "",
							   PGC_INTERNAL, GUC_NOT_IN_SAMPLE | GUC_DISALLOW_IN_FILE, NULL, NULL,
							   hooks->show_unwinder);
	MarkGUCPrefixReserved("pg_ext_memcheck");
}
