/*
 * memcheck_this_and_that.c
 *		A module whose name looks like that of the server's conversions between
 *		encodings, and which leaks. Copies of it come and go.
 */
#include "postgres.h"

#include <dlfcn.h>

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(lose_this_and_that);
Datum
lose_this_and_that(PG_FUNCTION_ARGS)
{
	void	   *volatile lost = MemoryContextAlloc(TopMemoryContext, 100);

	(void) lost;
	PG_RETURN_VOID();
}

/* Bug: writes behind what it was given, into what is there to round that up. */
PG_FUNCTION_INFO_V1(overrun_this_and_that);
Datum
overrun_this_and_that(PG_FUNCTION_ARGS)
{
	char	   *volatile made = palloc(20);

	made[20] = 'x';
	pfree(made);
	PG_RETURN_VOID();
}

/* Bug: takes for granted that there is memory. */
PG_FUNCTION_INFO_V1(trust_this_and_that);
Datum
trust_this_and_that(PG_FUNCTION_ARGS)
{
	char	   *volatile unchecked = palloc_extended(300, MCXT_ALLOC_NO_OOM);

	unchecked[0] = 'x';
	PG_RETURN_VOID();
}

/* Clean: a library is there before another one needs it. */
PG_FUNCTION_INFO_V1(open_library);
Datum
open_library(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(dlopen(text_to_cstring(PG_GETARG_TEXT_PP(0)), RTLD_NOW) != NULL);
}
