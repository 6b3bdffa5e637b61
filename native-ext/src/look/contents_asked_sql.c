/*
 * contents_asked_sql.c
 *		contents(pid): what is in the contexts of another process, as rows; see contents_answer.h.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/contract.h"
#include "base/reader.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "look/contents_answer.h"
#include "look/observe.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#define ANSWER_TIMEOUT_MS 1000

static const RowColumn asked_columns[] = {
	{"context", TEXTOID},
	{"node_key", INT8OID},
	{"kind", TEXTOID},
	{"type", TEXTOID},
	{"size_class", INT8OID},
	{"count", INT8OID},
	{"bytes", INT8OID}
};

static void
put_row(ReturnSetInfo *result, const ContentsHeader *header, const ContentsGiven *given)
{
	Datum		values[lengthof(asked_columns)];
	bool		nulls[lengthof(asked_columns)] = {0};

	values[0] = reader_datum(given->context, header->facts.encoding);
	values[1] = Int64GetDatum(given->node_key);
	nulls[1] = given->node_key == 0;
	values[2] = CStringGetTextDatum(given->kind);
	values[3] = CStringGetTextDatum(given->type);
	nulls[3] = given->type[0] == '\0';
	values[4] = Int64GetDatum(given->size_class);
	values[5] = Int64GetDatum(given->count);
	values[6] = Int64GetDatum(given->bytes);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
put_rows(void *arg, const char *data, Size bytes)
{
	const ContentsHeader *header = (const ContentsHeader *) data;
	const ContentsGiven *given = (const ContentsGiven *) (header + 1);

	if (bytes < sizeof(ContentsHeader) || header->rows < 0 ||
		header->rows != (bytes - sizeof(ContentsHeader)) / sizeof(ContentsGiven))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("process handed over %zu bytes that are no contents", bytes)));
	for (int64 i = 0; i < header->rows; i++)
		put_row(arg, header, &given[i]);
	if (!header->complete)
		ereport(WARNING,
				(errmsg("not all chunks are in these rows"),
				 errdetail("A process looks at its chunks for a tenth of a second.")));
}

static void
take_contents(ReturnSetInfo *result, int pid, int fd)
{
	Answer		answer = {0};
	AskState	state = ASK_ANSWERED;

	if (pid == MyProcPid)
		answer.error = contents_answer(fd);
	else
		state = observe_ask(pid, ASK_FOR_CONTENTS, fd, ANSWER_TIMEOUT_MS, &answer);
	if (state == ASK_WAITS)
		observe_raise_silence(pid, ANSWER_TIMEOUT_MS);
	if (state == ASK_IN_VAIN)
		observe_raise_gone(pid);
	if (answer.error != 0)
		observe_raise_system_error(psprintf("take the contents of process %d", pid),
								   answer.error);
	observe_read("contents", fd, put_rows, result);
}

PG_FUNCTION_INFO_V1(memcheck_contents_of);
Datum
memcheck_contents_of(PG_FUNCTION_ARGS)
{
	int			pid = PG_GETARG_INT32(0);
	int			fd;

	memcheck_require_hooks();
	if (pid != MyProcPid)
	{
		memcheck_require_shared();
		observe_require_process(pid);
	}
	contract_rows(fcinfo, asked_columns, lengthof(asked_columns));
	fd = memfd_create("pg_ext_memcheck", MFD_CLOEXEC);
	if (fd < 0)
		observe_raise_system_error("make room for contents", errno);
	PG_TRY();
	{
		take_contents((ReturnSetInfo *) fcinfo->resultinfo, pid, fd);
	}
	PG_FINALLY();
	{
		close(fd);
	}
	PG_END_TRY();
	return (Datum) 0;
}
