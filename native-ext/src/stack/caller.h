/*
 * caller.h
 *		For whom a helper of a library worked.
 *
 * What owns an allocation is often a helper: a serializer, an allocator, the buffer of a scanner.
 * caller_find() names the function further out in the same library that its users know: the
 * nearest one that SQL can call or, where there is none, the nearest that the library exports. It
 * says nothing where the helper is itself one that SQL can call.
 *
 * Called for reports, with the symbols of the stack resolved (symbol.h). Takes the lock of
 * dladdr(); no errors, no allocation.
 */
#ifndef MEMCHECK_CALLER_H
#define MEMCHECK_CALLER_H

extern const char *caller_find(const uintptr_t *pcs, int count, int owner, const char *function);

#endif							/* MEMCHECK_CALLER_H */
