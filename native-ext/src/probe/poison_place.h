/*
 * poison_place.h
 *		Which chunks, frees, resets and deletions the poison probe deals with, of the very many that
 *		one place makes.
 *
 * A place is where the way to the allocator begins: the two innermost functions of the server or of
 * an extension, and how deep the stack is there. That is quickly told, the whole stack is not. Of
 * what is done in one place while the probe runs, the first so many are dealt with, and then each
 * so many: more where an extension had a part in it, fewer where the server was by itself. (An
 * extension may have a pointer to that as well.) The others go to the server as they are, count as
 * LOSS_UNPOISONED, and the verdict says so.
 *
 * Places are remembered as far as there is room. One that was forgotten begins anew.
 *
 * Called inside the allocator, by the backend's thread: no palloc, no lock, no error.
 */
#ifndef MEMCHECK_POISON_PLACE_H
#define MEMCHECK_POISON_PLACE_H

extern void poison_places_begin(void);
extern void poison_leaves_out(bool wanted);
extern bool poison_chooses(const void *door, uint32 *site);
extern void poison_places_count(void);

#endif							/* MEMCHECK_POISON_PLACE_H */
