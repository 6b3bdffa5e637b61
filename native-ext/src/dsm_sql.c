/*
 * dsm_sql.c
 *		What the probe "track_dsm" knows, as SQL functions.
 *
 * dsm_tracking() lists all segments of the cluster, whoever made them, with
 * their origin where a window tracked it: also those of sessions that are gone.
 */
#include "postgres.h"

#include "dsm_control.h"
#include "dsm_probe.h"
#include "dsm_table.h"
#include "fmgr.h"
#include "funcapi.h"
#include "pg_ext_memcheck.h"
#include "storage/procarray.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

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
		values[column] = CStringGetTextDatum(text);
}

static void
emit(ReturnSetInfo *result, const DsmSegment *segment, const DsmOrigin *origin)
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

PG_FUNCTION_INFO_V1(memcheck_dsm_tracking);
Datum
memcheck_dsm_tracking(PG_FUNCTION_ARGS)
{
	static OwnArray segments = {.width = sizeof(DsmSegment)};
	DsmOrigin  *origins = palloc(sizeof(DsmOrigin) * DSM_ORIGINS);
	int			count;

	memcheck_require_preload();
	copy_segments(&segments);
	count = dsm_table_copy(origins);
	InitMaterializedSRF(fcinfo, 0);
	for (Size i = 0; i < segments.count; i++)
	{
		const DsmSegment *segment = own_array_at(&segments, i);

		emit((ReturnSetInfo *) fcinfo->resultinfo, segment, origin_of(origins, count, segment->handle));
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(memcheck_track_dsm_handle);
Datum
memcheck_track_dsm_handle(PG_FUNCTION_ARGS)
{
	static OwnArray segments = {.width = sizeof(DsmSegment)};
	int64		handle = PG_GETARG_INT64(0);

	memcheck_require_preload();
	copy_segments(&segments);
	if (handle <= 0 || handle > PG_UINT32_MAX || dsm_segment_in(&segments, handle) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("there is no dynamic shared memory segment %lld", (long long) handle),
				 errhint("Function ext_memcheck.dsm_tracking() lists them.")));
	dsm_control_open();
	dsm_probe_note_by_hand(handle);
	dsm_control_close();
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(memcheck_clear_dsm_tracking);
Datum
memcheck_clear_dsm_tracking(PG_FUNCTION_ARGS)
{
	memcheck_require_preload();
	dsm_probe_forget();
	PG_RETURN_INT32(dsm_table_clear());
}
