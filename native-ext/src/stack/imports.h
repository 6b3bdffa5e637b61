/*
 * imports.h
 *		Putting functions of ours in the place of functions that a library
 *		imports.
 *
 * A shared library calls malloc() of the C library through a slot of its own
 * that the dynamic linker filled in. Writing another address into that slot
 * diverts the calls of this one library, in this process only. Slots that the
 * loader made read-only are opened for the moment. A variable of the library's that
 * the linker filled in with such a function's address is a slot, too, as long as it
 * still holds that address: libxml2 calls malloc() through one. So is the copy that a
 * program has of such a variable.
 *
 * Never diverted are our own library, the dynamic linker, and whatever library has the unwinder or
 * another allocator: by the addresses of their functions, not by name.
 *
 * The C library calls its own malloc() through slots, too: for whoever called regcomp(), getline()
 * or fopen(), and for itself. There only functions are diverted that have a replacement for just
 * that. Such a replacement may be called while the C library holds any lock of its own, also one
 * that fork() or exit() takes. So what is said behind the door (recording.h) holds: no call of the
 * C library but for memory from the kernel. The dynamic linker allocates by pointers of its own, so
 * nothing comes to us under its locks that did not before.
 *
 * A library that no extension needed is looked through again when one comes that
 * does. A slot that does not lead to the function whose place we take is left as
 * it is: a library may have an allocator of its own.
 *
 * Nothing that is followed is there to be released before an extension has come. Until then only
 * functions that are marked so are diverted, such as dlopen(), and none in the C library.
 *
 * Process-private. Called at judgement boundaries and by loader_tracer.c, in the
 * backend's thread, never behind the door (recording.h). What is loaded now, module.h knows. Slots
 * are only written inside a callback of dl_iterate_phdr(), whose lock keeps libraries where they
 * are; the slots of one that has gone are forgotten. imports_divert() costs one comparison while
 * nothing came or went. imports_restore() puts everything back. imports_know() comes first, once;
 * imports_prepare() is for the postmaster: its children need not look for slots (import_slots.h).
 */
#ifndef MEMCHECK_IMPORTS_H
#define MEMCHECK_IMPORTS_H

typedef void (*AnyFunction) (void);

typedef struct Import
{
	const char *name;			/* function of the C library or the server */
	AnyFunction in_extension;	/* called by extensions instead */
	AnyFunction elsewhere;		/* called by all others; NULL: the original */
	AnyFunction in_c_library;	/* called by the C library itself; NULL likewise */
	bool		has_doors;		/* extensions call the original, by a door (tail_call.h) */
	bool		at_once;		/* elsewhere also while no extension has been there */
} Import;

typedef struct ImportList
{
	const Import *imports;
	int			count;
} ImportList;

extern void imports_know(const ImportList *lists, int count);
extern void imports_prepare(void);
extern void imports_divert(void);
extern void imports_restore(void);

#endif							/* MEMCHECK_IMPORTS_H */
