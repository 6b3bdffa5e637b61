/*
 * peak.h
 *		The largest tree seen inside a statement while a window is open.
 *
 * What a statement uses and gives back in time is in neither of the snapshots
 * around it. So the tree is looked at inside: before the executor gives up what
 * a top-level statement holds, at the end of a utility statement, at the end of
 * nested statements if some time has passed, and whenever the process is
 * observed. A look first adds up what the contexts say of themselves; the tree
 * is copied only when it is larger, by a margin, than when the statement began
 * and than the copy that is kept. Looks at very large trees are spaced so that
 * they take a small share of the time. A statement that fails passes none of these moments but the
 * nested ones and observation.
 *
 * Between them the tree is added up, not copied, before a large context is reset or deleted
 * (memory_drop.h), when a statement fails as well. So peak_bytes() is the peak, but for chunks of
 * more than 8 kB that are freed one by one; the tree that is kept may be of another moment.
 *
 * The peak of the statement before is kept until the next one has run, so that a
 * statement of memcheck's own can ask for it: peak_statement_is_observer() puts
 * it back in place.
 *
 * Process-private, in our own memory; no locks, no errors. It runs in hooks
 * and at interrupts, and, without copying, inside the allocator.
 */
#ifndef MEMCHECK_PEAK_H
#define MEMCHECK_PEAK_H

#include "tree/walk.h"

extern void peak_statement_begins(void);
extern void peak_statement_is_observer(void);
extern void peak_look(bool top_level);
extern void peak_offer(Walk *walk, int64 bytes);
extern void peak_forget(void);
extern int64 peak_bytes(void);
extern int64 peak_growth(void);
extern const Walk *peak_walk(void);

#endif							/* MEMCHECK_PEAK_H */
