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

#include "probe/crash_note.h"
#include "trace/layer.h"

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
