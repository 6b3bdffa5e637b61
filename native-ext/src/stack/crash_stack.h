/*
 * crash_stack.h
 *		A call stack that another process can name: files, and offsets in them.
 *
 * A process that crashes, or that ran out of memory, writes its stack as plain values into what
 * outlives it: crash_stack_note() its own, crash_stack_note_pcs() one that it has as addresses.
 * Both may run in a signal handler; they allocate nothing, and call the dynamic linker for names.
 * So whoever calls them must be ready to crash or hang there.
 *
 * crash_stack_tell(), crash_stacks_tell() and crash_stack_tell_freed() put such stacks into
 * findings: functions, lines, and the function of an extension whose doing it is. In an SQL
 * function of any session, also of one that never loaded these libraries. A library whose file has
 * changed since then is not asked: only what it exported is named.
 */
#ifndef MEMCHECK_CRASH_STACK_H
#define MEMCHECK_CRASH_STACK_H

#include "base/violation.h"
#include "stack/interrupted_stack.h"

#define CRASH_FRAMES 32

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
	time_t		noted;
	CrashFrame	frames[CRASH_FRAMES];	/* innermost first */
} CrashStack;

extern void crash_stack_note(CrashStack *to, StackMoment moment);
extern void crash_stack_note_pcs(CrashStack *to, const uintptr_t *pcs, int count);
extern const CrashFrame *crash_stack_extension(const CrashStack *stack);
extern void crash_stack_tell(Violation *violation, const CrashStack *stack);
extern void crash_stacks_tell(Violation *violations, const CrashStack *stacks, int count);
extern void crash_stack_tell_freed(Violation *violation, const CrashStack *stack);

#endif							/* MEMCHECK_CRASH_STACK_H */
