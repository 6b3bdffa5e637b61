/*
 * shmem_index.c
 *		The named segments of shared memory; see shmem_index.h.
 *
 * The server's index is not open to extensions, but the function behind
 * pg_shmem_allocations is. It gives offsets; the address of one segment, our
 * ring, tells what they are offsets from.
 */
#include "postgres.h"

#include "base/violation.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "funcapi.h"
#include "log/ring.h"
#include "probe/shmem_index.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"

enum AllocationColumn
{
	ALLOCATION_NAME = 1,
	ALLOCATION_OFFSET,
	ALLOCATION_SIZE,
	ALLOCATION_ALLOCATED,
};

static int64
number_of(TupleTableSlot *slot, int column)
{
	bool		is_null;
	Datum		value = slot_getattr(slot, column, &is_null);

	return is_null ? 0 : DatumGetInt64(value);
}

/* Rows without name or place are memory that is free or anonymous. */
static void
read_row(TupleTableSlot *slot, OwnArray *segments)
{
	bool		no_name;
	bool		no_place;
	Datum		name = slot_getattr(slot, ALLOCATION_NAME, &no_name);
	Datum		offset = slot_getattr(slot, ALLOCATION_OFFSET, &no_place);
	ShmemSegment *segment = no_name || no_place ? NULL : own_array_append(segments);

	if (segment == NULL)
		return;
	string_copy(segment->name, sizeof(segment->name), TextDatumGetCString(name));
	segment->address = (char *) DatumGetInt64(offset);
	segment->size = number_of(slot, ALLOCATION_SIZE);
	segment->allocated = number_of(slot, ALLOCATION_ALLOCATED);
}

/* Turns offsets into addresses. */
static void
add_base(OwnArray *segments)
{
	const char *base = NULL;

	for (Size i = 0; i < segments->count; i++)
	{
		const ShmemSegment *segment = own_array_at(segments, i);

		if (strcmp(segment->name, RING_SEGMENT) == 0)
			base = ring_address() - (Size) segment->address;
	}
	if (base == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("shared memory segment \"%s\" is not listed", RING_SEGMENT)));
	for (Size i = 0; i < segments->count; i++)
	{
		ShmemSegment *segment = own_array_at(segments, i);

		segment->address = unconstify(char *, base) + (Size) segment->address;
	}
}

/* Replaces the list by what there is now. */
void
shmem_index_read(OwnArray *segments)
{
	LOCAL_FCINFO(call, 0);
	FmgrInfo	function;
	ReturnSetInfo result = {.type = T_ReturnSetInfo, .allowedModes = SFRM_Materialize};
	TupleTableSlot *slot;

	segments->count = 0;
	fmgr_info(F_PG_GET_SHMEM_ALLOCATIONS, &function);
	result.econtext = CreateStandaloneExprContext();
	InitFunctionCallInfoData(*call, &function, 0, InvalidOid, NULL, (Node *) &result);
	(void) FunctionCallInvoke(call);

	slot = MakeSingleTupleTableSlot(result.setDesc, &TTSOpsMinimalTuple);
	while (tuplestore_gettupleslot(result.setResult, true, false, slot))
		read_row(slot, segments);
	ExecDropSingleTupleTableSlot(slot);
	tuplestore_end(result.setResult);
	FreeExprContext(result.econtext, true);
	add_base(segments);
}
