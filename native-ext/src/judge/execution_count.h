/*
 * execution_count.h
 *		How often each statement ran while the session was watched.
 *
 * Statements are told apart by the 64-bit hash of their text and never share a
 * counter: whether a cache has been quiet is judged by these figures. A session may
 * run millions of different statements, so those that ran long ago are
 * forgotten, and count from one should they come back. What the registry holds
 * on to (executions_keep()) is never forgotten; each call of it is taken back by
 * executions_release().
 *
 * Process-private, in our own memory; no errors, no palloc. Without memory a
 * statement counts as run once, and loss_count() says that something is missing.
 */
#ifndef MEMCHECK_EXECUTION_COUNT_H
#define MEMCHECK_EXECUTION_COUNT_H

extern int	executions_add(uint64 statement);
extern int	executions_of(uint64 statement);
extern void executions_keep(uint64 statement);
extern void executions_release(uint64 statement);

#endif							/* MEMCHECK_EXECUTION_COUNT_H */
