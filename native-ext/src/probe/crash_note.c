/*
 * crash_note.c
 *		What a process writes down of the signal that ends it; see crash_note.h.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <pthread.h>
#include <setjmp.h>
#include <ucontext.h>

#include "probe/crash_note.h"
#include "probe/page_arena.h"
#include "probe/poison_pattern.h"
#include "stack/site.h"
#include "trace/stale_handler.h"

static sigjmp_buf stack_is_broken;
static volatile sig_atomic_t following; /* the stack, in the thread that crashed */
static pthread_t follower;

/* The site that gave the memory back which the address comes of; false: it comes of none. */
static bool
is_of_freed(uintptr_t address, uint32 *site)
{
	const PagedChunk *chunk = page_arena_has((void *) address) ?
		paged_chunk_meant((void *) address) : NULL;

	*site = chunk ? chunk->given_back_at : poison_site(address);
	return chunk ? chunk->state != PAGED_LIVE : poison_looks_like(address);
}

/*
 * A call through a bad pointer leaves nothing to unwind from: makes it look as
 * though the called function had just returned.
 */
static void
step_out_of_nowhere(ucontext_t *context)
{
#if defined(__x86_64__)
	greg_t	   *registers = context->uc_mcontext.gregs;
	Dl_info		info;

	if (dladdr((void *) registers[REG_RIP], &info) != 0)
		return;
	registers[REG_RIP] = *(greg_t *) registers[REG_RSP];
	registers[REG_RSP] += sizeof(greg_t);
#elif defined(__aarch64__)
	Dl_info		info;

	if (dladdr((void *) context->uc_mcontext.pc, &info) == 0)
		context->uc_mcontext.pc = context->uc_mcontext.regs[30];
#endif
}

/* Where it was interrupted; 0 where that cannot be told. */
static uintptr_t
interrupted_at(const ucontext_t *context)
{
#if defined(__x86_64__)
	return context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
	return context->uc_mcontext.pc;
#else
	return 0;
#endif
}

/* If an error jumped into a frame that is gone, whoever left that handler. */
static void
note_jump(CrashReport *report, uintptr_t pc)
{
	uintptr_t	pcs[] = {pc, stale_handler_jumped_to()};

	if (pcs[1] == 0)
		return;
	crash_stack_note_pcs(&report->stack, pcs, lengthof(pcs));
	report->stack_unread = report->jumped_back = true;
}

/*
 * As much of the stack as can be followed: it may be what was broken, and then the unwinder crashes
 * on it. What it has until there stays, or the instruction alone.
 */
static void
note_stack(CrashReport *report, void *context)
{
	static uintptr_t pcs[CRASH_FRAMES];
	static volatile int count;

	/* as though it were a return address */
	uintptr_t	pc = interrupted_at(context) + 1;

	report->stack_unread = true;
	crash_stack_note_pcs(&report->stack, &pc, 1);
	count = 0;
	follower = pthread_self();
	if (sigsetjmp(stack_is_broken, 1) == 0)
	{
		following = true;
		step_out_of_nowhere(context);
		interrupted_stack_follow(pcs, CRASH_FRAMES, IN_SIGNAL_HANDLER, &count);
		report->stack_unread = false;
	}
	following = false;
	if (count > 0)
		crash_stack_note_pcs(&report->stack, pcs, count);
	if (crash_stack_extension(&report->stack) == NULL)
		note_jump(report, pc);
}

/*
 * Whoever handles fatal signals calls this first. It does not return if crash_note_signal() is
 * following the stack and has crashed on it.
 */
void
crash_note_again(void)
{
	if (following && pthread_equal(follower, pthread_self()))
	{
		following = false;
		siglongjmp(stack_is_broken, 1);
	}
}

/* Only in a handler; the context is that of what was interrupted. */
void
crash_note_signal(CrashReport *report, int signal_number, const siginfo_t *info, void *context)
{
	const uintptr_t *pcs = NULL;
	uint32		site = 0;

	report->reason = CRASH_SIGNAL;
	report->signal = signal_number;
	if (signal_number != SIGABRT && info->si_code != SI_KERNEL)
		report->address = (uintptr_t) info->si_addr;
	report->poisoned = signal_number != SIGABRT && is_of_freed(report->address, &site);
	note_stack(report, context);
	if (report->poisoned)
	{
		int			count = site_frames(site, &pcs);

		crash_stack_note_pcs(&report->freed, pcs, count);
	}
}

/* As though nobody had caught it. */
void
crash_die_of(int signal_number)
{
	sigset_t	mask;

	signal(signal_number, SIG_DFL);
	sigemptyset(&mask);
	sigaddset(&mask, signal_number);
	sigprocmask(SIG_UNBLOCK, &mask, NULL);
	raise(signal_number);
}

/* sigabbrev_np() is newer than the oldest C library that we run on. */
static const char *
signal_name(int signal_number)
{
	switch (signal_number)
	{
		case SIGSEGV:
			return "SIGSEGV";
		case SIGBUS:
			return "SIGBUS";
		case SIGABRT:
			return "SIGABRT";
		case SIGFPE:
			return "SIGFPE";
		case SIGILL:
			return "SIGILL";
		default:
			return "SIG?";
	}
}

void
crash_describe_signal(const CrashReport *report, StringInfo to)
{
	appendStringInfo(to, "signal %d (%s)", report->signal, signal_name(report->signal));
	if (report->signal == SIGSEGV || report->signal == SIGBUS)
		appendStringInfo(to, " at address 0x%lx", (unsigned long) report->address);
	if (report->poisoned)
		appendStringInfoString(to, ", which looks like freed memory");
	if (report->stack_unread)
		appendStringInfoString(to, ", and its call stack could not be read");
	if (report->jumped_back)
		appendStringInfoString(to, ": an error went to a PG_TRY block that had been left by a "
							   "return");
}
