/*
 * page_fault.c
 *		Who touches a closed page of the arena; see page_fault.h.
 */
#include "postgres.h"

#include <signal.h>
#include <ucontext.h>

#include "base/compat.h"
#include "base/loss.h"
#include "probe/page_fault.h"
#include "stack/frame.h"
#include "stack/interrupted_stack.h"
#include "stack/recording.h"

#define FAULTS 64				/* different ones between two looks */

static PageFault faults[FAULTS];
static int	fault_count;

void
page_faults_take(void (*take) (const PageFault *fault))
{
	for (int i = 0; i < fault_count; i++)
		take(&faults[i]);
	fault_count = 0;
}

#if defined(__x86_64__)

#define TRAP_FLAG 0x100			/* of the processor: trap behind the next instruction */
#define WAS_WRITE 0x2			/* of the fault's error code */
#define OPEN_PAGES 8			/* that one instruction may touch */

typedef struct OpenPage
{
	PagedChunk *chunk;
	const void *address;
} OpenPage;

static OpenPage open_pages[OPEN_PAGES];
static int	open_count;
static volatile bool catching;
static struct sigaction first_before;	/* what SIGSEGV had before the guard */
static struct sigaction before; /* what it had when we came last */
static struct sigaction before_trap;
static volatile bool passing;	/* a fault on to somebody else */

bool
page_faults_are_known(void)
{
	return true;
}

static greg_t *
registers_of(void *context)
{
	return ((ucontext_t *) context)->uc_mcontext.gregs;
}

/* pfree and its like look for the context of what they are given: the guard sees those. */
static bool
is_look_at_header(uintptr_t pc, ptrdiff_t at)
{
	const Module *module = module_of(pc);

	return at < 0 && at >= -(ptrdiff_t) sizeof(CompatLoneHeader) && module &&
		module->kind == MODULE_SERVER;
}

static PageFault *
known_fault(uintptr_t pc, const PagedChunk *chunk)
{
	for (int i = 0; i < fault_count; i++)
		if (faults[i].pc == pc && faults[i].chunk.made_at == chunk->made_at &&
			faults[i].chunk.given_back_at == chunk->given_back_at)
			return &faults[i];
	return NULL;
}

static void
note(PagedChunk *chunk, ptrdiff_t at, void *context)
{
	uintptr_t	pc = registers_of(context)[REG_RIP];
	PageFault  *fault;

	if (!recording_is_main || frame_is_observer(pc) || is_look_at_header(pc, at))
		return;
	fault = known_fault(pc, chunk);
	if (fault)
	{
		fault->count++;
		return;
	}
	if (fault_count == FAULTS)
	{
		loss_note(LOSS_UNGUARDED);
		return;
	}
	fault = &faults[fault_count];
	fault->pc = pc;
	fault->chunk = *chunk;
	fault->at = at;
	fault->written = (registers_of(context)[REG_ERR] & WAS_WRITE) != 0;
	fault->count = 1;
	fault->frames = interrupted_stack_take(fault->stack, SITE_FRAMES, IN_SIGNAL_HANDLER);
	fault_count++;
}

static void
call(const struct sigaction *action, int signal_number, siginfo_t *info, void *context)
{
	if (action->sa_flags & SA_SIGINFO)
		action->sa_sigaction(signal_number, info, context);
	else if (action->sa_handler == SIG_DFL || action->sa_handler == SIG_IGN)
	{
		/* a fault comes again, and then meets the default; what was sent does not */
		sigaction(signal_number, action, NULL);
		if (info->si_code <= 0)
			raise(signal_number);
	}
	else
		action->sa_handler(signal_number);
}

/* A handler that was put over ours may come back to us: then to the first. */
static void
pass_on(int signal_number, siginfo_t *info, void *context)
{
	bool		again = passing;

	passing = true;
	call(again ? &first_before : &before, signal_number, info, context);
	passing = again;
}

static void
close_pages(void)
{
	while (open_count > 0)
	{
		open_count--;
		paged_chunk_close_again(open_pages[open_count].chunk, open_pages[open_count].address);
	}
}

static void
on_fault(int signal_number, siginfo_t *info, void *context)
{
	PagedChunk *chunk = catching && info->si_code > 0 ? paged_chunk_at(info->si_addr) : NULL;

	if (chunk == NULL)
	{
		pass_on(signal_number, info, context);
		return;
	}
	note(chunk, (char *) info->si_addr - paged_chunk_pointer(chunk), context);
	/* no instruction needs so many: somebody, as Valgrind, does not trap */
	if (open_count == OPEN_PAGES)
		close_pages();
	paged_chunk_open(chunk, info->si_addr);
	open_pages[open_count++] = (OpenPage)
	{
		chunk, info->si_addr
	};
	registers_of(context)[REG_EFL] |= TRAP_FLAG;
}

/* The instruction is over; in another thread, perhaps, whose page was closed with ours. */
static void
on_trap(int signal_number, siginfo_t *info, void *context)
{
	if ((registers_of(context)[REG_EFL] & TRAP_FLAG) == 0)
	{
		call(&before_trap, signal_number, info, context);
		return;
	}
	registers_of(context)[REG_EFL] &= ~(greg_t) TRAP_FLAG;
	close_pages();
}

static void
take_signal(int signal_number, void (*handler) (int, siginfo_t *, void *), struct sigaction *old)
{
	struct sigaction action = {.sa_sigaction = handler,
	.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};

	sigemptyset(&action.sa_mask);
	sigaction(signal_number, &action, old);
}

static bool
is_mine(int signal_number, void (*handler) (int, siginfo_t *, void *), struct sigaction *now)
{
	return sigaction(signal_number, NULL, now) == 0 && (now->sa_flags & SA_SIGINFO) &&
		now->sa_sigaction == handler;
}

/* A guard begins. */
void
page_faults_catch(void)
{
	fault_count = 0;
	if (catching)
		return;
	open_count = 0;
	take_signal(SIGSEGV, on_fault, &first_before);
	before = first_before;
	take_signal(SIGTRAP, on_trap, &before_trap);
	catching = true;
}

/* Somebody may have put a handler over ours. Ours comes first; all others go there. */
void
page_faults_look_again(void)
{
	struct sigaction now;

	if (!is_mine(SIGSEGV, on_fault, &now))
		take_signal(SIGSEGV, on_fault, &before);
	if (!is_mine(SIGTRAP, on_trap, &now))
		take_signal(SIGTRAP, on_trap, &before_trap);
}

/* It ends, and the arena is open. A handler that calls ours finds that we pass on. */
void
page_faults_release(void)
{
	struct sigaction now;

	catching = false;
	if (is_mine(SIGSEGV, on_fault, &now))
		sigaction(SIGSEGV, &before, NULL);
	if (is_mine(SIGTRAP, on_trap, &now))
		sigaction(SIGTRAP, &before_trap, NULL);
}

#else

bool
page_faults_are_known(void)
{
	return false;
}

void
page_faults_catch(void)
{
}

void
page_faults_look_again(void)
{
}

void
page_faults_release(void)
{
}

#endif
