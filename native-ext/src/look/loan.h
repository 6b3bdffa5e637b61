/*
 * loan.h
 *		Hands out memory of our own as what was palloc'ed, without a copy.
 *
 * A large datum that hardly differs from the one before is not copied for each caller. Who has it
 * may do with it what may be done with a chunk of the CurrentMemoryContext of loan_make(): read it
 * until that context is reset or deleted, pfree() it, have repalloc() copy it. With any of these it
 * is given back. Writing into what a function returned is as forbidden as ever. There is one loan
 * at a time: while it is out, loan_is_out(), the next caller needs a copy.
 *
 * Only where a chunk names its context (up to PostgreSQL 15): it names one that is in no tree and
 * stands for the caller's. Where chunks name their methods, loan_make() does nothing and is false.
 *
 * SQL functions, when they make their result; loan_make() may raise an error for want of memory,
 * and then nothing is lent.
 */
#ifndef MEMCHECK_LOAN_H
#define MEMCHECK_LOAN_H

/*
 * So much stands before what is lent, and is written by loan_make(): no chunk's header is longer,
 * also in a server with assertions, and what it says is that the chunk is small and shares a block.
 */
#define LOAN_HEADER 32

extern bool loan_is_out(void);
extern bool loan_make(void *chunk, Size bytes);

#endif							/* MEMCHECK_LOAN_H */
