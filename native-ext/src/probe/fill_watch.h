/*
 * fill_watch.h
 *		What extensions hash, form and store, given to fill_place.h.
 *
 * Calls of extensions are diverted: of hash_search() and its like, of hash_bytes() and what other
 * functions hash the bytes of a key, of PageAddItemExtended(), heap_insert() and
 * simple_heap_insert(). The functions that form rows are diverted by poison_tuples.c, and rows that
 * the executor is about to store come by stored_rows.c; both call fill_watch_row().
 *
 * Only keys that a table compares byte by byte are looked at: a text ends before its key does, and
 * an extension's own comparison may leave out a gap. How a table says so is not public; so
 * fill_watch_learn() makes two small tables, and looks where they have what it knows. If they have
 * it nowhere, keys of tables are not looked at, and it says so.
 *
 * An entry of a table in shared memory is read when the call is over.
 *
 *	Who calls	extensions, in the backend's thread; the learning is a scenario's worker's, outside
 *				the allocator, and may raise an error.
 *	Memory		none. No palloc, no lock; values are read as they are.
 */
#ifndef MEMCHECK_FILL_WATCH_H
#define MEMCHECK_FILL_WATCH_H

#include "access/tupdesc.h"
#include "probe/fill_place.h"
#include "trace/layer.h"

extern const Layer fill_watch_layer;
extern bool fill_watch_learn(void);
extern void fill_watch_row(FillPlaceKind kind, const void *caller, TupleDesc columns,
						   const Datum *values, const bool *nulls, const bool *replaces);

#endif							/* MEMCHECK_FILL_WATCH_H */
