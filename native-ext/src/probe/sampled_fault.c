/*
 * sampled_fault.c
 *		Who touches closed pages of sampled guards; see sampled_fault.h.
 */
#include "postgres.h"

#include <signal.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/compat.h"
#include "miscadmin.h"
#include "probe/sampled_fault.h"
#include "probe/sampled_finding.h"
#include "stack/frame.h"
#include "stack/interrupted_stack.h"
#include "stack/module.h"

#define OF_THREAD __thread __attribute__((tls_model("initial-exec")))

static struct sigaction before; /* who has the signal besides us */
static int	caught_in;			/* the process */
static OF_THREAD bool is_backend_thread;
static OF_THREAD void *passed;	/* what a signal that was passed on came with */
static OF_THREAD char *passed_from; /* our frame: of one that jumped away nothing lies below it */

#if defined(__x86_64__)

#define WAS_WRITE 0x2			/* of the fault's error code */
#define WAS_FETCH 0x10

static uintptr_t
instruction(void *context)
{
	return ((ucontext_t *) context)->uc_mcontext.gregs[REG_RIP];
}

static bool
was_fetch(void *context)
{
	return (((ucontext_t *) context)->uc_mcontext.gregs[REG_ERR] & WAS_FETCH) != 0;
}

static const char *
how_it_was_touched(void *context)
{
	return ((ucontext_t *) context)->uc_mcontext.gregs[REG_ERR] & WAS_WRITE ? "written" : "read";
}

#elif defined(__aarch64__)

static uintptr_t
instruction(void *context)
{
	return ((ucontext_t *) context)->uc_mcontext.pc;
}

static bool
was_fetch(void *context)
{
	return guard_range_has((void *) instruction(context));
}

static const char *
how_it_was_touched(void *context)
{
	return "touched";
}

#else

static uintptr_t
instruction(void *context)
{
	return 0;
}

static bool
was_fetch(void *context)
{
	return true;
}

static const char *
how_it_was_touched(void *context)
{
	return "touched";
}

#endif

/* pfree and its like look for the context of what they are given: we are asked then. */
static bool
is_look_at_header(uintptr_t pc, ptrdiff_t at)
{
	const Module *module = module_of(pc);

	return at < 0 && at >= -(ptrdiff_t) sizeof(CompatLoneHeader) && module &&
		module->kind == MODULE_SERVER;
}

static void
note_access(const GuardSlot *slot, const void *address, void *context)
{
	uintptr_t	pc = instruction(context);
	ptrdiff_t	at = (const char *) address - guard_slot_pointer(slot);
	SampledFinding *finding;

	if (slot->state == SLOT_EMPTY || frame_is_observer(pc) || is_look_at_header(pc, at))
		return;
	finding = sampled_finding_new(slot->state == SLOT_LIVE ? CHECK_CHUNK_OVERRUN :
								  CHECK_USE_AFTER_RESET, slot, at);
	if (finding == NULL)
		return;
	finding->how = how_it_was_touched(context);
	finding->stack.frames = interrupted_stack_take(finding->stack.pcs, GUARD_FRAMES,
												   IN_SIGNAL_HANDLER);
	sampled_finding_add(finding);
}

/* To whoever had the signal. Who has ours below his own comes back with it: then to the default. */
static void
pass_on(int signal_number, siginfo_t *info, void *context)
{
	struct sigaction standard = {.sa_handler = SIG_DFL};
	char	   *here = __builtin_frame_address(0);
	const struct sigaction *next = passed == context && here < passed_from ? &standard : &before;

	if (next->sa_handler != SIG_DFL && next->sa_handler != SIG_IGN)
	{
		passed = context;
		passed_from = here;
		if (next->sa_flags & SA_SIGINFO)
			next->sa_sigaction(signal_number, info, context);
		else
			next->sa_handler(signal_number);
		passed = NULL;
		return;
	}
	/* a fault comes again, and then meets the default; what was sent does not */
	sigaction(signal_number, next, NULL);
	if (info->si_code <= 0)
		raise(signal_number);
}

static void
on_fault(int signal_number, siginfo_t *info, void *context)
{
	int			saved_errno = errno;
	GuardSlot  *slot = info->si_code > 0 && !was_fetch(context) ?
		guard_slot_at(info->si_addr) : NULL;

	bool		first = slot && !slot->opened;

	/* opened before anything else: what takes the stack may read there, too */
	if (slot == NULL || !guard_slot_reveal(slot))
		pass_on(signal_number, info, context);
	else if (first && is_backend_thread && caught_in == getpid())
		note_access(slot, info->si_addr, context);
	errno = saved_errno;
}

/* Ours comes first: somebody may have put a handler over it. */
void
sampled_faults_catch(void)
{
	struct sigaction ours = {.sa_sigaction = on_fault,
	.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	struct sigaction now;

	is_backend_thread = true;
	caught_in = MyProcPid;
	if (sigaction(SIGSEGV, NULL, &now) != 0 ||
		((now.sa_flags & SA_SIGINFO) && now.sa_sigaction == on_fault))
		return;
	sigemptyset(&ours.sa_mask);
	before = now;
	(void) sigaction(SIGSEGV, &ours, NULL);
}

bool
sampled_faults_are_known(void)
{
#if defined(__x86_64__) || defined(__aarch64__)
	return true;
#else
	return false;
#endif
}
