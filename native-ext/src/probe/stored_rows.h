/*
 * stored_rows.h
 *		Rows that the executor is about to store, shown to the probes.
 *
 * What INSERT, UPDATE and MERGE store comes from the node below theirs, and no receiver sees it
 * without RETURNING. So while the executor runs, that node's function is ours: it calls the node's
 * own and shows the row. The nodes in question are the plan's uppermost one and those of WITH.
 * What ON CONFLICT and a trigger put in their place is not seen here.
 *
 * stored_rows_begin() and stored_rows_end() stand around the executor's run, also where an error
 * leaves it. The struct lies on the stack of whoever runs it. No palloc, no error.
 */
#ifndef MEMCHECK_STORED_ROWS_H
#define MEMCHECK_STORED_ROWS_H

#include "executor/execdesc.h"
#include "probe/fill_place.h"
#include "probe/guard.h"

#define STORED_ROWS_NODES 4

typedef struct StoredRows
{
	struct StoredRows *outer;
	int			count;
	struct PlanState *nodes[STORED_ROWS_NODES];
	ExecProcNodeMtd own[STORED_ROWS_NODES];
} StoredRows;

extern void stored_rows_divert(StoredRows *rows, QueryDesc *query);
extern void stored_rows_restore(StoredRows *rows);

/* Whether a run of the executor is to be followed row by row. */
static inline bool
rows_are_looked_at(void)
{
	return guards_are_kept() || fill_places_looking();
}

static inline void
stored_rows_begin(StoredRows *rows, QueryDesc *query)
{
	rows->count = 0;
	if (rows_are_looked_at())
		stored_rows_divert(rows, query);
}

static inline void
stored_rows_end(StoredRows *rows)
{
	if (rows->count > 0)
		stored_rows_restore(rows);
}

#endif							/* MEMCHECK_STORED_ROWS_H */
