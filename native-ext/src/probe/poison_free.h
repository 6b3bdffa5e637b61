/*
 * poison_free.h
 *		Frees that must not reach the server.
 *
 * What the poison probe has in its layer (layer.h) for free and realloc. Called inside the
 * allocator's free and realloc, and before pfree() and repalloc() where an extension calls them.
 * No allocation, no lock. A fault is reported as an event. Where the server may raise an error,
 * one is raised. A chunk of the server's that an extension gives to free() or realloc() must not
 * reach the C library either, which would end the process.
 *
 * Without poison there are no guards (guard.h). Then only what an extension itself gives to these
 * functions is looked at, and a chunk is what leads to a context: up to PostgreSQL 15 a small one
 * that was freed does not, later ones look as though they lived. A look costs a few instructions
 * where the context was seen before.
 */
#ifndef MEMCHECK_POISON_FREE_H
#define MEMCHECK_POISON_FREE_H

#include "stack/imports.h"

extern bool poison_refuses_free(void *pointer);
extern void poison_refuse_realloc(void *pointer);
extern bool poison_refuses_outside(void *pointer, const char *function);
extern const Import *poison_imports(int *count);

#endif							/* MEMCHECK_POISON_FREE_H */
