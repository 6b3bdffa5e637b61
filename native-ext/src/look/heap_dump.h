/*
 * heap_dump.h
 *		A process that holds much writes its sampled heap to a file, for whoever comes later.
 *
 * Where pg_ext_memcheck.heap_dump_above is set and memory is sampled, a process whose estimate
 * passes that limit writes what heap() would tell to a file in the data directory,
 * pg_ext_memcheck.heap.N, N being its number modulo HEAP_DUMPS: once when it passes the limit,
 * again each time that it holds twice as much as at the dump before, and at its end if it holds
 * more than the limit then. A later dump takes the place of an earlier one. So there are at most
 * HEAP_DUMPS files, each as large as its places, 6 MB at most.
 *
 *	When		The allocator, where the limit is passed, notes it and asks the server for an
 *				interrupt, the one by which others ask this process (observe.h). At its next
 *				CHECK_FOR_INTERRUPTS(), a safe point, the file is written. That allocates
 *				nothing, waits for no lock and raises no error; what cannot be written is
 *				not there. A file is whole: it gets its name at the end, and one process at
 *				a time writes it. Where log_min_messages is fatal or panic the server makes no
 *				line for us, and only the end is dumped.
 *	Who			Processes of the server; not the postmaster. Children inherit the limit.
 *	Who reads	heap_dump_read(), in an SQL function; a file of another version is none.
 */
#ifndef MEMCHECK_HEAP_DUMP_H
#define MEMCHECK_HEAP_DUMP_H

#include "datatype/timestamp.h"

#define HEAP_DUMPS 8

/* Then the heap as it is handed over (heap.h). */
typedef struct HeapDump
{
	uint32		magic;
	uint32		size;			/* of this struct and a place: another one is another version's */
	TimestampTz at;
	bool		at_end;			/* of the process */
} HeapDump;

extern void heap_dump_set_limit(int limit_kb);
extern bool heap_dump_if_due(void);
extern void heap_dump_remind(void);
extern void heap_dump_path(int number, char *to, Size size);
extern char *heap_dump_read(int number, HeapDump *head, Size *bytes);

#endif							/* MEMCHECK_HEAP_DUMP_H */
