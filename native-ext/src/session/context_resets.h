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
 *
 * A name that no context had when that was done, or only contexts that are left alone, is told of
 * at the end of the window, which would otherwise look as if nothing were wrong.
 */
#ifndef MEMCHECK_CONTEXT_RESETS_H
#define MEMCHECK_CONTEXT_RESETS_H

#include "base/violation.h"

#define RESET_NAMES_BYTES 512

/* What became of a name so far; a later one outranks those before it. */
typedef enum ResetFate
{
	RESET_SAW_NONE,
	RESET_LEFT_ALONE,
	RESET_DONE
} ResetFate;

typedef struct ContextResets
{
	PackedList	names;
	char		text[RESET_NAMES_BYTES];
	char		fates[RESET_NAMES_BYTES];	/* ResetFate of each name, in their order */
} ContextResets;

extern void contexts_reset_named(ContextResets *resets);
extern void contexts_reset_tell(const ContextResets *resets);

#endif							/* MEMCHECK_CONTEXT_RESETS_H */
