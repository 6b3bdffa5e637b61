/*
 * trace_sql.c
 *		Tracing another process from SQL: trace(), traces(); see trace.h.
 */
#include "postgres.h"

#include <math.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/amount.h"
#include "base/clock.h"
#include "base/contract.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "log/ring.h"
#include "look/observe.h"
#include "look/trace.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "stack/helpers.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "utils/builtins.h"
#include "utils/wait_event.h"

#define LOOKS_WANTED 40			/* in all: a series needs 24 (verdict.c) */
#define SHORTEST_PAUSE_MS 50
#define LONGEST_PAUSE_MS 1000
#define ANSWER_TIMEOUT_MS 1000
#define LONGEST_SECONDS 86400

/* How long an asker waits for the process to let go. */
#define LET_GO_PAUSE_MS 2
#define LET_GO_TURNS 500

/* A place in the process that grew. */
typedef struct Place
{
	uint64		key;
	int			look;			/* that told of it latest */
	Violation	violation;
	CrashStack	stack;
	bool		has_stack;
	bool		reported;		/* a window would have a row for it */
} Place;

typedef struct Tracing
{
	int			pid;
	int64		duration_ms;
	Ordered		ordered;
	TraceHeader header;			/* of the latest look; order 0: there was none */
	bool		ended;			/* the process */
	bool		stacks_missing;
	List	   *places;			/* Place * */
} Tracing;

/* At the end, after an error, and at this process's exit. */
static void
let_go(int code, Datum argument)
{
	const Tracing *tracing = (const Tracing *) DatumGetPointer(argument);

	for (int turn = 0; turn < LET_GO_TURNS && !exchange_take_back(&tracing->ordered); turn++)
		pg_usleep(LET_GO_PAUSE_MS * 1000L);
}

static void
order(Tracing *tracing)
{
	AskResult	result = exchange_order(tracing->pid, &tracing->ordered);

	if (result == ASK_NO_PLACE)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_IN_USE),
				 errmsg("process %d is traced already", tracing->pid),
				 errdetail("Process %d traces it.", tracing->ordered.other_pid),
				 errhint("Try again when that is done.")));
	if (result == ASK_NO_PROCESS)
		observe_require_process(tracing->pid);
}

static Place *
place_of(Tracing *tracing, uint64 key)
{
	ListCell   *cell;
	Place	   *place;

	foreach(cell, tracing->places)
	{
		place = lfirst(cell);
		if (place->key == key)
			return place;
	}
	place = palloc0_object(Place);
	place->key = key;
	tracing->places = lappend(tracing->places, place);
	return place;
}

static void
refuse_garbage(Size bytes)
{
	ereport(ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR),
			 errmsg("process handed over %zu bytes that are no trace", bytes)));
}

static void
take_row(Tracing *tracing, const TraceRow *row, const CrashFrame *frames)
{
	Place	   *place = place_of(tracing, row->key);

	place->look = tracing->header.looks;
	place->violation = row->violation;
	place->reported = row->reported;
	if (row->frames > 0)
	{
		place->has_stack = true;
		place->stack.count = row->frames;
		place->stack.noted = row->noted;
		memcpy(place->stack.frames, frames, row->frames * sizeof(CrashFrame));
	}
	if (!place->has_stack)
		tracing->stacks_missing = true;
}

static void
take_look(Tracing *tracing, const char *data, Size bytes)
{
	const char *at = data + sizeof(TraceHeader);
	const char *end = data + bytes;

	if (bytes < sizeof(TraceHeader))
		refuse_garbage(bytes);
	memcpy(&tracing->header, data, sizeof(TraceHeader));
	tracing->stacks_missing = false;
	for (int i = 0; i < tracing->header.rows; i++)
	{
		const TraceRow *row = (const TraceRow *) at;

		if (end - at < (ptrdiff_t) sizeof(TraceRow) || row->frames < 0 ||
			row->frames > CRASH_FRAMES ||
			end - at - sizeof(TraceRow) < row->frames * sizeof(CrashFrame))
			refuse_garbage(bytes);
		at += sizeof(TraceRow);
		take_row(tracing, row, (const CrashFrame *) at);
		at += row->frames * sizeof(CrashFrame);
	}
}

