/*
 * crash.c
 *		What would end the process becomes a report; see crash.h.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <unistd.h>

#include "miscadmin.h"
#include "scenario/crash.h"
#include "session/crash_file.h"
#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "storage/proc.h"
#include "trace/held_locks.h"

#define HANDLER_STACK_BYTES (256 * 1024)

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};

sigjmp_buf	crash_landing;

static CrashReport *report;		/* NULL: not guarded */
static volatile sig_atomic_t recording; /* a handler writes the report */

/* It stands in a lock's queue, from which only the lock's holder may take it. */
static bool
waits_for_lwlock(void)
{
	return MyProc != NULL && MyProc->lwWaiting != 0;
}

/*
 * Whether an endless loop may be left. It has not changed for seconds what its locks protect, so
 * they are released as after an error.
 */
bool
crash_can_leave_loop(void)
{
	return report != NULL && CritSectionCount == 0 && MyProcPid == (int) getpid() &&
		!waits_for_lwlock();
}

/* Whether this process may leave from wherever it is. */
bool
crash_can_jump(void)
{
	return crash_can_leave_loop() && held_locks_count() == 0;
}

/* The calling process's stack. */
void
crash_note_stack(CrashStack *to, StackMoment moment)
{
	recording = true;
	crash_stack_note(to, moment);
	recording = false;
}

/*
 * The postmaster is about to make shared memory anew, and the report is in it. Only the server's
 * log will stay.
 */
static void
leave_last_words(int signal_number, const siginfo_t *info, void *context)
{
	static CrashReport last;
	const CrashFrame *frame;
	char		words[512];

	crash_note_signal(&last, signal_number, info, context);
	frame = crash_stack_extension(&last.stack);
	snprintf(words, sizeof(words),
			 "pg_ext_memcheck: signal %d in function \"%s\" of \"%s\", holding locks of the "
			 "server\n",
			 signal_number, frame ? frame->symbol : "", frame ? frame->path : "");
	if (write(STDERR_FILENO, words, strlen(words)) < 0)
		return;					/* nobody reads the log, then */
}

/* The session that asked sends SIGABRT when milder signals did not help. */
static bool
is_request(int signal_number, const siginfo_t *info)
{
	return signal_number == SIGABRT && info->si_code == SI_USER && info->si_pid != PostmasterPid;
}

/* On the handler's own stack, in whatever the workload was doing. */
static void
handle_fatal_signal(int signal_number, siginfo_t *info, void *context)
{
	crash_note_again();
	if (is_request(signal_number, info))
	{
		/* if it cannot leave, that is no reason to take all others along */
		if (!crash_can_leave_loop())
			return;
	}
	else if (!crash_can_jump())
	{
		if (report != NULL && !recording && MyProcPid == (int) getpid())
		{
			recording = true;
			leave_last_words(signal_number, info, context);
		}
		crash_die_of(signal_number);
		return;
	}
	if (report->reason == CRASH_NONE && !recording)
	{
		recording = true;
		crash_note_signal(report, signal_number, info, context);
		recording = false;
	}
	siglongjmp(crash_landing, 1);
}

/* Leaves for the landing; the caller has seen that it may. */
void
crash_jump(CrashReason reason, StackMoment moment)
{
	if (report->reason == CRASH_NONE)
	{
		report->reason = reason;
		crash_note_stack(&report->stack, moment);
	}
	siglongjmp(crash_landing, 1);
}

static void
exit_called(int status)
{
	if (!crash_can_jump() || report->reason != CRASH_NONE)
		return;
	report->exit_status = status;
	crash_jump(CRASH_EXIT, IN_CODE);
}

/* Called first in exit(), so before the server's own clean-up. */
static void
handle_exit(int status, void *arg)
{
	if (!proc_exit_inprogress)
		exit_called(status);
}

/* What extensions call for _exit(), which nothing can stop once it has begun. */
static void
guarded_exit(int status)
{
	exit_called(status);
	crash_file_exit(status);
	_exit(status);
}

static const Import imports[] = {
	{"_exit", (AnyFunction) guarded_exit, NULL},
	{"_Exit", (AnyFunction) guarded_exit, NULL},
};

static const Import *
crash_imports(int *count)
{
	*count = lengthof(imports);
	return imports;
}

const Layer crash_layer = {.imports = crash_imports};

/* Raises an error if the machine has no memory for the handler's stack. */
void
crash_guard_start(CrashReport *to)
{
	struct sigaction action = {.sa_sigaction = handle_fatal_signal,
	.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	stack_t		stack = {.ss_size = HANDLER_STACK_BYTES};

	stack.ss_sp = mmap(NULL, stack.ss_size, PROT_READ | PROT_WRITE,
					   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (stack.ss_sp == MAP_FAILED || sigaltstack(&stack, NULL) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("could not set up a stack for signal handlers: %m")));
	report = to;
	crash_file_leave_alone();
	sigemptyset(&action.sa_mask);
	for (int i = 0; i < lengthof(fatal_signals); i++)
		sigaction(fatal_signals[i], &action, NULL);
	on_exit(handle_exit, NULL);
}

/* From here on a crash is a crash: the process is leaving. */
void
crash_guard_end(void)
{
	report = NULL;
	for (int i = 0; i < lengthof(fatal_signals); i++)
		signal(fatal_signals[i], SIG_DFL);
}
