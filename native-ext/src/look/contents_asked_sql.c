/*
 * contents_asked_sql.c
 *		contents(pid): what is in the contexts of another process, as rows; see contents_answer.h.
 */
#include "postgres.h"

#include "base/contract.h"
#include "base/reader.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "look/contents_answer.h"
#include "look/observe.h"
#include "utils/builtins.h"

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

static const Question question = {
	.what = "contents",
	.wants = ASK_FOR_CONTENTS,
	.timeout_ms = 1000,
	.own = contents_answer,
	.take = put_rows,
};

PG_FUNCTION_INFO_V1(memcheck_contents_of);
Datum
memcheck_contents_of(PG_FUNCTION_ARGS)
{
	contract_rows(fcinfo, asked_columns, lengthof(asked_columns));
	observe_answer(&question, PG_GETARG_INT32(0), fcinfo->resultinfo);
	return (Datum) 0;
}
