/*
 * unwritten.h
 *		How much of a large chunk was ever written to.
 *
 * A few large chunks in a statement's memory are mostly what a query needs: buffers, a table of
 * hashes. They need not be there if little of them is used. unwritten_note() writes 64 words to a
 * new chunk, spread over it, that nobody writes by chance. unwritten_mostly() says whether three
 * quarters of them are still there. What is cleared (palloc0) counts as written to.
 *
 * unwritten_note() is called inside the allocator, before the caller has the chunk, for chunks of
 * UNWRITTEN_BYTES and more in contexts that are followed for the statement. What such a chunk holds
 * is undefined, so no correct program can tell. unwritten_forget() begins anew, with each
 * top-level statement.
 *
 * Process-private, in our own memory, which is bounded: after MOST_UNWRITTEN chunks of a statement
 * no more are noted. No locks, no errors, no palloc.
 */
#ifndef MEMCHECK_UNWRITTEN_H
#define MEMCHECK_UNWRITTEN_H

#define UNWRITTEN_BYTES (64 * 1024)
#define MOST_UNWRITTEN 4096

extern void unwritten_forget(void);
extern void unwritten_note(void *pointer, Size bytes);
extern bool unwritten_mostly(const void *pointer);

#endif							/* MEMCHECK_UNWRITTEN_H */
