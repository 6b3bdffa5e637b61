/*
 * lost.h
 *		Which groups hold chunks that nobody points to.
 *
 * What a cache holds can be found by somebody; a leak often can not. lost_search() looks for
 * pointers to all chunks that the tracer follows (reach.h), and counts in each group of the
 * registry how many it holds and how many of them are lost. It takes as long as it takes to read
 * the process's memory, so verdict.c asks only where it decides, and for a group again only when
 * that was seen once more, and a quarter more often: a stale word that points to one chunk of two
 * points to one of three then. What lies outside the contexts is not looked for, nor are contexts,
 * which the tree points to.
 *
 * Called where a judgement is reported. Without memory nothing is lost. No errors, no palloc.
 */
#ifndef MEMCHECK_LOST_H
#define MEMCHECK_LOST_H

/* Set while the process must not be kept waiting: then nothing is looked for. */
extern bool lost_search_forbidden;

extern void lost_search(void);

#endif							/* MEMCHECK_LOST_H */
