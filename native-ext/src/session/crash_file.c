/*
 * crash_file.c
 *		A crash in an ordinary window; see crash_file.h.
 */
#include "postgres.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/file_perm.h"
#include "judge/statement.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "session/crash_file.h"
#include "storage/ipc.h"
#include "utils/elog.h"
#include "utils/timestamp.h"

#define MAGIC 0x6d637268
#define HANDLER_STACK_BYTES (256 * 1024)
#define PATIENCE_SECONDS 5

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL};

static bool watching;			/* windows are open */
static bool left_alone;			/* somebody else tells of crashes in this process */
static CrashFile *file;			/* NULL: there is no memory for it and the handler's stack */
static char path[MAXPGPATH];
static volatile sig_atomic_t noted; /* once is enough */
static volatile sig_atomic_t noting;	/* a signal, and nothing is written yet */
static emit_log_hook_type prev_emit_log;

static void
path_of(int number, char *to, Size size)
{
	snprintf(to, size, "%s/pg_ext_memcheck.crash.%d", DataDir, number);
}

static bool
is_to_be_noted(void)
{
	return watching && !noted && MyProcPid == (int) getpid();
}

static void
write_down(void)
{
	int			to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
						  pg_file_create_mode);

	if (to < 0)
		return;
	string_copy(file->statement, sizeof(file->statement), statement_subject()->text);
	if (write(to, file, sizeof(*file)) != sizeof(*file))
		(void) unlink(path);
	close(to);
}

/* The notes are taken; or taking them crashed, or takes too long. */
static void
finish_noting(int signal_number)
{
	if (noting)
	{
		noting = false;
		write_down();
	}
	crash_die_of(file->report.signal);
}

/* So that whoever waits for this process does not wait for ever. */
static void
bound_time(void)
{
	struct itimerval soon = {.it_value.tv_sec = PATIENCE_SECONDS};
	sigset_t	mask;

	signal(SIGALRM, finish_noting);
	sigemptyset(&mask);
	sigaddset(&mask, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &mask, NULL);
	(void) setitimer(ITIMER_REAL, &soon, NULL);
}

/* On a stack of its own, in whatever the session was doing. */
static void
handle_fatal_signal(int signal_number, siginfo_t *info, void *context)
{
	bool		was_sent = info->si_code == SI_USER && info->si_pid != getpid();

	crash_note_again();
	if (!was_sent && is_to_be_noted())
	{
		noted = noting = true;
		bound_time();
		crash_note_signal(&file->report, signal_number, info, context);
		finish_noting(signal_number);
	}
	else if (noting)
		finish_noting(signal_number);
	crash_die_of(signal_number);
}

/* An extension ends the process by itself. */
void
crash_file_exit(int status)
{
	if (!is_to_be_noted() || proc_exit_inprogress || !statement_is_running())
		return;
	noted = true;
	file->report.reason = CRASH_EXIT;
	file->report.exit_status = status;
	crash_stack_note(&file->report.stack, IN_CODE);
	write_down();
}

/* Called before the server's own clean-up. */
static void
handle_exit(int status, void *arg)
{
	crash_file_exit(status);
}

/* Whether an extension raised the error that is reported now, and not the server that it called. */
static bool
is_of_extension(const CrashStack *stack)
{
	for (int i = 0; i + 1 < stack->count; i++)
		if (strcmp(stack->frames[i].symbol, "errfinish") == 0)
			return stack->frames[i + 1].of_extension;
	return false;
}

/* While an error is reported. */
static void
memcheck_emit_log(ErrorData *error)
{
	if (error->elevel >= FATAL && is_to_be_noted())
	{
		string_copy(file->message, sizeof(file->message), message_text(error));
		crash_stack_note(&file->report.stack, IN_CODE);
		if (error->elevel == FATAL && is_of_extension(&file->report.stack))
		{
			noted = true;
			file->report.reason = CRASH_FATAL;
			write_down();
		}
	}
	if (prev_emit_log)
		prev_emit_log(error);
}

/* From _PG_init, once. */
void
crash_file_install_hook(void)
{
	prev_emit_log = emit_log_hook;
	emit_log_hook = memcheck_emit_log;
}

/* Once in a process. */
static bool
make_room(void)
{
	char	   *room = mmap(NULL, HANDLER_STACK_BYTES + sizeof(CrashFile), PROT_READ | PROT_WRITE,
							MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	stack_t		stack = {.ss_sp = room,.ss_size = HANDLER_STACK_BYTES};
	stack_t		before;

	if (room == MAP_FAILED)
		return false;
	if (sigaltstack(NULL, &before) == 0 && (before.ss_flags & SS_DISABLE))
		(void) sigaltstack(&stack, NULL);
	file = (CrashFile *) (room + HANDLER_STACK_BYTES);
	on_exit(handle_exit, NULL);
	return true;
}

static bool
is_ours(int signal_number)
{
	struct sigaction now;

	return sigaction(signal_number, NULL, &now) == 0 && (now.sa_flags & SA_SIGINFO) &&
		now.sa_sigaction == handle_fatal_signal;
}

static void
catch(int signal_number)
{
	struct sigaction action = {.sa_sigaction = handle_fatal_signal,
	.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	struct sigaction before;

	sigemptyset(&action.sa_mask);
	if (sigaction(signal_number, NULL, &before) == 0 && before.sa_handler == SIG_DFL)
		(void) sigaction(signal_number, &action, NULL);
}

/* The first window opens: before any probe takes signals for itself. */
void
crash_file_watch(void)
{
	if (left_alone || watching || (file == NULL && !make_room()))
		return;
	*file = (CrashFile) {.magic = MAGIC,.size = sizeof(CrashFile),.pid = MyProcPid,
	.role = GetAuthenticatedUserId(),.encoding = GetDatabaseEncoding()};
	path_of(MyProcPid % CRASH_FILES, path, sizeof(path));
	for (int i = 0; i < lengthof(fatal_signals); i++)
		catch(fatal_signals[i]);
	watching = true;
}

/* Before any window opens. */
void
crash_file_leave_alone(void)
{
	left_alone = true;
}

/* The last one has closed. */
void
crash_file_unwatch(void)
{
	for (int i = 0; watching && i < lengthof(fatal_signals); i++)
		if (is_ours(fatal_signals[i]))
			signal(fatal_signals[i], SIG_DFL);
	watching = false;
}

/* Whatever a process that was broken has written. */
static void
mend(CrashStack *stack)
{
	stack->count = Min(Max(stack->count, 0), CRASH_FRAMES);
	for (int i = 0; i < stack->count; i++)
	{
		CrashFrame *frame = &stack->frames[i];

		frame->path[sizeof(frame->path) - 1] = frame->symbol[sizeof(frame->symbol) - 1] = '\0';
	}
}

/* False: there is none, or not of this version. */
bool
crash_file_read(int number, CrashFile *to)
{
	char		name[MAXPGPATH];
	struct stat status;
	int			from;
	bool		whole;

	path_of(number, name, sizeof(name));
	from = open(name, O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return false;
	whole = fstat(from, &status) == 0 && read(from, to, sizeof(*to)) == sizeof(*to) &&
		to->magic == MAGIC && to->size == sizeof(*to) && PG_VALID_BE_ENCODING(to->encoding);
	close(from);
	if (!whole)
		return false;
	to->at = (TimestampTz) (status.st_mtime - (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) *
							SECS_PER_DAY) * USECS_PER_SEC;
	to->statement[sizeof(to->statement) - 1] = to->message[sizeof(to->message) - 1] = '\0';
	mend(&to->report.stack);
	mend(&to->report.freed);
	return true;
}
