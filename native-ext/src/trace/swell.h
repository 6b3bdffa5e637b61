/*
 * swell.h
 *		Which contexts of a statement swelled when it ran before.
 *
 * Following every chunk of every short-lived context would make each statement slow. So the first
 * execution of a kind of statement is looked at cheaply: a context that has taken SWELL_BYTES from
 * the machine, or many of one name that have together, is noted by its name, which is a constant
 * and is compared by address. When a
 * statement of that kind runs again, the tracer follows contexts of that name chunk by chunk from
 * their birth, and statement_bloat.h judges them. A name under which no extension holds anything
 * is not followed again for that kind of statement. Nothing is noted before the process has loaded
 * an extension.
 *
 * swell_statement_begins() is called from the hooks when a top-level statement begins; its kind is
 * a hash of the caller's. Between swell_look_begins() and the next one swell_add() is called for
 * each context. It and swell_is_servers() are called from the executor hooks,
 * swell_follows() inside the allocator, for each context that is born. It is one comparison for
 * each name that is followed in this statement, mostly none. The memory of aggregates goes by the
 * name SWELL_OF_AGGREGATES, since its own is that of every expression's.
 *
 * So a first execution leaves names that nobody has looked behind. swell_unlooked() counts those
 * noted since swell_window_begins(): whoever runs the window again will have them followed.
 *
 * Some go before the query ends, and the tracer notes those when they are deleted: the memory of a
 * set-returning function for all of its calls (multi_call_memory_ctx), and that in which an output
 * plugin decodes in an SQL function; swell_is_of_calls() tells them, swell_is_of_rows() the former.
 * What an extension has made by itself in the running statement is noted as well. swell_looked()
 * says that they were followed.
 *
 * Process-private, of fixed size, for the life of the session; no locks, no errors, no palloc. The
 * oldest entry makes room for a new one. An error changes nothing here.
 */
#ifndef MEMCHECK_SWELL_H
#define MEMCHECK_SWELL_H

#include "nodes/memnodes.h"

#define SWELL_BYTES (32 * 1024)

/* Chunks that are followed in one context of a statement's. */
#define MOST_OF_SWELLED 65536

extern const char SWELL_OF_AGGREGATES[];

extern void swell_statement_begins(uint64 kind);
extern void swell_note(const char *name);
extern void swell_look_begins(void);
extern void swell_add(const char *name, int64 bytes);
extern bool swell_has(const char *name);
extern void swell_is_servers(const char *name, bool servers);
extern bool swell_follows(const char *name);
extern void swell_window_begins(void);
extern int	swell_unlooked(void);
extern void swell_looked(const char *name);
extern bool swell_is_of_calls(MemoryContext context);
extern bool swell_is_of_rows(MemoryContext context);

#endif							/* MEMCHECK_SWELL_H */
