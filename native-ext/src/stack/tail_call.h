/*
 * tail_call.h
 *		A function of an extension's that the server called and that is on no stack, since its
 *		last call was a jump.
 *
 * "return PointerGetDatum(MemoryContextStrdup(TopMemoryContext, s))" may be a jump: then the stack
 * leads from the allocator straight to the server, and nothing on it is the extension's. So the
 * slots through which extensions call the server's allocators lead through doors: a few
 * instructions for each library and function. A door that is entered by a call has a return address
 * in its library, and goes on to the function at once. By a jump it has another one. Then the door
 * leaves a mark: where on the stack that address is, and the registers that a function has to
 * restore before it leaves. They are the server's, and often hold what the server's call
 * instruction says its target is read from (call *0x28(%rbx)). The mark is the calling thread's,
 * and is believed only while that return address is there, on a stack where one of the allocators
 * was called from it: otherwise the allocator has returned since. What cannot be told apart is a
 * function of the server's own that leaves by a jump, too, called next from the same place: its
 * memory would be taken for the extension's. Such functions make their result so, and nothing that
 * stays. On stacks that an extension made for itself nothing is looked for.
 *
 * tail_call_in() is the backend's thread's, behind the door of recording.h: it gives the place in
 * the stack where a frame is missing, and an address that stands for it, as symbol_of() takes it:
 * just behind the first byte of the function, or of the library where the function is not known.
 *
 * tail_call_door() and tail_calls_seal() are for imports.c, under the linker's lock. Doors are
 * never given back: a pointer to one may have been kept. On machines other than x86-64, or where no
 * code may be made, there are none.
 */
#ifndef MEMCHECK_TAIL_CALL_H
#define MEMCHECK_TAIL_CALL_H

#include "base/elf_image.h"
#include "stack/recording.h"

/* What a door leaves, in the order in which the doors know it. */
typedef struct TailMark
{
	uintptr_t	place;			/* of the return address */
	uintptr_t	registers[6];	/* rbx, rbp, r12 to r15 */
	uintptr_t	door;			/* 0: no mark */
} TailMark;

extern RECORDING_LOCAL TailMark tail_mark;

extern void *tail_call_door(const ElfImage *library, void *function, Size bytes);
extern bool tail_calls_seal(void);
extern int	tail_call_find(const uintptr_t *pcs, int count, uintptr_t *missing);

/* The place in the stack before which a frame is missing, or -1. */
static inline int
tail_call_in(const uintptr_t *pcs, int count, uintptr_t *missing)
{
	return tail_mark.door == 0 ? -1 : tail_call_find(pcs, count, missing);
}

#endif							/* MEMCHECK_TAIL_CALL_H */