static void
read_look(Tracing *tracing, int fd)
{
	struct stat file;
	char	   *data;

	if (fstat(fd, &file) < 0 ||
		(data = mmap(NULL, Max(file.st_size, 1), PROT_READ, MAP_PRIVATE, fd, 0)) == MAP_FAILED)
	{
		observe_raise_system_error("read the trace that was handed over", errno);
		return;
	}
	PG_TRY();
	{
		take_look(tracing, data, file.st_size);
	}
	PG_FINALLY();
	{
		munmap(data, Max(file.st_size, 1));
	}
	PG_END_TRY();
}

static void
look_by_file(Tracing *tracing, int fd)
{
	Answer		answer = {0};
	int			wants = ASK_FOR_TRACE | (tracing->stacks_missing ? ASK_FOR_STACKS : 0);
	AskState	state = observe_ask(tracing->pid, wants, fd, ANSWER_TIMEOUT_MS, &answer);

	if (state == ASK_IN_VAIN)
		tracing->ended = true;
	else if (state == ASK_WAITS)
		tracing->stacks_missing = true; /* it may answer nobody, and count them as told */
	else if (answer.error)
		observe_raise_system_error(psprintf("trace process %d", tracing->pid), answer.error);
	else
		read_look(tracing, fd);
}

static void
look(Tracing *tracing)
{
	int			fd = memfd_create("pg_ext_memcheck", MFD_CLOEXEC);

	if (fd < 0)
		observe_raise_system_error("make room for a trace", errno);
	PG_TRY();
	{
		look_by_file(tracing, fd);
	}
	PG_FINALLY();
	{
		close(fd);
	}
	PG_END_TRY();
}

static void
pause_until(int64 moment)
{
	int64		left;

	while ((left = moment - clock_ms()) > 0)
	{
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, left,
						 PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
	}
}

static void
follow(Tracing *tracing)
{
	int64		deadline = clock_ms() + tracing->duration_ms;
	int64		pause_ms = Min(Max(tracing->duration_ms / LOOKS_WANTED, SHORTEST_PAUSE_MS),
							   LONGEST_PAUSE_MS);

	order(tracing);
	while (!tracing->ended)
	{
		bool		last = clock_ms() >= deadline;

		look(tracing);
		if (last)
			break;
		pause_until(Min(deadline, clock_ms() + pause_ms));
	}
}

/* Who grows in the process, and how that was judged; it is let go in any case. */
static void
trace(Tracing *tracing)
{
	PG_ENSURE_ERROR_CLEANUP(let_go, PointerGetDatum(tracing));
	follow(tracing);
	PG_END_ENSURE_ERROR_CLEANUP(let_go, PointerGetDatum(tracing));
	let_go(0, PointerGetDatum(tracing));
	if (tracing->header.order == 0 && tracing->ended)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("process %d ended before it could be traced", tracing->pid)));
	if (tracing->header.order == 0)
		observe_raise_silence(tracing->pid, (int) tracing->duration_ms);
	if (tracing->ended)
		ereport(WARNING,
				(errcode(ERRCODE_WARNING),
				 errmsg("process %d ended while it was traced", tracing->pid),
				 errdetail("What is told is of its last look, after %.1f s.",
						   tracing->header.elapsed_ms / 1000.0)));
	if (tracing->header.lost > 0)
		ereport(WARNING,
				(errcode(ERRCODE_WARNING),
				 errmsg("the trace may be incomplete"),
				 errdetail("%llu calls that allocate or free could not be followed.",
						   (unsigned long long) tracing->header.lost)));
}

/* Of what no extension has made: the function of the server that asked for it. */
static void
tell_servers(Violation *violation, const CrashStack *stack)
{
	for (int i = 0; i < stack->count; i++)
		if (stack->frames[i].symbol[0] && !helper_allocates_for_caller(stack->frames[i].symbol))
		{
			string_copy(violation->symbol, sizeof(violation->symbol), stack->frames[i].symbol);
			break;
		}
	if (violation->source_lib[0] == '\0')
		string_copy(violation->source_lib, sizeof(violation->source_lib), "postgres");
}

