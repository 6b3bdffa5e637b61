/*
 * query_kind.h
 *		Kinds of query in whose own context there was nothing to tell.
 *
 * Following each chunk that a query's own context gets is most of what a window costs. So it is not
 * done for ever: after QUERY_LOOKS executions of a kind of query in which no extension held much
 * there, the next ones are followed only from the moment that the context is larger, by a quarter,
 * than what was looked at. What is told then lacks what came before that moment. If there is
 * something to tell, the next executions are followed from their beginning again.
 *
 * The kind is the server's query id, so that constants do not matter; 0 is a query without one,
 * which is always followed. What is little, bloat_min_bytes says: the session learns anew when it
 * is set.
 *
 * Called from the executor hooks. Process-private, of fixed size, for the life of the session; two
 * kinds may have one entry, and then the older is forgotten. No locks, no errors, no palloc.
 */
#ifndef MEMCHECK_QUERY_KIND_H
#define MEMCHECK_QUERY_KIND_H

#define QUERY_LOOKS 2

/* Up to how many bytes, taken from the machine, it need not be followed; 0: follow it. */
extern Size query_kind_limit(uint64 query_id);

/* A query was followed, and its context has these bytes at its end. */
extern void query_kind_note(uint64 query_id, Size bytes, bool anything_to_tell);

#endif							/* MEMCHECK_QUERY_KIND_H */
