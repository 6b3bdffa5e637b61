/*
 * context_resets.h
 *		The option "reset_contexts": contexts of an extension's own that are emptied between
 *		statements.
 *
 * Code that keeps pointers into a context of its own goes on as if nothing had happened for as long
 * as nobody empties that. With the option the named contexts are reset where a top-level statement
 * begins and the one before it is over, so that a guard or poison sees who still uses what was
 * there.
 *
 * Left alone are contexts that the server needs or is in, that it has named (also those of an
 * extension's hash tables and SPI connections) or used first, and those below a portal: a cursor's
 * query goes on. Nothing is reset where a statement is not analyzed because it was prepared before,
 * nor for statements that a deferred trigger runs when its transaction commits.
 * Resetting deletes the children, and calls the callbacks. These may raise an error, which is the
 * statement's.
 */
#ifndef MEMCHECK_CONTEXT_RESETS_H
#define MEMCHECK_CONTEXT_RESETS_H

#include "base/violation.h"

#define RESET_NAMES_BYTES 512

typedef struct ContextResets
{
	PackedList	names;
	char		text[RESET_NAMES_BYTES];
} ContextResets;

extern void contexts_reset_named(const ContextResets *resets);

#endif							/* MEMCHECK_CONTEXT_RESETS_H */
