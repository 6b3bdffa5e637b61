/*
 * holds.h
 *		What is in the memory that a finding is about, in words: "412 Bitmapset (13 kB), 1126 kB
 *		of text in 30 chunks".
 *
 * Of growth in contexts: what chunks of the same owner hold there now, since the window began, and
 * what the contexts hold that stayed, with all below them, whether that was followed or not. Of
 * memory from malloc(): the type that its function has for it, where debug information tells. Empty
 * where nothing is known.
 *
 * holds_take() looks, for all growths that are to be reported, before symbols_resolve();
 * holds_say() tells it after that; holds_forget() gives back the memory. See contents.h. Above
 * HOLDS_MOST_CHUNKS followed chunks only so many are looked at, and the words begin with "at
 * least". No locks, no errors, no palloc.
 */
#ifndef MEMCHECK_HOLDS_H
#define MEMCHECK_HOLDS_H

#include "judge/verdict.h"

#define HOLDS_MOST_CHUNKS 20000
#define HOLDS_MOST_US 1000000

extern void holds_take(const OwnArray *judged);
extern void holds_say(const Growth *growth, char *to, Size size);
extern void holds_forget(void);

#endif							/* MEMCHECK_HOLDS_H */
