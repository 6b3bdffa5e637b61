/*
 * dsm_sql.c
 *		What the probe "track_dsm" knows, as SQL functions.
 *
 * dsm_tracking() lists what windows of any session saw being made, or users named: also
 * segments of sessions that are gone, and segments that are gone themselves.
 * dsm_segments() lists all segments of the cluster, whoever made them.
 */
#include "postgres.h"

#include "base/contract.h"
#include "base/reader.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "probe/dsm_control.h"
#include "probe/dsm_probe.h"
#include "probe/dsm_table.h"
#include "storage/procarray.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

/* Of dsm_tracking() and dsm_segments(). */
enum SegmentColumn
{
	SEGMENT_ID,
	SEGMENT_BACKEND_PID,
	SEGMENT_ATTACH_AT,
	SEGMENT_SIZE_BYTES,
	SEGMENT_DETACHED,
	SEGMENT_MAPPINGS,
	SEGMENT_PINNED,
	SEGMENT_MAPPED_HERE,
	SEGMENT_BACKEND_ALIVE,
	SEGMENT_SOURCE_LIB,
	SEGMENT_SYMBOL,
	SEGMENT_COLUMNS
};

/* Of dsm_tracking() up to version 1.0. */
enum TrackingColumn
{
	TRACKING_HANDLE,
	TRACKING_BYTES,
	TRACKING_MAPPINGS,
	TRACKING_PINNED,
	TRACKING_MAPPED_HERE,
	TRACKING_CREATOR_PID,
	TRACKING_CREATOR_ALIVE,
	TRACKING_SOURCE_LIB,
	TRACKING_SYMBOL,
	TRACKING_NOTED_AT,
	TRACKING_COLUMNS
};

static const RowColumn segment_columns[] = {
	{"segid", INT8OID},
	{"backend_pid", INT4OID},
	{"attach_at", TIMESTAMPTZOID},
	{"size_bytes", INT8OID},
	{"detached", BOOLOID},
	{"mappings", INT4OID},
	{"pinned", BOOLOID},
	{"mapped_here", BOOLOID},
	{"backend_alive", BOOLOID},
	{"source_lib", TEXTOID},
	{"symbol", TEXTOID}
};

static const RowColumn tracking_columns[] = {
	{"handle", INT8OID},
	{"bytes", INT8OID},
	{"mappings", INT4OID},
	{"pinned", BOOLOID},
	{"mapped_here", BOOLOID},
	{"creator_pid", INT4OID},
	{"creator_alive", BOOLOID},
	{"source_lib", TEXTOID},
	{"symbol", TEXTOID},
	{"noted_at", TIMESTAMPTZOID}
};

static const DsmOrigin *
origin_of(const DsmOrigin *origins, int count, dsm_handle handle)
{
	for (int i = 0; i < count; i++)
		if (origins[i].handle == handle)
			return &origins[i];
	return NULL;
}

static void
text_or_null(Datum *values, bool *nulls, int column, const char *text)
{
	nulls[column] = text[0] == '\0';
	if (!nulls[column])
		values[column] = reader_datum(text, PG_SQL_ASCII);
}

/* Either may be NULL: a segment that nobody noted, or one that is gone. */
static void
emit(ReturnSetInfo *result, const DsmSegment *segment, const DsmOrigin *origin)
{
	Datum		values[SEGMENT_COLUMNS] = {0};
	bool		nulls[SEGMENT_COLUMNS] = {0};
	Size		bytes = segment && segment->bytes > 0 ? segment->bytes : origin ? origin->bytes : 0;

	memset(nulls + SEGMENT_MAPPINGS, segment == NULL, SEGMENT_BACKEND_ALIVE - SEGMENT_MAPPINGS);
	memset(nulls + SEGMENT_BACKEND_ALIVE, origin == NULL, SEGMENT_COLUMNS - SEGMENT_BACKEND_ALIVE);
	values[SEGMENT_ID] = Int64GetDatum(segment ? segment->handle : origin->handle);
	values[SEGMENT_SIZE_BYTES] = Int64GetDatum(bytes);
	nulls[SEGMENT_SIZE_BYTES] = bytes == 0;
	values[SEGMENT_DETACHED] = BoolGetDatum(segment == NULL);
	if (segment)
	{
		values[SEGMENT_MAPPINGS] = Int32GetDatum(segment->mappings);
		values[SEGMENT_PINNED] = BoolGetDatum(segment->pinned);
		values[SEGMENT_MAPPED_HERE] = BoolGetDatum(segment->mapped);
	}
	nulls[SEGMENT_BACKEND_PID] = nulls[SEGMENT_ATTACH_AT] = origin == NULL;
	if (origin)
	{
		values[SEGMENT_BACKEND_PID] = Int32GetDatum(origin->pid);
		values[SEGMENT_ATTACH_AT] = TimestampTzGetDatum(origin->noted_at);
		values[SEGMENT_BACKEND_ALIVE] = BoolGetDatum(BackendPidGetProc(origin->pid) != NULL);
		text_or_null(values, nulls, SEGMENT_SOURCE_LIB, origin->library);
		text_or_null(values, nulls, SEGMENT_SYMBOL, origin->symbol);
	}
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
emit_as_before(ReturnSetInfo *result, const DsmSegment *segment, const DsmOrigin *origin)
{
	Datum		values[TRACKING_COLUMNS] = {0};
	bool		nulls[TRACKING_COLUMNS] = {0};

	values[TRACKING_HANDLE] = Int64GetDatum(segment->handle);
	values[TRACKING_BYTES] = Int64GetDatum(segment->bytes);
	nulls[TRACKING_BYTES] = segment->bytes == 0;
	values[TRACKING_MAPPINGS] = Int32GetDatum(segment->mappings);
	values[TRACKING_PINNED] = BoolGetDatum(segment->pinned);
	values[TRACKING_MAPPED_HERE] = BoolGetDatum(segment->mapped);
	if (origin)
	{
		values[TRACKING_CREATOR_PID] = Int32GetDatum(origin->pid);
		values[TRACKING_CREATOR_ALIVE] = BoolGetDatum(BackendPidGetProc(origin->pid) != NULL);
		text_or_null(values, nulls, TRACKING_SOURCE_LIB, origin->library);
		text_or_null(values, nulls, TRACKING_SYMBOL, origin->symbol);
		values[TRACKING_NOTED_AT] = TimestampTzGetDatum(origin->noted_at);
	}
	else
		memset(nulls + TRACKING_CREATOR_PID, true, TRACKING_COLUMNS - TRACKING_CREATOR_PID);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
copy_segments(OwnArray *segments)
{
	bool		complete;

	dsm_control_open();
	complete = dsm_control_copy(segments);
	dsm_control_close();
	if (!complete)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("No room for a copy of the list of segments.")));
}

