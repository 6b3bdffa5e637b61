/*
 * poison_shared.h
 *		Poison in shared memory: who reads freed memory may put what it finds there.
 *
 * Part of the probe "poison". When a statement is over, shared memory is read for what freed
 * memory was filled with, as far as variables of extensions point to it (shared_ranges.h). What was
 * there when the probe began, and what was told, is no news. The finding has the name of the
 * variable; who wrote is not known, but its statement is, and who gave the memory back.
 *
 * Other sessions write there, too: a word counts only if it names a call stack of this process.
 *
 *	Who calls	the probe's start(), check() and stop(): the backend's thread, outside the
 *				allocator.
 *	Locked		nothing: words are read as they are.
 *	Memory		our own. No palloc, no error.
 */
#ifndef MEMCHECK_POISON_SHARED_H
#define MEMCHECK_POISON_SHARED_H

extern void poison_shared_begin(void);
extern void poison_shared_look(void);
extern void poison_shared_forget(void);

#endif							/* MEMCHECK_POISON_SHARED_H */
