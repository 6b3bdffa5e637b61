/*
 * aggregate_memory.c
 *		The contexts of the Agg nodes of a plan; see aggregate_memory.h.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "trace/aggregate_memory.h"

static void
visit_aggregate(const AggState *node, AggregateMemoryVisitor visit)
{
	for (int i = 0; node->aggcontexts && i < node->maxsets; i++)
		visit(node->aggcontexts[i]->ecxt_per_tuple_memory);
	if (node->hashcontext)
		visit(node->hashcontext->ecxt_per_tuple_memory);
}

/* Whether to stop. */
static bool
visit_node(PlanState *node, void *visit)
{
	if (stack_is_too_deep())
		return true;
	if (IsA(node, AggState))
		visit_aggregate((const AggState *) node, *(AggregateMemoryVisitor *) visit);
	return planstate_tree_walker(node, visit_node, visit);
}

void
aggregate_memory_visit(PlanState *plan, AggregateMemoryVisitor visit)
{
	if (plan)
		(void) visit_node(plan, &visit);
}
