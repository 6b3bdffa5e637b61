/*
 * poison_tuples.h
 *		The tuples that extensions form, looked at for poison before they are formed.
 *
 * Part of the probe "poison". What the executor gives out is looked at there (poison_seen.h). An
 * extension may store a tuple by itself, in a table or an index, and no executor sees it. So its
 * calls of the functions that form tuples are diverted, and the values are looked at first. The
 * finding has the stack of whoever forms the tuple. The same values are shown to fill_watch.h.
 *
 * Called by extensions, in the backend's thread; without the probe they go on at once. No palloc,
 * no error; values are read as they are.
 */
#ifndef MEMCHECK_POISON_TUPLES_H
#define MEMCHECK_POISON_TUPLES_H

#include "trace/layer.h"

extern const Layer poison_tuples_layer;

#endif							/* MEMCHECK_POISON_TUPLES_H */
