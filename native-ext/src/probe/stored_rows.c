/*
 * stored_rows.c
 *		Rows that the executor is about to store; see stored_rows.h.
 */
#include "postgres.h"

#include "executor/tuptable.h"
#include "nodes/execnodes.h"
#include "probe/fill_watch.h"
#include "probe/poison_seen.h"
#include "probe/stored_rows.h"

static StoredRows *innermost;

static ExecProcNodeMtd
own_function(const PlanState *node)
{
	for (const StoredRows *rows = innermost; rows; rows = rows->outer)
		for (int i = 0; i < rows->count; i++)
			if (rows->nodes[i] == node)
				return rows->own[i];
	return NULL;
}

static TupleTableSlot *
shown_row(PlanState *node)
{
	TupleTableSlot *slot = own_function(node) (node);

	if (TupIsNull(slot))
		return slot;
	slot_getallattrs(slot);
	if (guards_are_kept())
		poison_seen_stored(slot->tts_tupleDescriptor, slot->tts_values, slot->tts_isnull);
	/* the place in the plan, of which there is one, stands for the caller */
	fill_watch_row(PLACE_STORED_ROW, NULL, slot->tts_tupleDescriptor, slot->tts_values,
				   slot->tts_isnull, NULL);
	return slot;
}

/* It may have run before, and then is called without a detour. */
static void
set_function(PlanState *node, ExecProcNodeMtd from, ExecProcNodeMtd to)
{
	node->ExecProcNodeReal = to;
	if (node->ExecProcNode == from)
		node->ExecProcNode = to;
}

static void
divert(StoredRows *rows, PlanState *storing)
{
	PlanState  *below = IsA(storing, ModifyTableState) ? outerPlanState(storing) : NULL;

	if (below == NULL || rows->count == STORED_ROWS_NODES ||
		((ModifyTableState *) storing)->operation == CMD_DELETE ||
		below->ExecProcNodeReal == shown_row)
		return;
	rows->nodes[rows->count] = below;
	rows->own[rows->count++] = below->ExecProcNodeReal;
	set_function(below, below->ExecProcNodeReal, shown_row);
}

void
stored_rows_divert(StoredRows *rows, QueryDesc *query)
{
	ListCell   *cell;

	divert(rows, query->planstate);
	foreach(cell, query->estate->es_auxmodifytables)
		divert(rows, lfirst(cell));
	rows->outer = innermost;
	if (rows->count > 0)
		innermost = rows;
}

void
stored_rows_restore(StoredRows *rows)
{
	innermost = rows->outer;
	for (int i = 0; i < rows->count; i++)
		set_function(rows->nodes[i], shown_row, rows->own[i]);
}
