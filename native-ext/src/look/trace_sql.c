/*
 * trace_sql.c
 *		Tracing another process from SQL; see trace.h.
 *
 * trace() and trace_findings() take their time and then tell. Between trace_start() and
 * trace_stop() the session that asked may look whenever it wants; it traces one process at a time,
 * and lets go of it at its end at the latest.
 */
#include "postgres.h"

#include <math.h>

#include "base/amount.h"
#include "base/clock.h"
#include "base/contract.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "log/ring.h"
#include "look/heap.h"
#include "look/observe.h"
#include "look/trace_asker.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "stack/helpers.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/wait_event.h"

#define LOOKS_WANTED 40			/* in all: a series needs 24 (verdict.c) */
#define SHORTEST_PAUSE_MS 50
#define LONGEST_PAUSE_MS 1000
#define LONGEST_SECONDS 86400

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

	trace_order(tracing);
	while (!tracing->ended)
	{
		bool		last = clock_ms() >= deadline;

		trace_look(tracing);
		if (last)
			break;
		pause_until(Min(deadline, clock_ms() + pause_ms));
	}
}

/* Errors and warnings of what came of the looks until now. */
static void
check_looks(const Tracing *tracing)
{
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

/* Who grows in the process, and how that was judged; it is let go in any case. */
static void
trace(Tracing *tracing)
{
	PG_ENSURE_ERROR_CLEANUP(trace_let_go, PointerGetDatum(tracing));
	follow(tracing);
	PG_END_ENSURE_ERROR_CLEANUP(trace_let_go, PointerGetDatum(tracing));
	trace_let_go(0, PointerGetDatum(tracing));
	check_looks(tracing);
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
name(Violation *violation, const CrashStack *stack)
{
	if (violation->provenance == PROVENANCE_EXTENSION && crash_stack_extension(stack))
		crash_stack_tell(violation, stack);
	else if (violation->provenance != PROVENANCE_EXTENSION)
		tell_servers(violation, stack);
}

/* As it was named at an earlier look: that starts a program. */
static void
name_again(Violation *violation, const Violation *names)
{
	violation->provenance = names->provenance;
	violation->source_line = names->source_line;
	violation->stack = names->stack;
	memcpy(violation->stack_text, names->stack_text, sizeof(violation->stack_text));
	string_copy(violation->source_lib, sizeof(violation->source_lib), names->source_lib);
	string_copy(violation->symbol, sizeof(violation->symbol), names->symbol);
	string_copy(violation->source_file, sizeof(violation->source_file), names->source_file);
}

/* Whether a place of a trace that samples is worth a row, now that its owner is known. */
static bool
is_sample_reported(const Place *place)
{
	const Violation *violation = &place->violation;

	return violation->confirmed || (violation->provenance == PROVENANCE_EXTENSION &&
									violation->bytes - place->error >= memcheck_min_leak_bytes);
}

static void
tell_sampled(const Tracing *tracing, Place *place, const char *amount)
{
	Violation  *violation = &place->violation;

	snprintf(violation->detail, sizeof(violation->detail),
			 "about %s, give or take %s, came in %.1f s in which process %d was traced, "
			 "and stayed; estimated from one chunk in %s", amount,
			 amount_of_bytes(llround(place->error)).text,
			 tracing->header.elapsed_ms / 1000.0, tracing->pid,
			 amount_of_bytes(tracing->header.every).text);
	place->reported = is_sample_reported(place);
	if (violation->provenance == PROVENANCE_SERVER)
		violation->severity = SEVERITY_INFO;
}

static void
tell(Tracing *tracing, Place *place)
{
	Violation  *violation = &place->violation;
	Amount		amount = amount_of_things_and_bytes(violation->count, "piece", violation->bytes);

	if (place->is_named)
		name_again(violation, &place->names);
	else
	{
		if (tracing->header.every > 0)
		{
			crash_stack_tell(violation, &place->stack);
			heap_tell_owner(violation, &place->stack);
		}
		else
			name(violation, &place->stack);
		place->names = *violation;
		place->is_named = place->has_stack;
	}
	if (tracing->header.every > 0)
		tell_sampled(tracing, place, amount.text);
	else
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
	TRACE_BYTES_ERROR,
	TRACE_SAMPLE_BYTES,
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
	{"looks", INT4OID},
	{"bytes_error", INT8OID},
	{"sample_bytes", INT8OID}
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
	[TRACE_BYTES_ERROR] = -1,
	[TRACE_SAMPLE_BYTES] = -1,
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
	nulls[TRACE_BYTES_ERROR] = nulls[TRACE_SAMPLE_BYTES] = tracing->header.every == 0;
	values[TRACE_BYTES_ERROR] = Int64GetDatum(llround(place->error));
	values[TRACE_SAMPLE_BYTES] = Int64GetDatum(tracing->header.every);
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

static void
require_traceable(int pid)
{
	if (pid == MyProcPid)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("process %d is this session itself", pid),
				 errhint("Open a window with ext_memcheck.begin().")));
	observe_require_process(pid);
}

/* Of objects of an earlier version there is no such argument. */
static int64
every_of_call(FunctionCallInfo fcinfo, int number)
{
	int			every = PG_NARGS() > number ? PG_GETARG_INT32(number) : 0;

	if (every < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a trace samples one chunk in a number of bytes, not in %d", every),
				 errhint("0 follows each chunk.")));
	return every;
}

