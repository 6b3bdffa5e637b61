/*
 * path.h
 *		Places in the tree by name: the names from TopMemoryContext down.
 *
 * Each distinct path is kept once and has a number, so that contexts which
 * come and go under the same names fall into one group. In our own memory, for
 * the life of the process; no errors, no palloc. Number 0 stands for "no
 * memory left".
 */
#ifndef MEMCHECK_PATH_H
#define MEMCHECK_PATH_H

#include "base/violation.h"

extern uint32 path_of(MemoryContext context);
extern uintptr_t path_name_address(uint32 path);
extern void paths_forget(uintptr_t start, uintptr_t end, uintptr_t renamed);
extern uint32 path_intern(const PackedList *list, const char *text);
extern uint32 path_alike(uint32 path);
extern uint32 path_parent(uint32 path);
extern uint32 path_beside(uint32 path, const char *name);
extern const PackedList *path_list(uint32 path);
extern const char *path_text(uint32 path);
extern const char *path_name(uint32 path);

#endif							/* MEMCHECK_PATH_H */
