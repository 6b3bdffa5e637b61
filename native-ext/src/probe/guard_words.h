/*
 * guard_words.h
 *		What the guards say of a bad access: in words, and who is to blame.
 *
 * Reads symbols, so not for the allocator or a signal handler. No errors.
 */
#ifndef MEMCHECK_GUARD_WORDS_H
#define MEMCHECK_GUARD_WORDS_H

extern void guard_say_where(Size chunk, ptrdiff_t at, char *to, Size size);
extern bool guard_access_is_makers(uint32 made, uint32 site);

#endif							/* MEMCHECK_GUARD_WORDS_H */
