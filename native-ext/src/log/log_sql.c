/*
 * log_sql.c
 *		The log, a table, from SQL: filling it from the ring, and emptying it.
 *
 * Both write as the calling role and are undone with its transaction: what the ring gave is
 * back in it then (ring_sql.c). Where nothing can be written they say so before anything is
 * taken. The SQL functions set a search_path; all names here are in full.
 */
#include "postgres.h"

#include "access/xact.h"
#include "access/xlog.h"
#include "base/settings.h"
#include "base/violation.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"

static void
require_writable(const char *what)
{
	if (!XactReadOnly)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_READ_ONLY_SQL_TRANSACTION),
			 errmsg("cannot %s in a read-only transaction", what),
			 errdetail("It writes to the table ext_memcheck.violation_log."),
			 RecoveryInProgress() ?
			 errhint("This server is a standby: read the view ext_memcheck.violations, "
					 "and empty the ring with ext_memcheck.clear_ring().") :
			 errhint("Read the view ext_memcheck.violations, "
					 "or call it in a transaction that may write.")));
}

/* Runs a command; how many rows it wrote. */
static uint64
write_log(const char *command, int expected)
{
	uint64		rows;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute(command, false, 0) != expected)
		elog(ERROR, "could not run: %s", command);
	rows = SPI_processed;
	SPI_finish();
	return rows;
}

PG_FUNCTION_INFO_V1(memcheck_flush_violations);
Datum
memcheck_flush_violations(PG_FUNCTION_ARGS)
{
	const char *columns = violation_column_names();
	uint64		rows;

	memcheck_require_hooks();
	require_writable("flush violations");
	rows = write_log(psprintf("INSERT INTO ext_memcheck.violation_log (%s) "
							  "SELECT %s FROM ext_memcheck.drain_violations()", columns, columns),
					 SPI_OK_INSERT);
	PG_RETURN_INT32((int32) rows);
}

PG_FUNCTION_INFO_V1(memcheck_clear_violations);
Datum
memcheck_clear_violations(PG_FUNCTION_ARGS)
{
	require_writable("clear violations");
	(void) write_log("DELETE FROM ext_memcheck.violation_log", SPI_OK_DELETE);
	PG_RETURN_VOID();
}
