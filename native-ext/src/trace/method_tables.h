/*
 * method_tables.h
 *		What the method tables hold: below the tracer, and while nobody watches.
 *
 * From below: the server's functions, those of the layers (layer.h), those of the sampler
 * (sampler.h). tables_fill_inner() puts these into the inner table of a kind, for the tracer to
 * call. tables_rest() fills all tables, the server's own included, for the time in which no window
 * is open: with the server's functions, those of layers that remain, and the sampler's.
 *
 * Called by the tracer, in the backend's thread, not inside the allocator. tables_rest() raises an
 * error if the server's table cannot be opened; then nothing has changed in that.
 */
#ifndef MEMCHECK_METHOD_TABLES_H
#define MEMCHECK_METHOD_TABLES_H

#include "tree/context_kind.h"

extern bool tables_fill_inner(ContextKind kind);
extern void tables_rest(void);

#endif							/* MEMCHECK_METHOD_TABLES_H */
