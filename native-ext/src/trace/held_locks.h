/*
 * held_locks.h
 *		LWLocks that a statement took and forgot.
 *
 * The server releases them only when a transaction aborts. Until then whoever wants
 * one waits and cannot be cancelled, the same session included, and as long as
 * it holds one no cancel reaches it at all.
 *
 * held_locks_check() is called when a statement is over, under the watch: no
 * code of the server holds an LWLock there. What is held is an event, a certain
 * resource_leak, once for as long as it is held. But the hook of an extension may hold one while
 * it calls ours, where the next statement begins. So held_locks_note() is called before, where
 * that statement is analyzed; what was not held then is none of the statement that is over.
 * held_locks_release() is for a scenario's worker, whose next call would wait for itself; in a
 * session of the user's nothing is released. Reads the server's list, allocates nothing, raises
 * nothing.
 */
#ifndef MEMCHECK_HELD_LOCKS_H
#define MEMCHECK_HELD_LOCKS_H

extern int	held_locks_count(void);
extern void held_locks_note(void);
extern void held_locks_check(void);
extern void held_locks_release(void);

#endif							/* MEMCHECK_HELD_LOCKS_H */
