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
 * Never diverted are our own library, the C library and what belongs to it, the
 * dynamic linker, and whatever library has the unwinder: by the addresses of their functions,
 * not by name. A slot that does not lead to the function whose place we take is left as
 * it is: a library may have an allocator of its own.
 *
 * Process-private. Called at judgement boundaries and by loader_tracer.c, in the
 * backend's thread, never behind the door (recording.h). What is loaded now, module.h knows. Slots
 * are only written inside a callback of dl_iterate_phdr(), whose lock keeps libraries where they
 * are; the slots of one that has gone are forgotten. imports_divert() costs one comparison while
 * nothing came or went. imports_restore() puts everything back.
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