/* What the call is asked to trace; raises an error if that cannot be. */
static Tracing
tracing_of_call(FunctionCallInfo fcinfo)
{
	Tracing		tracing = {.pid = PG_GETARG_INT32(0), .context = CurrentMemoryContext};
	float8		seconds = PG_GETARG_FLOAT8(1);

	if (isnan(seconds) || seconds < 0.1 || seconds > LONGEST_SECONDS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a trace takes from 0.1 to %d seconds, not %g", LONGEST_SECONDS, seconds)));
	tracing.every = every_of_call(fcinfo, 2);
	require_traceable(tracing.pid);
	tracing.duration_ms = (int64) (seconds * 1000);
	return tracing;
}

typedef void (*PlaceSink) (ReturnSetInfo *result, const Tracing *tracing, const Place *place);

/* Gives the sink what the latest look told. */
static void
put_latest(ReturnSetInfo *result, Tracing *tracing, PlaceSink put, bool is_last)
{
	ListCell   *cell;

	foreach(cell, tracing->places)
	{
		Place	   *place = lfirst(cell);

		if (place->look != tracing->header.looks)
			continue;
		tell(tracing, place);
		put(result, tracing, place);
		if (is_last && place->violation.confirmed)
			add_to_ring(tracing, &place->violation);
	}
}

static void
trace_into(ReturnSetInfo *result, Tracing *tracing, PlaceSink put)
{
	trace(tracing);
	put_latest(result, tracing, put, true);
}

PG_FUNCTION_INFO_V1(memcheck_trace);
Datum
memcheck_trace(PG_FUNCTION_ARGS)
{
	Tracing		tracing;

	memcheck_require_shared();
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

	memcheck_require_shared();
	tracing = tracing_of_call(fcinfo);
	violation_rows(fcinfo);
	trace_into((ReturnSetInfo *) fcinfo->resultinfo, &tracing, put_finding);
	return (Datum) 0;
}

/* Which process this session traces until trace_stop(); pid 0: none. */
static Tracing open_trace;

static void
session_ends(int code, Datum argument)
{
	trace_let_go(code, PointerGetDatum(&open_trace));
}

static void
close_trace(void)
{
	trace_let_go(0, PointerGetDatum(&open_trace));
	if (open_trace.context)
		MemoryContextDelete(open_trace.context);
	open_trace = (Tracing) {0};
}

static void
require_open(void)
{
	if (open_trace.pid == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("this session traces no process"),
				 errhint("Begin with SELECT ext_memcheck.trace_start(pid).")));
}

PG_FUNCTION_INFO_V1(memcheck_trace_start);
Datum
memcheck_trace_start(PG_FUNCTION_ARGS)
{
	static bool registered;
	int			pid = PG_GETARG_INT32(0);
	int64		every = every_of_call(fcinfo, 1);

	memcheck_require_shared();
	if (open_trace.pid != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("this session traces process %d already", open_trace.pid),
				 errhint("End that with SELECT FROM ext_memcheck.trace_stop().")));
	require_traceable(pid);
	if (!registered)
		before_shmem_exit(session_ends, (Datum) 0);
	registered = true;
	open_trace.context = AllocSetContextCreate(TopMemoryContext, "pg_ext_memcheck trace",
											   ALLOCSET_DEFAULT_SIZES);
	open_trace.duration_ms = LONGEST_PAUSE_MS;
	PG_TRY();
	{
		open_trace.pid = pid;
		open_trace.every = every;
		trace_order(&open_trace);
		trace_look(&open_trace);
	}
	PG_CATCH();
	{
		close_trace();
		PG_RE_THROW();
	}
	PG_END_TRY();
	PG_RETURN_VOID();
}

/* What has grown until now; nothing as long as the process has not begun. */
PG_FUNCTION_INFO_V1(memcheck_trace_look);
Datum
memcheck_trace_look(PG_FUNCTION_ARGS)
{
	require_open();
	contract_rows(fcinfo, trace_columns, lengthof(trace_columns));
	if (!open_trace.ended)
		trace_look(&open_trace);
	if (open_trace.header.order != 0 || open_trace.ended)
		check_looks(&open_trace);
	put_latest((ReturnSetInfo *) fcinfo->resultinfo, &open_trace, put_place, false);
	return (Datum) 0;
}

/* A last look, as findings; the process is let go in any case. */
PG_FUNCTION_INFO_V1(memcheck_trace_stop);
Datum
memcheck_trace_stop(PG_FUNCTION_ARGS)
{
	require_open();
	violation_rows(fcinfo);
	PG_TRY();
	{
		if (!open_trace.ended)
			trace_look(&open_trace);
		check_looks(&open_trace);
		put_latest((ReturnSetInfo *) fcinfo->resultinfo, &open_trace, put_finding, true);
	}
	PG_FINALLY();
	{
		close_trace();
	}
	PG_END_TRY();
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

	memcheck_require_shared();
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
