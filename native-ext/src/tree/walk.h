/*
 * walk.h
 *		One look at the whole MemoryContext tree of this process.
 *
 * A walk copies the tree, in pre-order, into memory of our own: nothing is
 * allocated in the tree, so the walk is not in its own result, and the copy
 * stays valid whatever happens to the contexts. Writing the marks described in
 * context_kind.h is the only trace it leaves.
 *
 * A walk may run wherever no allocation is under way: in an SQL function, at a
 * statement or transaction boundary, at CHECK_FOR_INTERRUPTS. It takes no lock
 * and raises no error; a walk function returns false when the machine has no
 * memory left, and the walk is then empty.
 *
 * walk_tree() is for the boundaries. walk_unmarked() writes no mark and is for the
 * middle of a statement (tracer_walk_running()). A context that has no mark yet
 * gets a key for this walk alone. walk_root() copies TopMemoryContext alone and writes no mark
 * either: it costs the same however many contexts there are.
 */
#ifndef MEMCHECK_WALK_H
#define MEMCHECK_WALK_H

#include "tree/walk_node.h"

extern bool walk_tree(Walk *walk);
extern bool walk_unmarked(Walk *walk);
extern bool walk_root(Walk *walk);
extern Lifetime walk_lifetime(MemoryContext context);
extern bool walk_is_judged(MemoryContext context);

#endif							/* MEMCHECK_WALK_H */
