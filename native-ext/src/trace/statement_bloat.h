/*
 * statement_bloat.h
 *		Growth inside one statement that is gone at its end.
 *
 * Memory that lives as long as the query is no leak afterwards, and still fills the machine on a
 * large table. bloat_judge() looks at what the query holds just before ExecutorEnd gives it up:
 *
 *	- The query's own context (fn_mcxt, es_query_cxt) is followed chunk by chunk from the end of
 *	  ExecutorStart, when the executor itself has what it needs. What one owner holds there in
 *	  many chunks is an event if nobody points to many of them: a cache for the query is found by
 *	  its owner. Where a kind of query had nothing to tell before, its context is followed only
 *	  once it is larger than then (query_kind.h).
 *	- Contexts below it are looked at for their size, those of one name together. When the
 *	  statement runs again, those that swelled are followed (swell.h). State belongs there, of an
 *	  aggregate or a scan, and a cache as well. So only what nobody points to any more is an event
 *	  (reach.h): many chunks of one owner that were left behind, call after call. A context that
 *	  was reset meanwhile is emptied by its own code, and is left alone. The memory of expressions
 *	  is passed over, but for that of aggregates (aggregate_memory.h), which is followed from
 *	  ExecutorStart on; of one that is emptied between groups the last group is judged.
 *
 *	- The same goes for what is there before the execution: MessageContext and its like
 *	  (statement_roots.h), looked at by bloat_judge_statement(), and for what the calls of a
 *	  set-returning function share, looked at when it is deleted.
 *	- A context that an extension makes in one call and deletes in a later one of the same
 *	  statement, and the one in which an output plugin decodes, are looked at when they are
 *	  deleted as well. Only pieces count that were left there alone, in calls after the one that
 *	  made it (maker.h): a list that is forgotten before all of it goes is one piece. Such a context
 *	  is looked at when it is reset, too; there it takes many pieces, from calls that are over.
 *
 * In the first two a few large chunks of one owner that hardly were written to are an event as well
 * (unwritten.h).
 *
 * Only while a window is open, or the mode says so; a statement that fails is not looked at. As
 * long as the process has loaded no extension there is nothing to tell, and nothing is followed.
 * What is loaded in the middle of an execution is followed from there on.
 *
 * Called from the executor hooks at any nesting level. Allocates nothing in the contexts and raises
 * nothing. It costs one look at the size of each context of the query. Memory is searched only if
 * an extension holds enough in a context that is followed, and SEARCHES_OF_STATEMENT times at most,
 * and OWN_SEARCHES_OF_STATEMENT times for queries' own contexts: kinds of query that have nothing
 * to tell are not asked a third time.
 */
#ifndef MEMCHECK_STATEMENT_BLOAT_H
#define MEMCHECK_STATEMENT_BLOAT_H

#include "executor/execdesc.h"

#define SEARCHES_OF_STATEMENT 4
#define OWN_SEARCHES_OF_STATEMENT 8

extern void bloat_statement_begins(uint64 kind);
extern void bloat_watch(const QueryDesc *query);
extern void bloat_judge(const QueryDesc *query);
extern void bloat_judge_statement(void);

#endif							/* MEMCHECK_STATEMENT_BLOAT_H */
