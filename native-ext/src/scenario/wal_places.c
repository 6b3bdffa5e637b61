/*
 * wal_places.c
 *		What a call has put into tables and indexes; see wal_places.h.
 */
#include "postgres.h"

#include "access/xlog.h"
#include "access/xlog_internal.h"
#include "access/xlogreader.h"
#include "access/xlogrecord.h"
#include "access/xlogutils.h"
#include "probe/fill_place.h"
#include "scenario/wal_places.h"

#define MOST_BYTES (16 * 1024 * 1024) /* of the log, for one call */

static XLogRecPtr start;

/* The kind of record, the block's place in it, and how many bytes it has there. */
static uint64
maker(XLogReaderState *reader, int block, Size bytes)
{
	return own_hash((uint64) XLogRecGetRmid(reader) << 48 |
					(uint64) (XLogRecGetInfo(reader) & ~XLR_INFO_MASK) << 40 |
					(uint64) block << 32 | bytes);
}

static void
see_block(XLogReaderState *reader, int block)
{
	static PGAlignedBlock page;
	Size		bytes;
	const char *data;

	if (!XLogRecHasBlockRef(reader, block))
		return;
	data = XLogRecGetBlockData(reader, block, &bytes);
	if (data)
		fill_places_see_of(PLACE_LOGGED, maker(reader, block, bytes), data, bytes);
	else if (XLogRecHasBlockImage(reader, block) && RestoreBlockImage(reader, block, page.data))
		fill_places_see_of(PLACE_LOGGED, maker(reader, block, BLCKSZ), page.data, BLCKSZ);
}

static void
see_records(XLogReaderState *reader, XLogRecPtr end)
{
	char	   *problem;

	while (reader->EndRecPtr < end && XLogReadRecord(reader, &problem) != NULL)
		for (int block = 0; block <= XLogRecMaxBlockId(reader); block++)
			see_block(reader, block);
}

/*
 * Behind the last record. Where that ends with its page, the next one begins behind a header that
 * is not there yet, and nobody can wait for that to be written.
 */
static XLogRecPtr
end_of_log(void)
{
	XLogRecPtr	next = GetXLogInsertRecPtr();

	if (XLogSegmentOffset(next, wal_segment_size) == SizeOfXLogLongPHD)
		return next - SizeOfXLogLongPHD;
	return next % XLOG_BLCKSZ == SizeOfXLogShortPHD ? next - SizeOfXLogShortPHD : next;
}

void
wal_places_call(void)
{
	start = RecoveryInProgress() ? InvalidXLogRecPtr : GetXLogInsertRecPtr();
}

void
wal_places_call_over(void)
{
	XLogRecPtr	end = start == InvalidXLogRecPtr ? start : end_of_log();
	ReadLocalXLogPageNoWaitPrivate private = {0};
	XLogReaderState *reader;

	if (end <= start || end - start > MOST_BYTES)
		return;
	XLogFlush(end);
	reader = XLogReaderAllocate(wal_segment_size, NULL,
								XL_ROUTINE(.page_read = read_local_xlog_page_no_wait,
										   .segment_open = wal_segment_open,
										   .segment_close = wal_segment_close), &private);
	if (reader && XLogFindNextRecord(reader, start) != InvalidXLogRecPtr)
		see_records(reader, end);
	if (reader)
		XLogReaderFree(reader);
}
