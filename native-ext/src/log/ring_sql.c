/*
 * ring_sql.c
 *		The ring from SQL: reading, draining, clearing, the dropped counter.
 *
 * Draining is transactional: the rows are released from the ring when the
 * transaction that took them commits. What is taken is remembered, with its
 * subtransaction, in an array of our own that the (sub)transaction callbacks
 * settle; until then the rows stay readable. A second drain in the same
 * transaction does not take them again.
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/own_memory.h"
#include "base/settings.h"
#include "fmgr.h"
#include "funcapi.h"
#include "log/ring.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

/* How much of the ring is copied at a time. */
#define SLOTS_AT_ONCE 16

typedef struct DrainedRow
{
	uint64		sequence;
	int			place;			/* in the ring */
	SubTransactionId subxact;
} DrainedRow;

static OwnArray taken = {.width = sizeof(DrainedRow)};

static int
compare_taken(const void *a, const void *b)
{
	uint64		left = ((const DrainedRow *) a)->sequence;
	uint64		right = ((const DrainedRow *) b)->sequence;

	return left < right ? -1 : left > right;
}

/* Whether it is one of the first "count", which are sorted. */
static bool
is_taken(uint64 sequence, Size count)
{
	DrainedRow		wanted = {.sequence = sequence};

	return count > 0 &&
		bsearch(&wanted, taken.data, count, sizeof(DrainedRow), compare_taken) != NULL;
}

static void
settle_taken(XactEvent event, void *arg)
{
	if (taken.count == 0)
		return;
	if (event == XACT_EVENT_COMMIT)
	{
		for (Size i = 0; i < taken.count; i++)
		{
			const DrainedRow *entry = own_array_at(&taken, i);

			(void) ring_release(entry->place, entry->sequence);
		}
		taken.count = 0;
	}
	else if (event == XACT_EVENT_PRE_PREPARE)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("cannot prepare a transaction that has drained violations"),
				 errhint("Commit it, or flush in a transaction of its own.")));
	else if (event == XACT_EVENT_ABORT)
		taken.count = 0;
}

static void
settle_taken_sub(SubXactEvent event, SubTransactionId mine, SubTransactionId parent, void *arg)
{
	Size		kept = 0;

	if (taken.count == 0 || (event != SUBXACT_EVENT_ABORT_SUB && event != SUBXACT_EVENT_COMMIT_SUB))
		return;
	for (Size i = 0; i < taken.count; i++)
	{
		DrainedRow		entry = *(DrainedRow *) own_array_at(&taken, i);

		if (entry.subxact == mine && event == SUBXACT_EVENT_ABORT_SUB)
			continue;
		if (entry.subxact == mine)
			entry.subxact = parent;
		*(DrainedRow *) own_array_at(&taken, kept++) = entry;
	}
	taken.count = kept;
}

/* From _PG_init. */
void
ring_sql_init(void)
{
	RegisterXactCallback(settle_taken, NULL);
	RegisterSubXactCallback(settle_taken_sub, NULL);
}

static void
remember_taken(const RingSlot *slot)
{
	DrainedRow	   *entry = own_array_append(&taken);

	if (entry == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	entry->sequence = slot->sequence;
	entry->place = slot->place;
	entry->subxact = GetCurrentSubTransactionId();
}

/*
 * Whether a row is to be drained. It is not drained twice, and not by a reader who may not see
 * its text, so that the log has the text.
 */
static bool
is_drained_now(const RingSlot *slot, const Reading *reading, Size before)
{
	return ring_is_drainable(slot) && !reading->hidden && !is_taken(slot->sequence, before);
}

static void
emit_slot(ReturnSetInfo *result, const RingSlot *slot, const Reading *reading)
{
	Datum		values[VIOLATION_COLUMNS];
	bool		nulls[VIOLATION_COLUMNS];
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "pg_ext_memcheck row",
											   ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);

	violation_row(&slot->violation, reading, values, nulls);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
}

/* Whether its text is not the reader's to see. */
static bool
is_hidden(const RingSlot *slot)
{
	return !ring_is_own(slot) && !reader_may_see(slot->role);
}

/*
 * The rows of drain_violations() and ring_violations(). The memory that this needs does not
 * depend on the size of the ring.
 */
static void
emit_slots(FunctionCallInfo fcinfo, bool drain)
{
	RingSlot   *slots = palloc(sizeof(RingSlot) * SLOTS_AT_ONCE);
	RingCursor	cursor = {0};
	Size		before = taken.count;
	int			count;

	violation_rows(fcinfo);
	if (before > 1)
		qsort(taken.data, before, sizeof(DrainedRow), compare_taken);
	while ((count = ring_copy(&cursor, slots, SLOTS_AT_ONCE)) > 0)
		for (int i = 0; i < count; i++)
		{
			Reading		reading = {.encoding = slots[i].encoding, .kept = drain};

			CHECK_FOR_INTERRUPTS();
			reading.hidden = is_hidden(&slots[i]);
			if (drain && !is_drained_now(&slots[i], &reading, before))
				continue;
			if (drain)
				remember_taken(&slots[i]);
			emit_slot((ReturnSetInfo *) fcinfo->resultinfo, &slots[i], &reading);
		}
	pfree(slots);
}

PG_FUNCTION_INFO_V1(memcheck_ring_violations);
Datum
memcheck_ring_violations(PG_FUNCTION_ARGS)
{
	memcheck_require_hooks();
	emit_slots(fcinfo, false);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(memcheck_drain_violations);
Datum
memcheck_drain_violations(PG_FUNCTION_ARGS)
{
	memcheck_require_hooks();
	emit_slots(fcinfo, true);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(memcheck_dropped_violations);
Datum
memcheck_dropped_violations(PG_FUNCTION_ARGS)
{
	memcheck_require_hooks();
	PG_RETURN_INT64(ring_dropped());
}

/*
 * Frees what the caller may see, and says how many that were. Whoever may see all there can be
 * begins anew, also with the counter.
 */
PG_FUNCTION_INFO_V1(memcheck_clear_ring);
Datum
memcheck_clear_ring(PG_FUNCTION_ARGS)
{
	RingSlot   *slots = palloc(sizeof(RingSlot) * SLOTS_AT_ONCE);
	RingCursor	cursor = {0};
	int			cleared = 0;
	int			count;

	memcheck_require_hooks();
	while ((count = ring_copy(&cursor, slots, SLOTS_AT_ONCE)) > 0)
		for (int i = 0; i < count; i++)
		{
			CHECK_FOR_INTERRUPTS();
			if (!is_hidden(&slots[i]) && ring_release(slots[i].place, slots[i].sequence))
				cleared++;
		}
	pfree(slots);
	if (reader_may_see_all())
		ring_forget_dropped();
	PG_RETURN_INT32(cleared);
}
