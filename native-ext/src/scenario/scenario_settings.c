/*
 * scenario_settings.c
 *		What the session has set and loaded, passed on to its workers.
 *
 * A worker connects to the same database as the same role and so has their
 * settings by itself. What the client and the session set comes on top, as
 * pairs of NUL-terminated texts. Left out: what says who the session is and
 * what holds for one transaction only (the server marks both as not to be
 * reset), and memcheck_mode, since the worker judges in windows.
 *
 * The libraries are the files that the session has loaded, whatever for: LOAD, a setting
 * that preloads, a function. The worker loads the same ones in the same order, before it takes
 * over the settings, which may be theirs.
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/compat.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "scenario/scenario_channel.h"
#include "utils/guc_tables.h"
#include "utils/memutils.h"

static bool
is_passed_on(const struct config_generic *setting)
{
	return setting->source >= PGC_S_CLIENT && !(setting->flags & GUC_NO_RESET_ALL) &&
		(setting->context == PGC_USERSET || setting->context == PGC_SUSET) &&
		strcmp(setting->name, "pg_ext_memcheck.memcheck_mode") != 0;
}

/* In the session that asks. */
void
settings_write(StringInfo to)
{
	int			count;
	struct config_generic **settings = compat_settings(&count);

	for (int i = 0; i < count; i++)
	{
		const char *value;

		if (!is_passed_on(settings[i]))
			continue;
		value = GetConfigOption(settings[i]->name, true, false);
		if (value == NULL)
			continue;
		appendBinaryStringInfo(to, settings[i]->name, strlen(settings[i]->name) + 1);
		appendBinaryStringInfo(to, value, strlen(value) + 1);
	}
	appendStringInfoChar(to, '\0');
}

static void
apply(const char *name, const char *value)
{
	/*
	 * With the caller's rights. A session may have set a name that no library had defined; once
	 * the worker loads the library, that setting may be the superuser's.
	 */
	(void) set_config_option(name, value, superuser() ? PGC_SUSET : PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SET, true, WARNING,
							 false);
}

/*
 * In the worker, in a transaction. A parallel worker of the server's would be
 * outside the guard against crashes, so there is none.
 */
void
settings_apply(const char *settings)
{
	while (*settings)
	{
		const char *value = settings + strlen(settings) + 1;

		apply(settings, value);
		settings = value + strlen(value) + 1;
	}
	apply("max_parallel_workers_per_gather", "0");
	apply("max_parallel_maintenance_workers", "0");
	apply(compat_forced_parallelism(), "off");
}

/* In the session that asks: as for the server's own parallel workers. */
void
libraries_write(StringInfo to)
{
	Size		bytes = EstimateLibraryStateSpace();

	enlargeStringInfo(to, bytes);
	SerializeLibraryState(bytes, to->data);
	to->len = bytes;
}

/*
 * In the worker. If a library of the session cannot be loaded, a clean result would say nothing
 * about it. So this returns false, with an objection that names the file.
 */
bool
libraries_load(ScenarioJob *job, const char *libraries)
{
	volatile bool loaded = false;

	StartTransactionCommand();
	PG_TRY();
	{
		RestoreLibraryState(unconstify(char *, libraries));
		loaded = true;
		CommitTransactionCommand();
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(MessageContext);
		error = CopyErrorData();
		FlushErrorState();
		job_object(job, "the scenario's worker cannot load a library that this session has: %s",
				   error->message);
		AbortCurrentTransaction();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(TopMemoryContext);
	return loaded;
}