static void
tell(Tracing *tracing, Place *place)
{
	Violation  *violation = &place->violation;
	Amount		amount = amount_of_things_and_bytes(violation->count, "piece", violation->bytes);

	if (violation->provenance == PROVENANCE_EXTENSION && crash_stack_extension(&place->stack))
		crash_stack_tell(violation, &place->stack);
	else if (violation->provenance != PROVENANCE_EXTENSION)
		tell_servers(violation, &place->stack);
	snprintf(violation->detail, sizeof(violation->detail),
			 "%s came in %.1f s in which process %d was traced, and stayed", amount.text,
			 tracing->header.elapsed_ms / 1000.0, tracing->pid);
}

enum TraceColumn
{
	TRACE_SOURCE_LIB,
	TRACE_SYMBOL,
	TRACE_SOURCE_FILE,
	TRACE_SOURCE_LINE,
	TRACE_CONTEXT_PATH,
	TRACE_BYTES,
	TRACE_COUNT,
	TRACE_BYTES_PER_SECOND,
	TRACE_SIGHTINGS,
	TRACE_CONFIRMED,
	TRACE_CHECK_TYPE,
	TRACE_QUERY_ID,
	TRACE_STATEMENT,
	TRACE_PROVENANCE,
	TRACE_STACK,
	TRACE_SECONDS,
	TRACE_LOOKS,
	TRACE_COLUMNS
};

static const RowColumn trace_columns[] = {
	{"source_lib", TEXTOID},
	{"symbol", TEXTOID},
	{"source_file", TEXTOID},
	{"source_line", INT4OID},
	{"context_path", TEXTARRAYOID},
	{"bytes", INT8OID},
	{"count", INT8OID},
	{"bytes_per_second", FLOAT8OID},
	{"sightings", INT4OID},
	{"confirmed", BOOLOID},
	{"check_type", TEXTOID},
	{"query_id", INT8OID},
	{"statement", TEXTOID},
	{"provenance", TEXTOID},
	{"stack", TEXTARRAYOID},
	{"seconds_traced", FLOAT8OID},
	{"looks", INT4OID}
};

/* The columns that a finding has, too, are as there. */
static const int finding_columns[TRACE_COLUMNS] = {
	[TRACE_SOURCE_LIB] = VIOLATION_COLUMN_source_lib,
	[TRACE_SYMBOL] = VIOLATION_COLUMN_symbol,
	[TRACE_SOURCE_FILE] = VIOLATION_COLUMN_source_file,
	[TRACE_SOURCE_LINE] = VIOLATION_COLUMN_source_line,
	[TRACE_CONTEXT_PATH] = VIOLATION_COLUMN_context_path,
	[TRACE_BYTES] = VIOLATION_COLUMN_bytes,
	[TRACE_COUNT] = VIOLATION_COLUMN_count,
	[TRACE_BYTES_PER_SECOND] = -1,
	[TRACE_SIGHTINGS] = VIOLATION_COLUMN_occurrences,
	[TRACE_CONFIRMED] = VIOLATION_COLUMN_confirmed,
	[TRACE_CHECK_TYPE] = VIOLATION_COLUMN_check_type,
	[TRACE_QUERY_ID] = VIOLATION_COLUMN_query_id,
	[TRACE_STATEMENT] = VIOLATION_COLUMN_statement,
	[TRACE_PROVENANCE] = VIOLATION_COLUMN_provenance,
	[TRACE_STACK] = VIOLATION_COLUMN_stack,
	[TRACE_SECONDS] = -1,
	[TRACE_LOOKS] = -1,
};

static Reading
reading_of(const Tracing *tracing)
{
	const SnapshotFacts *facts = &tracing->header.facts;

	return (Reading) {facts->encoding, !reader_may_see(facts->role), false};
}

