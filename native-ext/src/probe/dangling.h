/*
 * dangling.h
 *		Pointers that outlive what they point to, before anybody follows them.
 *
 * The option "track_pointers" of a guard. What a guard closes keeps its address to itself for a
 * long time (page_arena.h). So a word that is an address in there is a pointer to what has gone.
 * When a statement is over, these are read for such words:
 *
 *		variables	what the guarded libraries may write to of their own image.
 *		threads'	those of the backend's thread that these libraries have; without a name.
 *		chunks		of theirs that live, and have pages of their own: these are empty when they
 *					are made, so no word in them is older than they. Not those that the server
 *					made for itself when it was called: what it leaves there is its own affair.
 *
 * Only what went with its context counts: who frees a chunk need not empty the pointer to it. The
 * first such pointer of an origin is an event; one to something else, found at a later look, is a
 * certain one. An origin is a variable, or where in the chunks of one call stack. What pointed
 * there before the window is left alone. dangling_add_variable() is asked when something that has
 * gone is touched, and tells of what pointed there at the latest look; it starts the program that
 * knows names.
 *
 * What is read at a time is bounded by DANGLING_BYTES, and so are the pointers that are told apart;
 * beyond that LOSS_POINTERS is counted.
 * Variables of other threads are not read, nor is memory of malloc().
 *
 * Outside the allocator, in the backend's thread: our own memory, and the linker's lock to
 * learn where variables are. No errors; no palloc but for a name.
 */
#ifndef MEMCHECK_DANGLING_H
#define MEMCHECK_DANGLING_H

#include "probe/guard_target.h"
#include "probe/page_arena.h"

#define DANGLING_BYTES (8 * 1024 * 1024)

extern void dangling_start(const GuardTarget *target, bool (*is_of_target) (uint32 site));
extern void dangling_look(const GuardTarget *target, bool (*is_of_target) (uint32 site));
extern void dangling_add_variable(char *what, Size size, const PagedChunk *chunk,
								  uintptr_t start);
extern void dangling_forget(void);

#endif							/* MEMCHECK_DANGLING_H */
