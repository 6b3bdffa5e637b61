/*
 * pg_ext_memcheck.c
 *		Loads: settings, the request for shared memory, the hooks.
 *
 * The library must be preloaded, because its ring lives in shared memory and
 * because a backend that is to be judged must have it from the start. Loaded
 * later it stays inert and its functions say what to do.
 */
#include "postgres.h"

#include "context_kind.h"
#include "contract.h"
#include "exchange.h"
#include "fmgr.h"
#include "frame.h"
#include "miscadmin.h"
#include "observe.h"
#include "pg_ext_memcheck.h"
#include "probe.h"
#include "recording.h"
#include "resource_tracer.h"
#include "ring.h"
#include "scenario_channel.h"
#include "server_warning.h"
#include "statement.h"
#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "tracer.h"
#include "utils/guc.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

int			memcheck_mode = MEMCHECK_MODE_NONE;
int			memcheck_min_leak_bytes = 8192;
int			memcheck_bloat_min_bytes = 8192;
int			memcheck_ring_size = 1024;
bool		memcheck_track_shmem = false;

static char *memcheck_version;
static bool preloaded;
static shmem_request_hook_type prev_shmem_request;
static shmem_startup_hook_type prev_shmem_startup;

static const struct config_enum_entry mode_options[] = {
	{"none", MEMCHECK_MODE_NONE, false},
	{"executor", MEMCHECK_MODE_EXECUTOR, false},
	{"all", MEMCHECK_MODE_ALL, false},
	{NULL, 0, false}
};

/* Every SQL function that needs the library in place calls this first. */
void
memcheck_require_preload(void)
{
	if (!preloaded)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("pg_ext_memcheck must be loaded through shared_preload_libraries"),
				 errhint("Add pg_ext_memcheck to shared_preload_libraries and restart the server.")));
}

/* In the postmaster, when libraries ask for shared memory. */
static void
memcheck_shmem_request(void)
{
	if (prev_shmem_request)
		prev_shmem_request();
	ring_request();
	progress_request();
	probes_request();
	exchange_request();
}

/* In the postmaster, and in each backend where processes do not inherit it. */
static void
memcheck_shmem_startup(void)
{
	if (prev_shmem_startup)
		prev_shmem_startup();
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	ring_startup();
	progress_startup();
	probes_startup();
	exchange_startup();
	LWLockRelease(AddinShmemInitLock);
}

/* The statement after the one that sets it is to have its number. */
static void
assign_mode(int mode, void *extra)
{
	statement_number_queries(mode != MEMCHECK_MODE_NONE || tracer_is_on());
}

static void
define_settings(void)
{
	DefineCustomEnumVariable("pg_ext_memcheck.memcheck_mode",
							 "Which statements are judged outside windows.",
							 "What is confirmed goes to the violation ring.",
							 &memcheck_mode, MEMCHECK_MODE_NONE, mode_options,
							 PGC_SUSET, 0, NULL, assign_mode, NULL);
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
							 "It writes a pattern there. A window's option \"track_shmem\" has precedence.",
							 &memcheck_track_shmem, false,
							 PGC_SUSET, 0, NULL, NULL, NULL);
	DefineCustomIntVariable("pg_ext_memcheck.ring_size",
							"Number of violations that shared memory holds.",
							NULL,
							&memcheck_ring_size, 1024, 16, 65536,
							PGC_POSTMASTER, 0, NULL, NULL, NULL);
	DefineCustomStringVariable("pg_ext_memcheck.version",
							   "Version of the library that the server has loaded.",
							   "The SQL objects of a database should be of the same version.",
							   &memcheck_version, MEMCHECK_VERSION,
							   PGC_INTERNAL, GUC_NOT_IN_SAMPLE | GUC_DISALLOW_IN_FILE, NULL, NULL, NULL);
	MarkGUCPrefixReserved("pg_ext_memcheck");
}

void
_PG_init(void)
{
	if (!process_shared_preload_libraries_in_progress)
		return;
	preloaded = true;
	define_settings();
	prev_shmem_request = shmem_request_hook;
	shmem_request_hook = memcheck_shmem_request;
	prev_shmem_startup = shmem_startup_hook;
	shmem_startup_hook = memcheck_shmem_startup;
	kinds_init();
	frames_init();
	recording_init();
	statement_install_hooks();
	resource_tracer_init();
	server_warning_install_hook();
	observe_install_hook();
	ring_sql_init();
}
