/*
 * workers.c
 *		Background and parallel workers for the regression tests.
 *
 * A background worker gets its order in a segment of dynamic shared memory that
 * the session keeps until the worker is gone; the worker writes its process id
 * and, at its end, that it did everything.
 */
#include "postgres.h"

#include <dlfcn.h>

#include "access/parallel.h"
#include "access/xact.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "nodes/memnodes.h"
#include "postmaster/bgworker.h"
#include "storage/dsm.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

typedef struct Order
{
	/* fixed before the worker starts */
	Oid			database;
	Oid			role;
	int			repetitions;
	int			beside;			/* bytes that the worker loses after each statement */

	/* written by the worker */
	int			pid;
	bool		done;

	char		statement[FLEXIBLE_ARRAY_MEMBER];
} Order;

PGDLLEXPORT void run_order(Datum handle);

static void
run_statement(const char *statement)
{
	StartTransactionCommand();
	SPI_connect();
	PushActiveSnapshot(GetTransactionSnapshot());
	if (SPI_execute(statement, false, 0) < 0)
		elog(ERROR, "the worker could not run \"%s\"", statement);
	PopActiveSnapshot();
	SPI_finish();
	CommitTransactionCommand();
}

/* Bug: stays in the worker, outside any statement. */
static pg_noinline void
lose_beside_statement(int bytes)
{
	static char *volatile lost;

	lost = MemoryContextAlloc(TopMemoryContext, bytes);
	lost[0] = 0;
}

/* The worker's main function. */
void
run_order(Datum handle)
{
	dsm_segment *segment = dsm_attach(DatumGetUInt32(handle));
	Order	   *order;

	if (segment == NULL)
		elog(ERROR, "the worker's order is gone");
	dsm_pin_mapping(segment);
	order = dsm_segment_address(segment);
	order->pid = MyProcPid;
	BackgroundWorkerUnblockSignals();
	BackgroundWorkerInitializeConnectionByOid(order->database, order->role, 0);
	for (int i = 0; i < order->repetitions; i++)
	{
		run_statement(order->statement);
		if (order->beside > 0)
			lose_beside_statement(order->beside);
	}
	order->done = true;
}

static BackgroundWorkerHandle *
start_worker(dsm_segment *segment)
{
	BackgroundWorker worker = {.bgw_flags = BGWORKER_SHMEM_ACCESS |
							   BGWORKER_BACKEND_DATABASE_CONNECTION};
	BackgroundWorkerHandle *handle;

	worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
	worker.bgw_restart_time = BGW_NEVER_RESTART;
	worker.bgw_notify_pid = MyProcPid;
	worker.bgw_main_arg = UInt32GetDatum(dsm_segment_handle(segment));
	strlcpy(worker.bgw_name, "memcheck_test worker", BGW_MAXLEN);
	strlcpy(worker.bgw_type, "memcheck_test worker", BGW_MAXLEN);
	strlcpy(worker.bgw_library_name, "memcheck_test", BGW_MAXLEN);
	strlcpy(worker.bgw_function_name, "run_order", BGW_MAXLEN);
	if (!RegisterDynamicBackgroundWorker(&worker, &handle))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_RESOURCES),
				 errmsg("no background worker is free"),
				 errhint("Increase max_worker_processes.")));
	return handle;
}

/* Runs a statement several times in a background worker; its process id. */
PG_FUNCTION_INFO_V1(run_in_worker);
Datum
run_in_worker(PG_FUNCTION_ARGS)
{
	char	   *statement = text_to_cstring(PG_GETARG_TEXT_PP(0));
	dsm_segment *segment = dsm_create(offsetof(Order, statement) + strlen(statement) + 1, 0);
	Order	   *order = dsm_segment_address(segment);
	int			pid;

	order->database = MyDatabaseId;
	order->role = GetUserId();
	order->repetitions = PG_GETARG_INT32(1);
	order->beside = PG_GETARG_INT32(2);
	order->pid = 0;
	order->done = false;
	strcpy(order->statement, statement);
	if (WaitForBackgroundWorkerShutdown(start_worker(segment)) != BGWH_STOPPED || !order->done)
		elog(ERROR, "the worker did not finish its order");
	pid = order->pid;
	dsm_detach(segment);
	PG_RETURN_INT32(pid);
}

static void *
library_of(void *address)
{
	Dl_info		info;

	return dladdr(address, &info) ? info.dli_fbase : NULL;
}

static int
count_diverted(MemoryContext context, void *server)
{
	const MemoryContextMethods *methods = context->methods;
	int			count = library_of((void *) methods->alloc) != server ||
		library_of((void *) methods->free_p) != server ||
		library_of((void *) methods->delete_context) != server;

	for (MemoryContext child = context->firstchild; child; child = child->nextchild)
		count += count_diverted(child, server);
	return count;
}

/* Contexts of this process whose allocator's methods are not the server's. */
PG_FUNCTION_INFO_V1(diverted_contexts);
Datum
diverted_contexts(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(count_diverted(TopMemoryContext, library_of((void *) MemoryContextAlloc)));
}

PG_FUNCTION_INFO_V1(in_parallel_worker);
Datum
in_parallel_worker(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(IsParallelWorker());
}
