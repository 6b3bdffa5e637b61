/*
 * asked.c
 *		Memory outside the contexts that this library, or a library that it needs, makes, with
 *		the server between them or not, for the regression tests.
 */
#include "postgres.h"

#include <dlfcn.h>

#include "access/xact.h"
#include "fmgr.h"
#include "port.h"

extern void *needed_make_deep(int depth, size_t bytes);
extern void needed_at_end(int event, void *arg);
extern int	needed_compare(const void *a, const void *b, void *arg);

static size_t bytes_at_end;

static int	times_asked;

/* counts behind the call, so that its frame is there during it */
static void
ask_at_end(XactEvent event, void *arg)
{
	needed_at_end(event, arg);
	times_asked++;
}

/* From now on the library loses so much at each end of a transaction: the server calls it. */
PG_FUNCTION_INFO_V1(server_asks_library);
Datum
server_asks_library(PG_FUNCTION_ARGS)
{
	if (bytes_at_end == 0)
		RegisterXactCallback((XactCallback) needed_at_end, &bytes_at_end);
	bytes_at_end = PG_GETARG_INT32(0);
	PG_RETURN_VOID();
}

/* The same, but the server calls a function of ours that calls it. */
PG_FUNCTION_INFO_V1(server_asks_us);
Datum
server_asks_us(PG_FUNCTION_ARGS)
{
	RegisterXactCallback(ask_at_end, &bytes_at_end);
	bytes_at_end = PG_GETARG_INT32(0);
	PG_RETURN_VOID();
}

/* Puts an end to either. */
PG_FUNCTION_INFO_V1(nobody_asks);
Datum
nobody_asks(PG_FUNCTION_ARGS)
{
	UnregisterXactCallback((XactCallback) needed_at_end, &bytes_at_end);
	UnregisterXactCallback(ask_at_end, &bytes_at_end);
	bytes_at_end = 0;
	PG_RETURN_VOID();
}

/* Bug: the library, which calls itself so often, makes something, and we lose it. */
PG_FUNCTION_INFO_V1(lose_deep);
Datum
lose_deep(PG_FUNCTION_ARGS)
{
	void	   *volatile lost = needed_make_deep(PG_GETARG_INT32(0), PG_GETARG_INT32(1));

	(void) lost;
	PG_RETURN_VOID();
}

/* The server sorts for us, and the library compares for it, and loses memory. */
PG_FUNCTION_INFO_V1(sort_with_library);
Datum
sort_with_library(PG_FUNCTION_ARGS)
{
	int			numbers[] = {2, 1};
	size_t		bytes = PG_GETARG_INT32(0);

	qsort_arg(numbers, lengthof(numbers), sizeof(numbers[0]), needed_compare, &bytes);
	PG_RETURN_VOID();
}

/* The same with a library in between that nobody needs. */
PG_FUNCTION_INFO_V1(sort_with_plugin);
Datum
sort_with_plugin(PG_FUNCTION_ARGS)
{
	void	   *handle = dlopen("memcheck_plugin.so", RTLD_NOW);
	qsort_arg_comparator compare = handle ? (qsort_arg_comparator) dlsym(handle, "plugin_compare") :
		NULL;
	int			numbers[] = {2, 1};
	size_t		bytes = PG_GETARG_INT32(0);
	struct
	{
		qsort_arg_comparator compare;
		void	   *arg;
	}			wanted = {needed_compare, &bytes};

	if (compare == NULL)
		elog(ERROR, "%s", dlerror());
	qsort_arg(numbers, lengthof(numbers), sizeof(numbers[0]), compare, &wanted);
	PG_RETURN_VOID();
}

static int
compare_and_lose(const void *a, const void *b, void *arg)
{
	void	   *volatile lost = malloc(*(size_t *) arg);

	return lost ? *(const int *) a - *(const int *) b : 0;
}

/* Bug: the same with a comparison of ours. */
PG_FUNCTION_INFO_V1(sort_with_us);
Datum
sort_with_us(PG_FUNCTION_ARGS)
{
	int			numbers[] = {2, 1};
	size_t		bytes = PG_GETARG_INT32(0);

	qsort_arg(numbers, lengthof(numbers), sizeof(numbers[0]), compare_and_lose, &bytes);
	PG_RETURN_VOID();
}
