/*
 * long_lived.h
 *		Which contexts as old as the backend came and went since the latest judgement.
 *
 * The tracer notes each birth and each death. So the cost of judging an interval depends on what
 * came and went, and not on how many contexts the session has.
 *
 * The tracer does not see MemoryContextSetParent(), which can move a context from a shorter life
 * to the backend's. Such a context was born in this interval, or it has outlived the transaction
 * or statement that it was made for. Contexts of the second kind are kept in a list of
 * survivors. After each statement the next SURVIVORS_LOOKED_AT of them are looked at.
 *
 * long_lived_take_all() looks at the whole tree, for begin() and end(). It also finds
 * contexts that moved the other way, and contexts that the server made and nobody has used.
 *
 * What the running statement made or deleted waits until long_lived_next_statement()
 * says that it is over (see tracer.h).
 *
 * The records (context_record.h) say which contexts the latest judgement counted.
 * Process-private, in our own memory; no errors, no palloc. The notes are taken
 * inside the allocator's methods, the rest runs at boundaries. False means that no
 * memory was left.
 */
#ifndef MEMCHECK_LONG_LIVED_H
#define MEMCHECK_LONG_LIVED_H

#include "tree/context_record.h"
#include "tree/walk.h"

#define SURVIVORS_LOOKED_AT 64

/* A context that came or went, with all that is below it. */
typedef struct ContextChange
{
	uint32		path;
	uint32		site;			/* who used it first, 0: unknown */
	bool		born_long;		/* not moved here from a shorter life */
	uint64		node_key;
	const char *ident;			/* NULL: none */
	int64		bytes;
	int64		count;			/* 1: it came, -1: it went */
} ContextChange;

/* Takes one change; false without memory. */
typedef bool (*ContextChangeVisitor) (const ContextChange *change, void *arg);

extern bool long_lived_note_birth(MemoryContext context);
extern void long_lived_note_death(MemoryContext context, ContextRecord *record);
extern void long_lived_next_statement(void);
extern bool long_lived_are_quiet(void);
extern bool long_lived_take(ContextChangeVisitor visit, void *arg);
extern bool long_lived_take_all(const Walk *walk, ContextChangeVisitor visit, void *arg);
extern void long_lived_settle(void);
extern void long_lived_forget(void);

#endif							/* MEMCHECK_LONG_LIVED_H */
