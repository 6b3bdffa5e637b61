/*
 * crash_file.h
 *		A crash in an ordinary window: written down by the process that ends, told by
 *		another one.
 *
 * While windows are open, SIGSEGV, SIGBUS, SIGILL and SIGABRT come to a handler of ours, on a stack
 * of its own. It writes what it knows (crash_note.h) into a file, and the process dies of
 * the signal as it would have: the postmaster restarts all sessions, as it must, and a core is what
 * it would have been. An exit() of an extension's, and a FATAL error that it raises, are written
 * down as well; the message of a PANIC goes with the abort() that follows it.
 *
 * The handler allocates nothing. It may crash, where the stack is broken, or hang, where the
 * dynamic linker was interrupted: at the next signal, at the latest an alarm after some seconds,
 * what is known is written, and the process dies of the first one.
 *
 * Left alone: a signal that somebody sent, one that somebody else has a handler for, children after
 * fork(), and a scenario's worker (crash.h), which calls crash_file_leave_alone().
 *
 * Shared memory does not survive, so it is a file in the data directory: one of CRASH_FILES by the
 * process's number, so that they are bounded; a later crash takes the place of an earlier one. A
 * file of another version, or half of one, is none. crash_file_read() is called in an SQL function,
 * and allocates nothing.
 */
#ifndef MEMCHECK_CRASH_FILE_H
#define MEMCHECK_CRASH_FILE_H

#include "datatype/timestamp.h"
#include "probe/crash_note.h"

#define CRASH_FILES 8

typedef struct CrashFile
{
	uint32		magic;
	uint32		size;			/* of this struct: another one is another version's */
	int			pid;
	TimestampTz at;
	Oid			role;			/* whose session it was */
	int			encoding;		/* of the texts */
	char		statement[512];
	char		message[160];	/* of a FATAL error or PANIC */
	CrashReport report;
} CrashFile;

extern void crash_file_install_hook(void);
extern void crash_file_watch(void);
extern void crash_file_leave_alone(void);
extern void crash_file_unwatch(void);
extern void crash_file_exit(int status);
extern bool crash_file_read(int number, CrashFile *to);

#endif							/* MEMCHECK_CRASH_FILE_H */
