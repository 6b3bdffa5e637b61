/*
 * missing_frame.h
 *		A function that is on no stack, since its last call was a jump.
 *
 * A static helper that ends in "return MemoryContextStrdup(...)" leaves by a jump to that
 * function, and takes its frame with it. The call instruction before the return address that is
 * there says whom it called: if that is code of the same library, and no frame further in lies in
 * that library, the frame of the helper is missing.
 *
 * missing_frame_beneath() gives an address as symbol_of() takes it, just behind the first byte of
 * what was called; 0 if there is nothing missing, or nothing is known: after an indirect call, as
 * the server calls what SQL calls (see tail_call.h), on machines other than x86-64, and for
 * libraries that are no extensions. The bytes before an address may mean something else than they
 * seem to. So the caller is to see that a function begins there: another one ends before it.
 *
 * Called for reports, in the backend's thread. Takes the lock of dl_iterate_phdr(), which keeps the
 * library where it is, and reads its code. No errors, no allocation.
 */
#ifndef MEMCHECK_MISSING_FRAME_H
#define MEMCHECK_MISSING_FRAME_H

extern uintptr_t missing_frame_beneath(const uintptr_t *pcs, int at);

#endif							/* MEMCHECK_MISSING_FRAME_H */
