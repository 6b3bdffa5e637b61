/*
 * loader_tracer.h
 *		Libraries that come and go in the middle of a statement.
 *
 * dlopen() looks for a library as the *caller's* library says (RUNPATH, $ORIGIN, the
 * namespace), and dlsym(RTLD_NEXT) from the caller's place on: both look at the address that
 * they return to. So what stands in their place does its work first and then jumps to the
 * original, which returns to the caller and finds everything as though we were not there.
 *
 * A library that was loaded is taken in before the first dlsym() that follows, which is
 * what it is loaded for, or else at the next boundary. dlclose() looks at nobody: after it what has
 * gone is forgotten. Calls of other threads go straight through.
 */
#ifndef MEMCHECK_LOADER_TRACER_H
#define MEMCHECK_LOADER_TRACER_H

#include "trace/layer.h"


extern const Layer loader_layer;

#endif							/* MEMCHECK_LOADER_TRACER_H */
