/*
 * parallel_part.c
 *		Parts of a window's statements that ran in other processes; see parallel_part.h.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "nodes/nodeFuncs.h"
#include "trace/parallel_part.h"

static int	workers;

void
parallel_part_window_begins(void)
{
	workers = 0;
}

/* Whether to stop. */
static bool
visit_node(PlanState *node, void *unused)
{
	if (stack_is_too_deep())
		return true;
	if (IsA(node, GatherState))
		workers += ((const GatherState *) node)->nworkers_launched;
	else if (IsA(node, GatherMergeState))
		workers += ((const GatherMergeState *) node)->nworkers_launched;
	return planstate_tree_walker(node, visit_node, NULL);
}

void
parallel_part_note(const QueryDesc *query)
{
	if (query->plannedstmt->parallelModeNeeded && query->planstate)
		(void) visit_node(query->planstate, NULL);
}

int
parallel_part_count(void)
{
	return workers;
}
