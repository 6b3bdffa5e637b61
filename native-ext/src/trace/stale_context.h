/*
 * stale_context.h
 *		A context that is used after it was deleted.
 *
 * The usual way there: a function keeps CurrentMemoryContext, which SPI_connect() has made,
 * calls SPI_finish(), and switches back to what it kept. The server keeps deleted contexts of
 * the common sizes for the next one that is created, so nothing crashes. What is allocated there is
 * lost, or overwritten by whoever is given the context next.
 *
 * Each context that is deleted while the tracer is on is pointed at TABLE_DEAD first. Creating a
 * context at the same place writes the pointer anew, so whoever comes to this table's alloc holds
 * a context that is gone. This costs nothing until it happens. Where the server gave the memory
 * back to malloc(), the pointer mostly stands until the place is taken, and then nothing is
 * noticed.
 *
 * The current context is also looked at where that is cheap: when a library connects to SPI, and
 * when a statement is planned, starts or ends, nested ones included.
 *
 * stale_dies(), for every context that is deleted, stale_bury(), stale_used() and stale_deleted()
 * run inside the allocator's methods, the last two behind the door (recording.h): no lock, no
 * palloc, no error. They read nothing of the context but its name. stale_look() runs outside the
 * door in the backend's thread, while the tracer is on.
 * stale_settle() runs at boundaries, reads symbols, and adds the events.
 *
 * Whose it is: the one that used the context, or the one that made it. A caller may go on in a
 * context that the function it called left behind, and a function may keep a pointer to a context
 * of its caller's. If only one of them is an extension, it is that one's. If the user was on the
 * stack when the context was first used, it called the maker, and it is the maker's. A library
 * that runs a language goes on where the functions that it calls left off, so it is the other
 * one's. Else it is the maker's if all this is in one statement, and the user's if it kept a
 * pointer for longer.
 */
#ifndef MEMCHECK_STALE_CONTEXT_H
#define MEMCHECK_STALE_CONTEXT_H

#include "trace/layer.h"
#include "tree/context_record.h"

extern const Layer stale_layer;

extern void stale_cover(ContextKind kind, MemoryContextMethods *dead);
extern void stale_dies(MemoryContext context);
extern void stale_bury(MemoryContext context);
extern void stale_deleted(MemoryContext context);
extern void stale_used(MemoryContext context);
extern void stale_look(void);
extern void stale_settle(void);
extern void stale_forget(void);

#endif							/* MEMCHECK_STALE_CONTEXT_H */
