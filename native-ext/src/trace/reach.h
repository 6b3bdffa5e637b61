/*
 * reach.h
 *		Which of a set of chunks nobody points to any more.
 *
 * reach_begin(), reach_add() for each chunk, then reach_search(): it reads the private writable
 * memory of the process (stack, data, malloc, contexts), and looks for words that are addresses
 * inside a chunk, as a conservative collector does. What such a chunk points to is reached in its
 * turn. What lies in chunks of the set that are not reached does not count, so a list that was
 * forgotten as a whole is not reached either. Then reach_lost() says which chunks were not found.
 *
 * Where a list is forgotten just before all of it goes, its head alone tells nothing. After
 * reach_look_among_lost() reach_lost_alone() says which of those that are lost no other one of them
 * points to, either: one for a list or a tree, and one for each that was left behind by itself.
 *
 * A chunk that is reached may still be garbage: a stale word, in free memory for example, is as
 * good as a pointer. So the caller of reach_add() says what is not in use behind the chunk, where
 * it knows. One that is not reached is in use only if its user hides the pointer (packed,
 * unaligned, as a difference).
 *
 * Memory is read by way of /proc/self/mem, so that what another thread unmaps meanwhile is no
 * fault. It takes a few milliseconds for each 10 MB; above REACH_MOST_BYTES, or where /proc is not
 * there, it is not done and reach_search() is false. memcheck's own tables of chunks are left out.
 *
 * Called from the executor hooks, in the backend's thread. Process-private, in our own memory; no
 * locks, no errors, no palloc, no malloc. The answers are valid until the next reach_begin().
 */
#ifndef MEMCHECK_REACH_H
#define MEMCHECK_REACH_H

#define REACH_MOST_BYTES (INT64CONST(1) << 30)

extern void reach_begin(void);
extern bool reach_add(const void *start, Size bytes, const void *unused_to);
extern bool reach_search(void);
extern bool reach_lost(const void *start);
extern void reach_look_among_lost(void);
extern bool reach_lost_alone(const void *start);

#endif							/* MEMCHECK_REACH_H */
