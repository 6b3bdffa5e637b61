/*
 * layer.h
 *		What stands between extensions and the server while the session is watched.
 *
 * A layer has up to eight functions. They cover the allocator's methods, divert functions that
 * libraries import (imports.h), refuse to free or reallocate a pointer, make an allocation
 * outside the contexts fail, and see what is new there. Layers are added in _PG_init, once and for
 * all processes, lowest first. A layer itself decides what it does at a given moment, and calls
 * tracer_relayer() when what it covers changes; what it diverts never does.
 *
 * Chunks that a layer made may be there when the session is watched no more. Then it remains, and
 * covers what such a chunk or its context may be given to.
 *
 * The tracer runs on top of all layers. A layer's functions are called inside the allocator: no
 * allocation in a context, no lock. Only refuses_free, refuse_realloc and refuses_outside raise
 * errors, and only where the server could raise one.
 */
#ifndef MEMCHECK_LAYER_H
#define MEMCHECK_LAYER_H

#include "stack/imports.h"
#include "tree/context_kind.h"

/* Each may be NULL. */
typedef struct Layer
{
	void		(*cover) (ContextKind kind, MemoryContextMethods *methods);
	const Import *(*imports) (int *count);
	bool		(*refuses_free) (void *pointer);	/* true: the call is to be ignored */
	void		(*refuse_realloc) (void *pointer);
	/* likewise, of free() or realloc() */
	bool		(*refuses_outside) (void *pointer, const char *function);
	bool		(*fails) (void);	/* the allocation outside contexts that is under way */
	void		(*made) (void *pointer, Size from, Size to);	/* new bytes there, or NULL */
	bool		(*remains) (void);	/* it covers methods also when nobody watches any more */
} Layer;

extern void layer_add(const Layer *layer);
extern void layers_cover(ContextKind kind, MemoryContextMethods *methods);
extern void layers_prepare(void);
extern void layers_divert(void);
extern void layers_restore(void);
extern void layers_follow_libraries(void);
extern bool layers_refuse_free(void *pointer);
extern void layers_refuse_realloc(void *pointer);
extern bool layers_refuse_outside(void *pointer, const char *function);
extern bool layers_fail(void);
extern void layers_made(void *pointer, Size from, Size to);
extern bool layers_remain(void);

#endif							/* MEMCHECK_LAYER_H */
