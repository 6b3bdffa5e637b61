/*
 * hook_bugs.c
 *		What a library does to each statement once it is loaded.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "utils/guc.h"
#include "utils/memutils.h"

void		_PG_init(void);

static bool leak_in_hook;
static ExecutorStart_hook_type prev_ExecutorStart;

/* Bug, where the setting is on: a chunk for each statement that stays. */
static void
leaking_ExecutorStart(QueryDesc *query, int eflags)
{
	if (leak_in_hook)
		(void) MemoryContextAlloc(TopMemoryContext, 96);
	if (prev_ExecutorStart)
		prev_ExecutorStart(query, eflags);
	else
		standard_ExecutorStart(query, eflags);
}

void
_PG_init(void)
{
	DefineCustomBoolVariable("memcheck_test.leak_in_hook", "Whether each statement leaks.", NULL,
							 &leak_in_hook, false, PGC_USERSET, 0, NULL, NULL, NULL);
	prev_ExecutorStart = ExecutorStart_hook;
	ExecutorStart_hook = leaking_ExecutorStart;
}
