/*
 * statement_bloat.h
 *		Growth inside one statement that is gone at its end.
 *
 * A function that allocates at each call in memory that lives as long as the
 * query (fn_mcxt, es_query_cxt) is no leak afterwards and still fills the
 * machine on a large table. The query's context is followed chunk by chunk from
 * the end of ExecutorStart, when the executor itself has what it needs, and
 * looked at before ExecutorEnd. What one owner then holds in many chunks is an
 * event. Only while a window is open; a statement that fails is not looked at.
 *
 * Called from the executor hooks at any nesting level. Allocates nothing in the
 * contexts and raises nothing.
 */
#ifndef MEMCHECK_STATEMENT_BLOAT_H
#define MEMCHECK_STATEMENT_BLOAT_H

extern void bloat_watch(MemoryContext query);
extern void bloat_judge(MemoryContext query);

#endif							/* MEMCHECK_STATEMENT_BLOAT_H */
