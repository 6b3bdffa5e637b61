/*
 * aggregate_memory.h
 *		The contexts in which the aggregates of a query keep their state.
 *
 * An aggregate's state lies in the memory of an expression (aggcontext, "ExprContext"), which by
 * its name and place looks like the memory of a row. What a function leaves behind in that of a row
 * is nobody's fault: the server empties it with the next one. What a transition function leaves
 * behind in the state's, a copy of the state for each row say, stays until the query ends. The plan
 * tells them apart: its Agg nodes know their contexts.
 *
 * aggregate_memory_visit() is called from the executor hooks, between ExecutorStart and
 * ExecutorEnd, and allocates nothing. It visits the contexts of subplans as well, and one that
 * several subplans share as often. It stops where the stack is too deep for the server to go on
 * itself.
 */
#ifndef MEMCHECK_AGGREGATE_MEMORY_H
#define MEMCHECK_AGGREGATE_MEMORY_H

#include "nodes/execnodes.h"

typedef void (*AggregateMemoryVisitor) (MemoryContext context);

extern void aggregate_memory_visit(PlanState *plan, AggregateMemoryVisitor visit);

#endif							/* MEMCHECK_AGGREGATE_MEMORY_H */
