/*
 * own_heap.h
 *		Growth of the process where an extension has a heap of its own.
 *
 * An extension may bring its own allocator: Rust's #[global_allocator], an engine for scripts. It
 * takes pages from the kernel and hands them out in pieces, so that no import of malloc() tells who
 * allocated what. What stays of that is seen as growth of the process: resident anonymous memory
 * that neither malloc(), and with it the contexts, nor memcheck has.
 *
 * An extension has such a heap if it imports what maps pages and what gives them back (module.h).
 * Only while one is loaded anything is looked at here; otherwise a statement costs one comparison
 * for each library.
 *
 * The first RISES_OF_WARM_UP times that the process grew beyond its highest are the allocator's own
 * beginnings. Each further one is reported as an event of the statement that is over, and the
 * registry decides whether it comes again; each kind of statement has a group of its own there.
 * Growth of a statement in which an extension mapped something is left to mapping_tracer.h.
 *
 * Missed are losses of less than RISE_BYTES in all, and what goes into pages that the allocator had
 * before. Several extensions with heaps of their own cannot be told apart: none is named then.
 *
 * own_heap_check() is called in the backend's thread when a statement is over. It reads
 * /proc/PID/statm and, if that grew, mallinfo2(), which may take malloc's locks. No errors, no
 * palloc.
 */
#ifndef MEMCHECK_OWN_HEAP_H
#define MEMCHECK_OWN_HEAP_H

extern void own_heap_watch_begins(void);
extern void own_heap_check(uint64 statement);

#endif							/* MEMCHECK_OWN_HEAP_H */
