/*
 * import_slots.h
 *		Where a library calls functions that we follow, found once.
 *
 * A server has some 80,000 relocations in all its libraries; a few hundred are slots of functions
 * that somebody follows. So each library is looked through once, in the postmaster where that is
 * possible, and what was found is inherited. Relocations that only add the library's address are
 * passed over: linkers sort them first and say how many they are (DT_RELACOUNT), or pack them in
 * a table of their own (DT_RELR). Neither these nor those whose value a function of the library
 * computes (IRELATIVE) have a name.
 *
 * What is kept are offsets in the library and numbers of names: nothing that another base would
 * change. It is of the library that was there: import_slots_forget() when one was unloaded, since
 * another one may have come to its place.
 *
 * Called by imports.c. import_slots_of() is called inside a callback of dl_iterate_phdr(), reads
 * the library and writes memory of our own. No errors: without memory a library has fewer slots.
 * Names must live as long as the process.
 */
#ifndef MEMCHECK_IMPORT_SLOTS_H
#define MEMCHECK_IMPORT_SLOTS_H

#include "stack/module.h"

#define IMPORT_NAMES 512		/* at most */

typedef struct ImportSlot
{
	ElfW(Addr) offset;			/* in the library, as its relocation says */
	int16		name;			/* its number; -1: a variable that the program copied */
	bool		defined_here;	/* the library has a function of that name, too */
	bool		bound_late;		/* leads to code of the library's that binds it, until then */
} ImportSlot;

extern int	import_name_add(const char *name);
extern int	import_name_find(const char *name);
extern const ImportSlot *import_slots_of(const Module *module, Size *count);
extern void import_slots_forget(void);

#endif							/* MEMCHECK_IMPORT_SLOTS_H */
