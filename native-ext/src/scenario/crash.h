/*
 * crash.h
 *		A crash becomes a report, and the process exits cleanly.
 *
 * Only in a scenario's worker, from crash_guard_start() on: SIGSEGV, SIGBUS,
 * SIGABRT, SIGFPE, SIGILL, exit() and _exit() called by the workload, and a
 * watchdog that found it looping. The handler runs on a stack of its own,
 * writes what it knows into the CrashReport, which lies in shared memory and so
 * outlives the process, and jumps to the landing; from there the worker tells
 * what it found so far and calls proc_exit(), as after a FATAL error. The
 * postmaster sees a clean exit and leaves the other backends alone.
 *
 * That would be wrong while shared memory is being changed. So a process that holds
 * an LWLock or is in a critical section dies of the signal, and so do a forked child and a process
 * that crashes again while it exits. The postmaster then restarts all
 * backends, as it should. The function is written to the server's log first. A spinlock cannot be
 * seen. The server calls nobody while it holds one, so only an extension that crashes inside a
 * spinlock of its own is missed. SIGKILL cannot be caught either.
 *
 * An address that looks like poison (poison_pattern.h) says who gave the memory back
 * that it was read from: that stack goes into the report beside the process's own.
 *
 * A process that loops may exit although it holds LWLocks. One that waits for an LWLock
 * cannot, since it stands in the lock's queue. If it holds other locks, these are
 * released, in case it waits for itself. If it holds none, the session that asked goes on
 * without it, and it exits when it gets the lock. A SIGABRT from a session asks
 * for no more than that.
 *
 * The handler allocates nothing and calls the dynamic linker for names; a
 * second crash there ends the report, not the process.
 */
#ifndef MEMCHECK_CRASH_H
#define MEMCHECK_CRASH_H

#include <setjmp.h>
#include <signal.h>

#include "stack/interrupted_stack.h"
#include "trace/layer.h"

#define CRASH_FRAMES 32

typedef enum CrashReason
{
	CRASH_NONE,
	CRASH_SIGNAL,				/* the processor or abort() raised it */
	CRASH_EXIT,					/* the workload called exit() or _exit() */
	CRASH_HUNG,					/* did not end in time, nor when cancelled */
	CRASH_FATAL,				/* a FATAL error ended the session */
} CrashReason;

typedef struct CrashFrame
{
	uintptr_t	offset;			/* of the return address in the file */
	char		path[256];		/* the file; empty: in none */
	char		symbol[64];		/* exported function; empty: none reaches here */
	bool		of_extension;
} CrashFrame;

typedef struct CrashStack
{
	int			count;
	CrashFrame	frames[CRASH_FRAMES];	/* innermost first */
} CrashStack;

typedef struct CrashReport
{
	volatile sig_atomic_t reason;	/* CrashReason */
	int			signal;
	int			exit_status;
	uintptr_t	address;		/* the faulting one; 0 also where unknown */
	bool		poisoned;		/* it was read from freed memory */
	CrashStack	stack;
	CrashStack	freed;			/* if poisoned: who gave that memory back; empty where unknown */
} CrashReport;

/* Where the worker goes on after a crash: crash_landing is set with sigsetjmp(). */
extern sigjmp_buf crash_landing;

extern void crash_guard_start(CrashReport *report);
extern void crash_guard_end(void);
extern void crash_note_stack(CrashStack *to, StackMoment moment);
extern bool crash_can_jump(void);
extern bool crash_can_leave_loop(void);
extern void crash_jump(CrashReason reason, StackMoment moment);
extern const Layer crash_layer;

#endif							/* MEMCHECK_CRASH_H */
