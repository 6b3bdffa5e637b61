/*
 * heap_dump_sql.c
 *		The files in which processes left their sampled heaps, as rows; see heap_dump.h.
 */
#include "postgres.h"

#include <math.h>

#include "base/contract.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "look/heap.h"
#include "look/heap_dump.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

static const RowColumn dump_columns[] = {
	{"dump", INT4OID},
	{"file", TEXTOID},
	{"backend_pid", INT4OID},
	{"ts", TIMESTAMPTZOID},
	{"at_end", BOOLOID},
	{"bytes", INT8OID},
	{"peak_bytes", INT8OID},
	{"sample_bytes", INT8OID}
};

/* The heap in a dump; NULL: there is none. */
static char *
read_whole(int number, HeapDump *head, Size *bytes)
{
	char	   *data = heap_dump_read(number, head, bytes);

	return data && *bytes >= sizeof(HeapHeader) ? data : NULL;
}

/* The dumps that there are. */
PG_FUNCTION_INFO_V1(memcheck_heap_dumps);
Datum
memcheck_heap_dumps(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	memcheck_require_hooks();
	contract_rows(fcinfo, dump_columns, lengthof(dump_columns));
	for (int i = 0; i < HEAP_DUMPS; i++)
	{
		char		file[MAXPGPATH];
		HeapDump	head;
		Size		bytes;
		char	   *data = read_whole(i, &head, &bytes);
		const HeapHeader *heap = (const HeapHeader *) data;
		bool		nulls[lengthof(dump_columns)] = {0};

		if (data == NULL)
			continue;
		heap_dump_path(i, file, sizeof(file));
		tuplestore_putvalues(result->setResult, result->setDesc,
							 (Datum[])
							 {
								 Int32GetDatum(i),
								 CStringGetTextDatum(file),
								 Int32GetDatum(heap->facts.pid),
								 TimestampTzGetDatum(head.at),
								 BoolGetDatum(head.at_end),
								 Int64GetDatum(llround(heap->sum.bytes)),
								 Int64GetDatum(llround(heap->sum.peak_bytes)),
								 Int64GetDatum(heap->sum.interval)
							 }, nulls);
		pfree(data);
	}
	return (Datum) 0;
}

/* One of them, as heap() tells it. */
PG_FUNCTION_INFO_V1(memcheck_heap_dump);
Datum
memcheck_heap_dump(PG_FUNCTION_ARGS)
{
	int			number = PG_GETARG_INT32(0);
	HeapDump	head;
	Size		bytes = 0;
	char	   *data = NULL;

	memcheck_require_hooks();
	heap_rows(fcinfo);
	if (number >= 0 && number < HEAP_DUMPS)
		data = read_whole(number, &head, &bytes);
	if (data == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("there is no dump %d of a heap", number),
				 errhint("SELECT * FROM ext_memcheck.heap_dumps() lists those that there are; "
						 "processes write them where pg_ext_memcheck.sample_bytes and "
						 "pg_ext_memcheck.heap_dump_above are set.")));
	if (!heap_is_whole(data, bytes))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("dump %d of a heap is not whole", number),
				 errdetail("pg_ext_memcheck.heap.%d in the data directory has been cut or changed "
						   "since a process wrote it.", number),
				 errhint("Remove it. The next process whose number fits writes a new one.")));
	heap_put_rows(fcinfo->resultinfo, data, bytes);
	pfree(data);
	return (Datum) 0;
}
