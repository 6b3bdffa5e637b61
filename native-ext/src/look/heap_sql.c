/*
 * heap_sql.c
 *		The sampled heap of a process as rows; see heap.h.
 */
#include "postgres.h"

#include <math.h>

#include "base/contract.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "look/heap.h"
#include "look/observe.h"
#include "stack/helpers.h"

/* So many are told, the largest first; a place needs some 20 kB while that is done. */
#define MOST_TOLD 200

/* How many standard deviations the error is: the truth is within it 19 times of 20. */
#define DEVIATIONS 1.96

typedef struct Row
{
	const HeapRow *row;
	const CrashFrame *frames;
} Row;

enum HeapColumn
{
	HEAP_SOURCE_LIB,
	HEAP_SYMBOL,
	HEAP_SOURCE_FILE,
	HEAP_SOURCE_LINE,
	HEAP_CONTEXT_PATH,
	HEAP_QUERY_ID,
	HEAP_BYTES,
	HEAP_BYTES_ERROR,
	HEAP_COUNT,
	HEAP_LIVE_SAMPLES,
	HEAP_PEAK_BYTES,
	HEAP_PROVENANCE,
	HEAP_STACK,
	HEAP_SAMPLE_BYTES,
	HEAP_INHERITED,
	HEAP_COLUMNS
};

static const RowColumn heap_columns[] = {
	{"source_lib", TEXTOID},
	{"symbol", TEXTOID},
	{"source_file", TEXTOID},
	{"source_line", INT4OID},
	{"context_path", TEXTARRAYOID},
	{"query_id", INT8OID},
	{"bytes", INT8OID},
	{"bytes_error", INT8OID},
	{"count", INT8OID},
	{"samples", INT4OID},
	{"peak_bytes", INT8OID},
	{"provenance", TEXTOID},
	{"stack", TEXTARRAYOID},
	{"sample_bytes", INT8OID},
	{"inherited", BOOLOID}
};

/* Those that a finding has, too, are as there. */
static const int finding_columns[HEAP_COLUMNS] = {
	[HEAP_SOURCE_LIB] = VIOLATION_COLUMN_source_lib,
	[HEAP_SYMBOL] = VIOLATION_COLUMN_symbol,
	[HEAP_SOURCE_FILE] = VIOLATION_COLUMN_source_file,
	[HEAP_SOURCE_LINE] = VIOLATION_COLUMN_source_line,
	[HEAP_CONTEXT_PATH] = VIOLATION_COLUMN_context_path,
	[HEAP_QUERY_ID] = VIOLATION_COLUMN_query_id,
	[HEAP_BYTES] = VIOLATION_COLUMN_bytes,
	[HEAP_BYTES_ERROR] = -1,
	[HEAP_COUNT] = VIOLATION_COLUMN_count,
	[HEAP_LIVE_SAMPLES] = -1,
	[HEAP_PEAK_BYTES] = -1,
	[HEAP_PROVENANCE] = VIOLATION_COLUMN_provenance,
	[HEAP_STACK] = VIOLATION_COLUMN_stack,
	[HEAP_SAMPLE_BYTES] = -1,
	[HEAP_INHERITED] = -1,
};

/*
 * Whether it is the extension's: the nearest frame of one called a function of the server that
 * allocates for its caller. What the server keeps for itself on the way is its own.
 */
static bool
is_of_extension(const CrashStack *stack)
{
	for (int i = 0; i < stack->count; i++)
		if (stack->frames[i].of_extension)
			return i == 0 || stack->frames[i - 1].symbol[0] == '\0' ||
				helper_allocates_for_caller(stack->frames[i - 1].symbol);
	return false;
}

/* The function of the server that asked for it. */
static void
tell_server(Violation *violation, const CrashStack *stack)
{
	violation->provenance = PROVENANCE_SERVER;
	string_copy(violation->source_lib, sizeof(violation->source_lib), "postgres");
	for (int i = 0; i < stack->count; i++)
		if (stack->frames[i].symbol[0] && !helper_allocates_for_caller(stack->frames[i].symbol))
		{
			string_copy(violation->symbol, sizeof(violation->symbol), stack->frames[i].symbol);
			return;
		}
}

/* What is known without names. */
static void
begin_to_tell(Violation *violation, CrashStack *stack, const Row *row)
{
	const HeapPlace *place = &row->row->place;

	violation->bytes = llround(place->bytes);
	violation->count = llround(place->chunks);
	violation->query_id = place->query_id;
	violation->path = place->path;
	memcpy(violation->path_text, place->path_text, HEAP_PATH_BYTES);
	stack->count = row->row->frames;
	stack->noted = row->row->noted;
	memcpy(stack->frames, row->frames, stack->count * sizeof(CrashFrame));
}

/* After its frames were named. */
void
heap_tell_owner(Violation *violation, const CrashStack *stack)
{
	if (stack->count == 0 || is_of_extension(stack))
		return;
	violation->source_file[0] = violation->symbol[0] = '\0';
	violation->source_line = 0;
	tell_server(violation, stack);
}

