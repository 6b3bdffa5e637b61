/*
 * recording.h
 *		The one door to everything that we record: what may be done behind it,
 *		and that nobody comes through it twice.
 *
 * Our functions stand in the place of malloc(), mmap() and their relatives, of functions of
 * the server that open, create or free, of dlopen() and its relatives, of _exit(),
 * and of the allocator's methods. They are called
 *
 *		by		the backend's one thread; malloc(), mmap(), dlopen() and their
 *				relatives also by any thread that a library started, and all of
 *				them by a signal handler, in the middle of our own work, too.
 *		under	any lock of the caller's: a mutex of a library's, the dynamic linker's
 *				two (constructors allocate, so do callbacks of dl_iterate_phdr), a
 *				compiler's that registers the frames of code that it made. Another
 *				thread may hold one of these and wait for a lock of ours' caller.
 *
 * So what lies behind the door
 *
 *		may		read and write our own memory, and ask the kernel for more of it; read
 *				the calling thread's stack; read the unwind tables of libraries that
 *				lie on that stack, which therefore are mapped; call _dl_find_object(),
 *				which takes no lock and is made for signal handlers.
 *		may not	call malloc, the compiler's unwinder, dladdr(), dlsym(), dlopen() or
 *				dl_iterate_phdr(), raise an error, jump, or wait for anybody.
 *
 * The original is called outside the door, before or after: it may raise an error, and
 * it may come back to us. Libraries that hold locks which we could meet are not
 * diverted in the first place: imports.h names them.
 *
 * A thread that is behind the door already (a signal handler that interrupted our
 * work) is turned away; what it does goes to the original alone and counts as lost,
 * for this reason (LossReason in loss.h).
 * The tables of contexts are the backend's thread's alone. ledger.h is for
 * all threads, and says how.
 *
 * In a child of fork() nothing is recorded: the thread that held something there may
 * not exist.
 *
 * The variables are in the thread's static block (initial-exec). The general model
 * allocates a thread's block at its first access, under a lock of the linker's. This
 * is sound because the library is preloaded: the postmaster loads it before any
 * thread is there, a few bytes fit into the space that the C library keeps for such
 * libraries, and it is never unloaded. A signal handler of the same thread reads them, so the
 * compiler, which may see all our files together, must not move or merge what it is to find.
 *
 * There are two exceptions: on machines other than x86-64, and should our unwinder ever prove
 * wrong. stack_unwind.h describes both.
 */
#ifndef MEMCHECK_RECORDING_H
#define MEMCHECK_RECORDING_H

#define RECORDING_LOCAL __thread __attribute__((tls_model("initial-exec"), visibility("hidden")))

extern RECORDING_LOCAL bool recording_inside;
extern RECORDING_LOCAL bool recording_is_main;

/* recording.c */
extern void recording_init(void);
extern void recording_start(void);
extern void recording_stop(void);
extern bool recording_goes_on(void);
extern uint32 recording_watch(void);
extern void recording_turned_away(void);

/* What is before this stays before it, for a handler that comes in between. */
#define RECORDING_ORDER() __asm__ __volatile__("" ::: "memory")

/* Whether this thread may record now; then it must leave, and nothing between may jump. */
static inline bool
recording_enter(void)
{
	if (recording_inside)
	{
		recording_turned_away();
		return false;
	}
	recording_inside = true;
	RECORDING_ORDER();
	return true;
}

static inline void
recording_leave(void)
{
	RECORDING_ORDER();
	recording_inside = false;
	RECORDING_ORDER();
}

/* The same for what only the backend's own thread may touch. */
static inline bool
recording_enter_main(void)
{
	return recording_is_main && recording_enter();
}

#endif							/* MEMCHECK_RECORDING_H */
