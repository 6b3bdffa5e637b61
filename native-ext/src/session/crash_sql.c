/*
 * crash_sql.c
 *		The crashes of windows from SQL: the files that the processes left, as findings.
 */
#include "postgres.h"

#include "base/settings.h"
#include "fmgr.h"
#include "funcapi.h"
#include "session/crash_file.h"

static void
describe(const CrashFile *file, StringInfo to)
{
	const CrashReport *report = &file->report;

	if (report->reason == CRASH_SIGNAL)
		crash_describe_signal(report, to);
	else if (report->reason == CRASH_EXIT)
		appendStringInfo(to, "it called exit(%d)", report->exit_status);
	else
		appendStringInfoString(to, "it ended the session");
	if (file->message[0])
		appendStringInfo(to, ": %s", file->message);
}

/* May allocate in CurrentMemoryContext. */
static void
tell(const CrashFile *file, Violation *violation)
{
	StringInfoData detail;

	memset(violation, 0, sizeof(*violation));
	violation->check_type = CHECK_CRASH;
	violation->severity = SEVERITY_ERROR;
	violation->confirmed = true;
	violation->backend_pid = file->pid;
	violation->ts = file->at;
	violation->count = violation->occurrences = 1;
	violation->bytes_per_call = -1;
	string_copy(violation->statement, sizeof(violation->statement), file->statement);
	crash_stack_tell(violation, &file->report.stack);
	crash_stack_tell_freed(violation, &file->report.freed);
	initStringInfo(&detail);
	describe(file, &detail);
	string_copy(violation->detail, sizeof(violation->detail), detail.data);
	pfree(detail.data);
}

PG_FUNCTION_INFO_V1(memcheck_crashes);
Datum
memcheck_crashes(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	CrashFile  *file = palloc(sizeof(CrashFile));
	Violation  *violation = palloc(sizeof(Violation));

	memcheck_require_hooks();
	violation_rows(fcinfo);
	for (int i = 0; i < CRASH_FILES; i++)
	{
		Datum		values[VIOLATION_COLUMNS];
		bool		nulls[VIOLATION_COLUMNS];
		Reading		reading = {0};

		if (!crash_file_read(i, file))
			continue;
		reading.encoding = file->encoding;
		reading.hidden = !reader_may_see(file->role);
		tell(file, violation);
		violation_row(violation, &reading, values, nulls);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	pfree(violation);
	pfree(file);
	return (Datum) 0;
}