static void
put_row(ReturnSetInfo *result, const HeapHeader *header, const HeapPlace *place,
		const Violation *violation)
{
	const SnapshotFacts *facts = &header->facts;
	Reading		reading = {facts->encoding, !reader_may_see(facts->role), false};
	Datum		all[VIOLATION_COLUMNS];
	bool		all_nulls[VIOLATION_COLUMNS];
	Datum		values[HEAP_COLUMNS];
	bool		nulls[HEAP_COLUMNS] = {0};

	violation_row(violation, &reading, all, all_nulls);
	for (int i = 0; i < HEAP_COLUMNS; i++)
		if (finding_columns[i] >= 0)
		{
			values[i] = all[finding_columns[i]];
			nulls[i] = all_nulls[finding_columns[i]];
		}
	values[HEAP_BYTES_ERROR] = Int64GetDatum(llround(DEVIATIONS * sqrt(Max(place->variance, 0))));
	values[HEAP_LIVE_SAMPLES] = Int32GetDatum((int32) place->samples);
	values[HEAP_PEAK_BYTES] = Int64GetDatum(llround(place->peak_bytes));
	values[HEAP_SAMPLE_BYTES] = Int64GetDatum(header->sum.interval);
	values[HEAP_INHERITED] = BoolGetDatum(place->inherited);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
put_sorted(ReturnSetInfo *result, const HeapHeader *header, const Row *rows, int count)
{
	Violation  *violations = MemoryContextAllocHuge(CurrentMemoryContext,
													(count + 1) * sizeof(Violation));
	CrashStack *stacks = MemoryContextAllocHuge(CurrentMemoryContext,
												(count + 1) * sizeof(CrashStack));

	memset(violations, 0, count * sizeof(Violation));
	for (int i = 0; i < count; i++)
		begin_to_tell(&violations[i], &stacks[i], &rows[i]);
	crash_stacks_tell(violations, stacks, count);
	for (int i = 0; i < count; i++)
	{
		heap_tell_owner(&violations[i], &stacks[i]);
		put_row(result, header, &rows[i].row->place, &violations[i]);
	}
	pfree(violations);
	pfree(stacks);
}

static int
by_bytes(const void *a, const void *b)
{
	const HeapPlace *one = &((const Row *) a)->row->place;
	const HeapPlace *other = &((const Row *) b)->row->place;

	if (one->bytes != other->bytes)
		return one->bytes > other->bytes ? -1 : 1;
	return (one->peak_bytes < other->peak_bytes) - (one->peak_bytes > other->peak_bytes);
}

/* Whether these bytes are all of a heap. */
bool
heap_is_whole(const char *data, Size bytes)
{
	const HeapHeader *header = (const HeapHeader *) data;
	const char *at = data + sizeof(HeapHeader);
	const char *end = data + bytes;

	if (bytes < sizeof(HeapHeader) || header->rows < 0 || header->rows > HEAP_PLACES)
		return false;
	for (int i = 0; i < header->rows; i++)
	{
		const HeapRow *row = (const HeapRow *) at;

		if (end - at < (ptrdiff_t) sizeof(HeapRow) || row->frames < 0 ||
			row->frames > CRASH_FRAMES ||
			end - at - sizeof(HeapRow) < row->frames * sizeof(CrashFrame))
			return false;
		at += sizeof(HeapRow) + row->frames * sizeof(CrashFrame);
	}
	return true;
}

/* What a process handed over, or has left in a file. */
void
heap_put_rows(void *arg, const char *data, Size bytes)
{
	ReturnSetInfo *result = arg;
	const HeapHeader *header = (const HeapHeader *) data;
	const char *at = data + sizeof(HeapHeader);
	Row		   *rows;

	if (!heap_is_whole(data, bytes))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("process handed over %zu bytes that are no heap", bytes)));
	rows = palloc0_array(Row, header->rows + 1);
	for (int i = 0; i < header->rows; i++)
	{
		const HeapRow *row = (const HeapRow *) at;

		rows[i] = (Row) {row, (const CrashFrame *) (row + 1)};
		at += sizeof(HeapRow) + row->frames * sizeof(CrashFrame);
	}
	qsort(rows, header->rows, sizeof(Row), by_bytes);
	put_sorted(result, header, rows, Min(header->rows, MOST_TOLD));
}

static void
refused(int pid, int error)
{
	if (error == ENODATA)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("process %d does not sample its memory", pid),
				 errhint("Set pg_ext_memcheck.sample_bytes, for example to 512 kB: in "
						 "postgresql.conf for all processes, or with SET in one's own session.")));
}

void
heap_rows(FunctionCallInfo fcinfo)
{
	contract_rows(fcinfo, heap_columns, lengthof(heap_columns));
}

static const Question question = {
	.what = "heap",
	.wants = ASK_FOR_HEAP,
	.timeout_ms = 5000,
	.own = heap_answer,
	.refused = refused,
	.take = heap_put_rows,
};

PG_FUNCTION_INFO_V1(memcheck_heap);
Datum
memcheck_heap(PG_FUNCTION_ARGS)
{
	heap_rows(fcinfo);
	observe_answer(&question, PG_GETARG_INT32(0), fcinfo->resultinfo);
	return (Datum) 0;
}
