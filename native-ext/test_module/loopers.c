/*
 * loopers.c
 *		Background workers that run no SQL, in a loop, for the tests of traces; and one that inserts
 *		rows.
 *
 * Each turn a worker does what it was started for, and then waits. pg_terminate_backend() ends it.
 */
#include "postgres.h"

#include <signal.h>

#include "access/xact.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "postmaster/bgworker.h"
#include "storage/latch.h"
#include "tcop/tcopprot.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/wait_event.h"

#define CACHE_ENTRIES 12

/* What a worker is started for; it fits into bgw_extra. */
typedef struct Task
{
	Oid			database;
	Oid			role;
	char		what[64];
} Task;

PGDLLEXPORT void loop_in_worker(Datum pause_ms);

/* Bug: nobody finds it any more. */
static pg_noinline void
lose_each_turn(void)
{
	static char *volatile lost;

	lost = MemoryContextAlloc(TopMemoryContext, 144);
	lost[0] = 0;
}

/* Bug: a context that nobody deletes. */
static pg_noinline void
lose_context_each_turn(void)
{
	MemoryContext context;

	context = AllocSetContextCreate(TopMemoryContext, "memcheck_test lost by a worker",
									ALLOCSET_SMALL_SIZES);
	(void) MemoryContextAlloc(context, 100);
}

/* Each turn's replaces the one before. */
static pg_noinline void
replace_each_turn(void)
{
	static char *kept;
	char	   *made = MemoryContextAlloc(TopMemoryContext, 144);

	if (kept)
		pfree(kept);
	kept = made;
}

/* Bug: a tenth of a megabyte that nobody finds any more. */
static pg_noinline void
grow_each_turn(void)
{
	static char *volatile lost;

	for (int i = 0; i < 100; i++)
		lost = MemoryContextAlloc(TopMemoryContext, 1000);
	lost[0] = 0;
}

/* As much, and given back. */
static pg_noinline void
churn_each_turn(void)
{
	char	   *made[100];

	for (int i = 0; i < 100; i++)
		made[i] = MemoryContextAlloc(TopMemoryContext, 1000);
	for (int i = 0; i < 100; i++)
		pfree(made[i]);
}

/* Is full after some turns. */
static pg_noinline void
fill_cache(void)
{
	static char *volatile entries[CACHE_ENTRIES];
	static int	turn;

	if (turn < CACHE_ENTRIES)
		entries[turn++] = MemoryContextAlloc(TopMemoryContext, 144);
	entries[turn - 1][0] = 0;
}

/* Cannot be interrupted for a while. */
static void
hold_interrupts(void)
{
	HOLD_INTERRUPTS();
	for (int i = 0; i < 20; i++)
	{
		lose_each_turn();
		pg_usleep(50 * 1000L);
	}
	RESUME_INTERRUPTS();
}

/* Bug: what a transaction leaves behind that is rolled back, which cannot be interrupted. */
static void
lose_in_abort(XactEvent event, void *arg)
{
	if (event != XACT_EVENT_ABORT)
		return;
	lose_each_turn();
	pg_usleep(200 * 1000L);
}

static void
roll_back(void)
{
	RegisterXactCallback(lose_in_abort, NULL);
	StartTransactionCommand();
	AbortCurrentTransaction();
	UnregisterXactCallback(lose_in_abort, NULL);
}

/* Adds a row to the table, in a transaction. */
static void
insert_row(const char *table)
{
	char		insert[100];

	snprintf(insert, sizeof(insert), "INSERT INTO %s DEFAULT VALUES", table);
	StartTransactionCommand();
	(void) SPI_connect();
	PushActiveSnapshot(GetTransactionSnapshot());
	(void) SPI_execute(insert, false, 0);
	(void) SPI_finish();
	PopActiveSnapshot();
	CommitTransactionCommand();
}

static void
take_turn(const char *what)
{
	if (strncmp(what, "insert ", 7) == 0)
		insert_row(what + 7);
	else if (strcmp(what, "lose") == 0)
		lose_each_turn();
	else if (strcmp(what, "lose_context") == 0)
		lose_context_each_turn();
	else if (strcmp(what, "replace") == 0)
		replace_each_turn();
	else if (strcmp(what, "grow") == 0)
		grow_each_turn();
	else if (strcmp(what, "churn") == 0)
		churn_each_turn();
	else if (strcmp(what, "fill") == 0)
		fill_cache();
	else if (strcmp(what, "hold") == 0)
		hold_interrupts();
	else if (strcmp(what, "abort") == 0)
		roll_back();
	else if (strcmp(what, "critical") == 0)
	{
		START_CRIT_SECTION();
		pg_usleep(300 * 1000L);
		END_CRIT_SECTION();
	}
}

/* The worker's main function. */
void
loop_in_worker(Datum pause_ms)
{
	Task		task;

	memcpy(&task, MyBgworkerEntry->bgw_extra, sizeof(task));
	pqsignal(SIGTERM, die);		/* not in the middle of a turn */
	BackgroundWorkerUnblockSignals();
	if (strncmp(task.what, "insert ", 7) == 0)
		BackgroundWorkerInitializeConnectionByOid(task.database, task.role, 0);
	else
		BackgroundWorkerInitializeConnection(NULL, NULL, 0);
	for (;;)
	{
		take_turn(task.what);
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
						 DatumGetInt32(pause_ms), PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
	}
}

/* Starts a worker that does this each turn; its process id. */
PG_FUNCTION_INFO_V1(start_looper);
Datum
start_looper(PG_FUNCTION_ARGS)
{
	BackgroundWorker worker = {.bgw_flags = BGWORKER_SHMEM_ACCESS |
							   BGWORKER_BACKEND_DATABASE_CONNECTION};
	BackgroundWorkerHandle *handle;
	Task		task = {MyDatabaseId, GetUserId()};
	pid_t		pid;

	worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
	worker.bgw_restart_time = BGW_NEVER_RESTART;
	worker.bgw_notify_pid = MyProcPid;
	worker.bgw_main_arg = Int32GetDatum(PG_GETARG_INT32(1));
	strlcpy(worker.bgw_name, "memcheck_test looper", BGW_MAXLEN);
	strlcpy(worker.bgw_type, "memcheck_test looper", BGW_MAXLEN);
	strlcpy(worker.bgw_library_name, "memcheck_test", BGW_MAXLEN);
	strlcpy(worker.bgw_function_name, "loop_in_worker", BGW_MAXLEN);
	text_to_cstring_buffer(PG_GETARG_TEXT_PP(0), task.what, sizeof(task.what));
	memcpy(worker.bgw_extra, &task, sizeof(task));
	if (!RegisterDynamicBackgroundWorker(&worker, &handle) ||
		WaitForBackgroundWorkerStartup(handle, &pid) != BGWH_STARTED)
		elog(ERROR, "no background worker is free");
	PG_RETURN_INT32(pid);
}
