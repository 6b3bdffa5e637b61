/*
 * wal_places.h
 *		What a call has put into tables and indexes, as the log for recovery has it.
 *
 * An operator class gives its keys to the server's own index methods, and an index method of an
 * extension writes pages by itself: no function that could be diverted sees all that. But the
 * write-ahead log has what was stored, whoever stored it. So behind a call its records are read,
 * and their bytes shown to fill_place.h. Unlogged and temporary tables have none, and a server in
 * recovery writes none. Other sessions write there, too: then places may be missed, as they are
 * counted among all of their kind and length.
 *
 * A whole image of a block, as it is logged at first after a checkpoint, is shown as such: then a
 * place that was a record's is missed.
 *
 * In a scenario's worker, outside any transaction. Allocates, and frees again; an error ends the
 * worker. wal_places_call() stands before a call, wal_places_call_over() behind it, while
 * fill_place.h looks.
 */
#ifndef MEMCHECK_WAL_PLACES_H
#define MEMCHECK_WAL_PLACES_H

extern void wal_places_call(void);
extern void wal_places_call_over(void);

#endif							/* MEMCHECK_WAL_PLACES_H */