static void
put_place(ReturnSetInfo *result, const Tracing *tracing, const Place *place)
{
	Reading		reading = reading_of(tracing);
	double		seconds = Max(tracing->header.elapsed_ms, 1) / 1000.0;
	Datum		all[VIOLATION_COLUMNS];
	bool		all_nulls[VIOLATION_COLUMNS];
	Datum		values[TRACE_COLUMNS];
	bool		nulls[TRACE_COLUMNS] = {0};

	violation_row(&place->violation, &reading, all, all_nulls);
	for (int i = 0; i < TRACE_COLUMNS; i++)
		if (finding_columns[i] >= 0)
		{
			values[i] = all[finding_columns[i]];
			nulls[i] = all_nulls[finding_columns[i]];
		}
	values[TRACE_BYTES_PER_SECOND] = Float8GetDatum(place->violation.bytes / seconds);
	values[TRACE_SECONDS] = Float8GetDatum(seconds);
	values[TRACE_LOOKS] = Int32GetDatum(tracing->header.looks);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* As this session's own: in its encoding, and with no more than it may see. */
static void
add_to_ring(const Tracing *tracing, Violation *violation)
{
	const SnapshotFacts *facts = &tracing->header.facts;

	if (!reader_may_see(facts->role))
		violation->statement[0] = violation->context_ident[0] = '\0';
	string_copy(violation->statement, sizeof(violation->statement),
				reader_text(violation->statement, facts->encoding, GetDatabaseEncoding()));
	string_copy(violation->context_ident, sizeof(violation->context_ident),
				reader_text(violation->context_ident, facts->encoding, GetDatabaseEncoding()));
	ring_add(violation);
}

/* What the call is asked to trace; raises an error if that cannot be. */
static Tracing
tracing_of_call(FunctionCallInfo fcinfo)
{
	Tracing		tracing = {.pid = PG_GETARG_INT32(0)};
	float8		seconds = PG_GETARG_FLOAT8(1);

	if (isnan(seconds) || seconds < 0.1 || seconds > LONGEST_SECONDS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a trace takes from 0.1 to %d seconds, not %g", LONGEST_SECONDS, seconds)));
	if (tracing.pid == MyProcPid)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("process %d is this session itself", tracing.pid),
				 errhint("Open a window with ext_memcheck.begin().")));
	observe_require_process(tracing.pid);
	tracing.duration_ms = (int64) (seconds * 1000);
	return tracing;
}

typedef void (*PlaceSink) (ReturnSetInfo *result, const Tracing *tracing, const Place *place);

/* Traces, and gives the sink what the latest look told. */
static void
trace_into(ReturnSetInfo *result, Tracing *tracing, PlaceSink put)
{
	ListCell   *cell;

	trace(tracing);
	foreach(cell, tracing->places)
	{
		Place	   *place = lfirst(cell);

		if (place->look != tracing->header.looks)
			continue;
		tell(tracing, place);
		put(result, tracing, place);
		if (place->violation.confirmed)
			add_to_ring(tracing, &place->violation);
	}
}

PG_FUNCTION_INFO_V1(memcheck_trace);
Datum
memcheck_trace(PG_FUNCTION_ARGS)
{
	Tracing		tracing;

	memcheck_require_preload();
	tracing = tracing_of_call(fcinfo);
	contract_rows(fcinfo, trace_columns, lengthof(trace_columns));
	trace_into((ReturnSetInfo *) fcinfo->resultinfo, &tracing, put_place);
	return (Datum) 0;
}

static void
put_finding(ReturnSetInfo *result, const Tracing *tracing, const Place *place)
{
	Reading		reading = reading_of(tracing);
	Datum		values[VIOLATION_COLUMNS];
	bool		nulls[VIOLATION_COLUMNS];

	if (!place->reported)
		return;
	violation_row(&place->violation, &reading, values, nulls);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* The same as findings, without what a window would leave out. */
PG_FUNCTION_INFO_V1(memcheck_trace_findings);
Datum
memcheck_trace_findings(PG_FUNCTION_ARGS)
{
	Tracing		tracing;

	memcheck_require_preload();
	tracing = tracing_of_call(fcinfo);
	violation_rows(fcinfo);
	trace_into((ReturnSetInfo *) fcinfo->resultinfo, &tracing, put_finding);
	return (Datum) 0;
}

static const RowColumn traces_columns[] = {
	{"pid", INT4OID},
	{"asker_pid", INT4OID},
	{"armed", BOOLOID}
};

/* Which processes are traced, or have not let go yet, and for whom. */
PG_FUNCTION_INFO_V1(memcheck_traces);
Datum
memcheck_traces(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	OrderSeen  *seen;
	int			count;

	memcheck_require_preload();
	contract_rows(fcinfo, traces_columns, lengthof(traces_columns));
	seen = palloc_array(OrderSeen, exchange_desks());
	count = exchange_orders(seen, exchange_desks());
	for (int i = 0; i < count; i++)
	{
		Datum		values[] = {Int32GetDatum(seen[i].pid), Int32GetDatum(seen[i].asker_pid),
		BoolGetDatum(seen[i].armed)};
		bool		nulls[] = {false, seen[i].asker_pid == 0, false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
