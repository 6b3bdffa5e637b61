/*
 * settings.c
 *		The settings below "pg_ext_memcheck."; see settings.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/contract.h"
#include "base/settings.h"

int			memcheck_mode = MEMCHECK_MODE_NONE;
int			memcheck_min_leak_bytes = 8192;
int			memcheck_bloat_min_bytes = 8192;
int			memcheck_ring_size = 1024;
bool		memcheck_track_shmem = false;

static char *memcheck_version;
static char *memcheck_unwinder;
static bool preloaded;

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
				 errhint("Add pg_ext_memcheck to shared_preload_libraries and restart the "
						 "server.")));
}

/*
 * From _PG_init, while libraries are preloaded. assign_mode is called whenever memcheck_mode is
 * set. unwinder says what takes call stacks.
 */
void
settings_define(GucEnumAssignHook assign_mode, GucShowHook unwinder)
{
	preloaded = true;
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
							 "It writes a pattern there. A window's option \"track_shmem\" has "
							 "precedence.",
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
							   PGC_INTERNAL, GUC_NOT_IN_SAMPLE | GUC_DISALLOW_IN_FILE, NULL, NULL,
							   NULL);
	DefineCustomStringVariable("pg_ext_memcheck.unwinder",
							   "What takes call stacks: own, libunwind or compiler.",
							   "The compiler's unwinder is slow, and takes locks.",
							   &memcheck_unwinder, "",
							   PGC_INTERNAL, GUC_NOT_IN_SAMPLE | GUC_DISALLOW_IN_FILE, NULL, NULL,
							   unwinder);
	MarkGUCPrefixReserved("pg_ext_memcheck");
}
