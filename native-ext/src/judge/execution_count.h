/*
 * execution_count.h
 *		How often each statement ran while the session was watched.
 *
 * Whether a cache has been quiet is judged by these figures, so two statements never share a
 * counter. They are told apart by a 64-bit hash. A session may run millions of different
 * statements: those that ran long ago are forgotten, and start from one if they come back.
 * The registry calls executions_keep() for a statement that must not be forgotten, and
 * executions_release() when it may be.
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
