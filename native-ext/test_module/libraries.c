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
	static const char *const sets[] = {"UTF-16", "IBM1047", "EUC-JP", "SJIS", "CP1252", "BIG5",
									   "EUC-KR"};
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

/* Where a copy of memcheck_this_and_that lies under another name. */
static char *
path_of_copy(const char *name)
{
	return psprintf("%s/%s.so", DataDir, name);
}

static char *
make_copy(const char *name)
{
	copy_file(psprintf("%s/memcheck_this_and_that.so", pkglib_path), path_of_copy(name));
	return path_of_copy(name);
}

PG_FUNCTION_INFO_V1(make_library);
Datum
make_library(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(make_copy(text_to_cstring(PG_GETARG_TEXT_PP(0)))));
}

PG_FUNCTION_INFO_V1(remove_library);
Datum
remove_library(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(unlink(path_of_copy(text_to_cstring(PG_GETARG_TEXT_PP(0)))) == 0);
}

/* Loads the library, calls its function and unloads it. Returns where the library was. */
static void *
call_through(const char *path, const char *name)
{
	void	   *handle = dlopen(path, RTLD_NOW);
	Datum		(*function) (FunctionCallInfo) = handle ?
		(Datum (*) (FunctionCallInfo)) dlsym(handle, name) : NULL;
	Dl_info		library;

	if (function == NULL || dladdr((void *) function, &library) == 0)
		elog(ERROR, "%s", dlerror());
	function(NULL);
	dlclose(handle);
	return library.dli_fbase;
}

/* Bug: what the library's function allocates is lost. */
static void *
lose_through(const char *path)
{
	return call_through(path, "lose_this_and_that");
}

/* Bug: the library's function writes behind its memory. */
PG_FUNCTION_INFO_V1(overrun_in_library);
Datum
overrun_in_library(PG_FUNCTION_ARGS)
{
	(void) call_through(path_of_copy(text_to_cstring(PG_GETARG_TEXT_PP(0))),
						"overrun_this_and_that");
	PG_RETURN_VOID();
}

/* Two libraries, of which one goes before the other comes; whether they were in the same place. */
PG_FUNCTION_INFO_V1(lose_in_turn);
Datum
lose_in_turn(PG_FUNCTION_ARGS)
{
	char	   *first = path_of_copy(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	char	   *second = path_of_copy(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	void	   *place = lose_through(first);

	PG_RETURN_BOOL(lose_through(second) == place);
}

/* Clean: the plug-in in a world of its own, with a C library of its own. Whether both are apart. */
PG_FUNCTION_INFO_V1(use_plugin_apart);
Datum
use_plugin_apart(PG_FUNCTION_ARGS)
{
	void	   *here = open_plugin();
	void	   *apart = dlmopen(LM_ID_NEWLM, PLUGIN, RTLD_NOW);
	void	   *(*make) (size_t);
	void		(*give_back) (void *);
	bool		differ;

	if (apart == NULL)
		elog(ERROR, "%s", dlerror());
	make = (void *(*) (size_t)) dlsym(apart, "plugin_make");
	give_back = (void (*) (void *)) dlsym(apart, "plugin_free");
	differ = (void *) make != dlsym(here, "plugin_make") &&
		dlsym(apart, "malloc") != dlsym(here, "malloc");
	give_back(make(100));
	dlclose(apart);
	dlclose(here);
	PG_RETURN_BOOL(differ);
}

/* Clean: a function of the C library by its version, and one of a version that was never there. */
PG_FUNCTION_INFO_V1(find_versions);
Datum
find_versions(PG_FUNCTION_ARGS)
{
	void	   *call = (void *) dlsym(RTLD_DEFAULT, "getpid");
	Dl_info		found;
	const char *versions[] = {"GLIBC_2.2.5", "GLIBC_2.17"};
	void	   *versioned = NULL;

	/* x86-64's first version and that of aarch64 */
	for (int i = 0; i < lengthof(versions) && versioned == NULL; i++)
		versioned = dlvsym(RTLD_DEFAULT, "getpid", versions[i]);
	PG_RETURN_BOOL(versioned == call && dladdr(versioned, &found) != 0 &&
				   dlvsym(RTLD_DEFAULT, "getpid", "GLIBC_0.1") == NULL &&
				   dlvsym(RTLD_NEXT, "getpid", "GLIBC_0.1") == NULL && dlerror() != NULL);
}

/* memcheck has a function of this name, too. Each is to call its own. */
extern int64 own_memory_mapped(void);

__attribute__((visibility("default"), noinline))
int64
own_memory_mapped(void)
{
	return 42;
}

PG_FUNCTION_INFO_V1(call_by_common_name);
Datum
call_by_common_name(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(own_memory_mapped());
}
