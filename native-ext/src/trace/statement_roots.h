/*
 * statement_roots.h
 *		The contexts that are there before a statement's execution and stay after it.
 *
 * MessageContext, PortalContext, TopTransactionContext and CurTransactionContext hold what the
 * server needs for a command, a portal and a transaction. What an extension leaves there with each
 * row or each call goes with them, at last. roots_watch() remembers, when the execution of a
 * top-level statement begins, how large they are; plans and parse trees are there by then.
 * roots_visit() gives those that live still, at its end; roots_release() lets go of them.
 *
 * One that has swelled in an earlier execution is followed (swell.h) from roots_watch() to
 * roots_release(), for what it gains between. So what a transaction keeps from statement to
 * statement is not held against the later ones.
 *
 * Called from the executor hooks. After an error the next statement's beginning releases them: a
 * root that has gone meanwhile is told by its record. Process-private, of fixed size; no locks, no
 * errors, no palloc.
 */
#ifndef MEMCHECK_STATEMENT_ROOTS_H
#define MEMCHECK_STATEMENT_ROOTS_H

#include "tree/context_record.h"

/* Takes a root and what it has gained since the execution began, in bytes from the machine. */
typedef void (*RootVisitor) (MemoryContext root, int64 gained);

extern void roots_watch(void);
extern bool roots_have(MemoryContext context);
extern void roots_visit(RootVisitor visit);
extern void roots_release(void);

#endif							/* MEMCHECK_STATEMENT_ROOTS_H */
