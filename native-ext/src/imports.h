/*
 * imports.h
 *		Putting functions of ours in the place of functions that a library
 *		imports.
 *
 * A shared library calls malloc() of the C library through a slot of its own
 * that the dynamic linker filled in. Writing another address into that slot
 * diverts the calls of this one library, in this process only. Slots that the
 * loader made read-only are opened for the moment.
 *
 * Process-private. Called at judgement boundaries, never inside an allocator:
 * looks at the loaded libraries through the dynamic linker. A library that is
 * loaded later is taken in by the next imports_divert(), which costs one
 * comparison while none was. imports_restore() puts everything back.
 */
#ifndef MEMCHECK_IMPORTS_H
#define MEMCHECK_IMPORTS_H

typedef void (*AnyFunction) (void);

typedef struct Import
{
	const char *name;			/* function of the C library or the server */
	AnyFunction in_extension;	/* called by extensions instead */
	AnyFunction elsewhere;		/* called by all others; NULL: the original */
} Import;

typedef struct ImportList
{
	const Import *imports;
	int			count;
} ImportList;

extern void imports_divert(const ImportList *lists, int count);
extern void imports_restore(void);

#endif							/* MEMCHECK_IMPORTS_H */