/* What is tracked, also when it is gone: what windows saw, and what was named by hand. */
PG_FUNCTION_INFO_V1(memcheck_dsm_tracking_1_1);
Datum
memcheck_dsm_tracking_1_1(PG_FUNCTION_ARGS)
{
	static OwnArray segments = {.width = sizeof(DsmSegment)};
	DsmOrigin  *origins = palloc(sizeof(DsmOrigin) * DSM_ORIGINS);
	int			count;

	memcheck_require_shared();
	copy_segments(&segments);
	count = dsm_table_copy(origins);
	contract_rows(fcinfo, segment_columns, lengthof(segment_columns));
	for (int i = 0; i < count; i++)
		emit((ReturnSetInfo *) fcinfo->resultinfo, dsm_segment_in(&segments, origins[i].handle),
			 &origins[i]);
	return (Datum) 0;
}

/* All that there are, whoever made them. */
PG_FUNCTION_INFO_V1(memcheck_dsm_segments);
Datum
memcheck_dsm_segments(PG_FUNCTION_ARGS)
{
	static OwnArray segments = {.width = sizeof(DsmSegment)};
	DsmOrigin  *origins = palloc(sizeof(DsmOrigin) * DSM_ORIGINS);
	int			count;

	memcheck_require_shared();
	copy_segments(&segments);
	count = dsm_table_copy(origins);
	contract_rows(fcinfo, segment_columns, lengthof(segment_columns));
	for (Size i = 0; i < segments.count; i++)
	{
		const DsmSegment *segment = own_array_at(&segments, i);

		emit((ReturnSetInfo *) fcinfo->resultinfo, segment,
			 origin_of(origins, count, segment->handle));
	}
	return (Datum) 0;
}

/* dsm_tracking() of version 1.0, for a database that was not updated. */
PG_FUNCTION_INFO_V1(memcheck_dsm_tracking);
Datum
memcheck_dsm_tracking(PG_FUNCTION_ARGS)
{
	static OwnArray segments = {.width = sizeof(DsmSegment)};
	DsmOrigin  *origins = palloc(sizeof(DsmOrigin) * DSM_ORIGINS);
	int			count;

	memcheck_require_shared();
	copy_segments(&segments);
	count = dsm_table_copy(origins);
	contract_rows(fcinfo, tracking_columns, lengthof(tracking_columns));
	for (Size i = 0; i < segments.count; i++)
	{
		const DsmSegment *segment = own_array_at(&segments, i);

		emit_as_before((ReturnSetInfo *) fcinfo->resultinfo, segment,
					   origin_of(origins, count, segment->handle));
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(memcheck_track_dsm_handle);
Datum
memcheck_track_dsm_handle(PG_FUNCTION_ARGS)
{
	static OwnArray segments = {.width = sizeof(DsmSegment)};
	int64		handle = PG_GETARG_INT64(0);

	memcheck_require_shared();
	copy_segments(&segments);
	if (handle <= 0 || handle > PG_UINT32_MAX || dsm_segment_in(&segments, handle) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("there is no dynamic shared memory segment %lld", (long long) handle),
				 errhint("Function ext_memcheck.dsm_segments() lists them.")));
	dsm_control_open();
	dsm_probe_note_by_hand(handle);
	dsm_control_close();
	PG_RETURN_TEXT_P(cstring_to_text(psprintf("Segment %lld is tracked.", (long long) handle)));
}

PG_FUNCTION_INFO_V1(memcheck_clear_dsm_tracking);
Datum
memcheck_clear_dsm_tracking(PG_FUNCTION_ARGS)
{
	memcheck_require_shared();
	dsm_probe_forget();
	PG_RETURN_INT32(dsm_table_clear());
}
