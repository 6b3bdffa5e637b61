/*
 * unwind_library.h
 *		Call stacks by libunwind, on machines for which we have no unwinder of our own.
 *
 * It is built in where libunwind.h is there (Debian: libunwind-dev), and loaded by name in the
 * postmaster. Linking with it would do harm: it defines the functions of the compiler's unwinder
 * as well, and the exceptions of C++ extensions would then go through it. Loaded with RTLD_LOCAL,
 * it is seen by nobody but us.
 *
 * unwind_by_library() runs behind the door (recording.h), in any thread. It raises no errors and
 * allocates with mmap(). It is an exception to the rules there: for a frame that it has not seen
 * before, it calls dl_iterate_phdr(), which takes the linker's lock. A thread's first call
 * allocates the thread's block. What it has seen it keeps, for each thread.
 *
 * unwind_library_load() is called in _PG_init; unwind_library_forget() by the backend's thread,
 * when a library has been unloaded.
 */
#ifndef MEMCHECK_UNWIND_LIBRARY_H
#define MEMCHECK_UNWIND_LIBRARY_H

/* -DMEMCHECK_NO_OWN_UNWINDER tries on x86-64 what other machines have. */
#if defined(__x86_64__) && !defined(MEMCHECK_NO_OWN_UNWINDER)
#define HAS_OWN_UNWINDER
#endif

extern void unwind_library_load(void);
extern bool unwind_library_is_loaded(void);
extern int	unwind_by_library(uintptr_t *pcs, int limit);
extern void unwind_library_forget(uintptr_t start, uintptr_t end);

#endif							/* MEMCHECK_UNWIND_LIBRARY_H */
