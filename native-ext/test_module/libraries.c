/*
 * libraries.c
 *		Libraries that come and go in the middle of a statement, for the regression
 *		tests.
 *
 * The plug-in lies in a directory that only this library's RUNPATH names.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <iconv.h>
#include <unistd.h>

#include "fmgr.h"
#include "miscadmin.h"
#include "storage/copydir.h"
#include "utils/builtins.h"

#define PLUGIN "memcheck_plugin.so"

/* Clean: the C library loads a module for each character set, and unloads it by itself. */
PG_FUNCTION_INFO_V1(convert_charsets);
Datum
convert_charsets(PG_FUNCTION_ARGS)
{
	static const char *const sets[] = {"UTF-16", "IBM1047", "EUC-JP", "SJIS", "CP1252", "BIG5", "EUC-KR"};
	int			found = 0;

	for (int i = 0; i < 3 * lengthof(sets); i++)
	{
		iconv_t		conversion = iconv_open(sets[i % lengthof(sets)], "UTF-8");

		/* a machine without the modules has nothing to unload */
		if (conversion == (iconv_t) -1)
			continue;
		iconv_close(conversion);
		found++;
	}
	PG_RETURN_BOOL(found >= 0);
}

static void *
open_plugin(void)
{
	void	   *handle = dlopen(PLUGIN, RTLD_NOW);

	if (handle == NULL)
		ereport(ERROR, (errcode(ERRCODE_UNDEFINED_FILE), errmsg("%s", dlerror())));
	return handle;
}

/* Clean: found by its bare name, used and closed. */
PG_FUNCTION_INFO_V1(use_plugin);
Datum
use_plugin(PG_FUNCTION_ARGS)
{
	void	   *handle = open_plugin();
	void	   *(*make) (size_t) = (void *(*) (size_t)) dlsym(handle, "plugin_make");
	void		(*give_back) (void *) = (void (*) (void *)) dlsym(handle, "plugin_free");

	give_back(make(100));
	dlclose(handle);
	PG_RETURN_BOOL(true);
}

static pg_noinline void *
lose(size_t bytes)
{
	void	   *volatile lost = malloc(bytes);

	return lost;
}

/* Bug: what it makes when the plug-in calls it is lost, each time. */
PG_FUNCTION_INFO_V1(lose_through_plugin);
Datum
lose_through_plugin(PG_FUNCTION_ARGS)
{
	void	   *handle = open_plugin();
	void	   *(*call) (void *(*) (size_t), size_t) =
		(void *(*) (void *(*) (size_t), size_t)) dlsym(handle, "plugin_call");

	call(lose, PG_GETARG_INT32(0));
	dlclose(handle);
	PG_RETURN_VOID();
}

/* The next definition of malloc behind this library is the C library's. */
PG_FUNCTION_INFO_V1(find_next);
Datum
find_next(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(dlsym(RTLD_NEXT, "malloc") != NULL);
}

/* Loads this many libraries, which stay. */
PG_FUNCTION_INFO_V1(load_copies);
Datum
load_copies(PG_FUNCTION_ARGS)
{
	void	   *handle = open_plugin();
	Dl_info		plugin;

	if (dladdr(dlsym(handle, "plugin_make"), &plugin) == 0)
		elog(ERROR, "the plug-in has no file");
	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		char		copy[MAXPGPATH];

		snprintf(copy, sizeof(copy), "%s/memcheck_plugin_%d_%d.so", DataDir, MyProcPid, i);
		copy_file(unconstify(char *, plugin.dli_fname), copy);
		if (dlopen(copy, RTLD_NOW) == NULL)
			elog(ERROR, "%s", dlerror());
		unlink(copy);
	}
	dlclose(handle);
	PG_RETURN_VOID();
}
