/*
 * crash_note.h
 *		What a process writes down of the signal that ends it, and its words.
 *
 * crash_note_signal() runs in the handler of a fatal signal, on a stack of its own, and fills a
 * CrashReport: plain values, which lie in what outlives the process. It allocates nothing, and
 * calls the dynamic linker for names, so it may crash again or hang; who calls it sees to that.
 * Where the stack itself is broken, as by a jump into a function that has returned or a buffer that
 * was written past its frame, taking it crashes. The handler, which must let that signal come,
 * calls crash_note_again() first, and the report has what was followed until then, or the
 * instruction that was interrupted. If an error's jump broke it, the function that left the handler
 * stands where its caller would (stale_handler.h).
 *
 * An address that looks like poison (poison_pattern.h), or that lies in pages which the guard has
 * closed (page_arena.h), says who gave the memory back that it belongs to: that stack goes into the
 * report beside the process's own.
 */
#ifndef MEMCHECK_CRASH_NOTE_H
#define MEMCHECK_CRASH_NOTE_H

#include <signal.h>

#include "lib/stringinfo.h"
#include "stack/crash_stack.h"

typedef enum CrashReason
{
	CRASH_NONE,
	CRASH_SIGNAL,				/* the processor or abort() raised it */
	CRASH_EXIT,					/* the workload called exit() or _exit() */
	CRASH_HUNG,					/* did not end in time, nor when cancelled */
	CRASH_FATAL,				/* a FATAL error ended the session */
} CrashReason;

typedef struct CrashReport
{
	volatile sig_atomic_t reason;	/* CrashReason */
	int			signal;
	int			exit_status;
	uintptr_t	address;		/* the faulting one; 0 also where unknown */
	bool		poisoned;		/* it was read from freed memory, or lies in such */
	bool		stack_unread;	/* the stack ends where it could not be followed */
	bool		jumped_back;	/* there an error had jumped into a frame that is gone */
	CrashStack	stack;
	CrashStack	freed;			/* if poisoned: who gave that memory back; empty where unknown */
} CrashReport;

extern void crash_note_signal(CrashReport *report, int signal_number, const siginfo_t *info,
							  void *context);
extern void crash_note_again(void);
extern void crash_die_of(int signal_number);
extern void crash_describe_signal(const CrashReport *report, StringInfo to);

#endif							/* MEMCHECK_CRASH_NOTE_H */
