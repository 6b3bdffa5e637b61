/*
 * poison_free.h
 *		Frees that must not reach the server, while guards are kept (guard.h).
 *
 * What the poison probe has in its layer (layer.h) for free and realloc. Called inside the
 * allocator's free and realloc, and before pfree() and repalloc() where an extension calls them.
 * No allocation, no lock. A fault is reported as an event. Where the server may raise an error,
 * one is raised.
 */
#ifndef MEMCHECK_POISON_FREE_H
#define MEMCHECK_POISON_FREE_H

#include "stack/imports.h"

extern bool poison_refuses_free(void *pointer);
extern void poison_refuse_realloc(void *pointer);
extern const Import *poison_imports(int *count);

#endif							/* MEMCHECK_POISON_FREE_H */
