/*
 * page_fault.c
 *		Who touches a closed page of the arena; see page_fault.h.
 */
#include "postgres.h"

#include <signal.h>
#include <ucontext.h>

#include "access/xact.h"
#include "base/compat.h"
#include "base/loss.h"
#include "miscadmin.h"
#include "probe/packed_chunk.h"
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
#define DIRECTION_FLAG 0x400	/* clear where a function begins */
#define RED_ZONE 128			/* bytes below the stack's end that a function may use */
#define WAS_WRITE 0x2			/* of the fault's error code */
#define WAS_FETCH 0x10
#define OPEN_PAGES 8			/* that one instruction may touch at a time */
#define OF_THREAD __thread __attribute__((tls_model("initial-exec")))

typedef struct OpenPage
{
	PagedChunk *chunk;			/* NULL: of none */
	const void *address;
} OpenPage;

/* Who has a signal besides us. */
typedef struct Others
{
	struct sigaction first;		/* before the first guard of this process */
	struct sigaction before;	/* when we came last */
	bool		first_is_known;
} Others;

/* Each thread steps over its own instruction. */
static OF_THREAD OpenPage open_pages[OPEN_PAGES];
static OF_THREAD int open_count;
static OF_THREAD uintptr_t stepped; /* the instruction that they were opened for */
static OF_THREAD void *passed;	/* what a signal that was passed on came with */
static OF_THREAD uintptr_t passed_from; /* our frame then */
static volatile bool catching;
static PageFaultRaiser raiser;	/* of nothing: the access goes on */
static PageFault raised;		/* what it is called for */
static Others others_of_fault;
static Others others_of_trap;

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
		(module->kind == MODULE_SERVER || at == compat_context_read_by_all());
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

/* What the fault is, and where; false: none that is noted. */
static bool
note(const void *address, void *context, PageFault *noted)
{
	uintptr_t	pc = registers_of(context)[REG_RIP];
	PagedChunk *chunk = paged_chunk_meant(address);
	PagedChunk	meant;
	ptrdiff_t	at;
	PageFault  *fault;

	if (!recording_is_main || frame_is_observer(pc))
		return false;
	if (chunk == NULL)
	{
		loss_note(LOSS_ACCESSES);
		return false;
	}
	meant = *chunk;
	at = (const char *) address - paged_chunk_pointer(chunk);
	if (chunk->packed && !packed_chunk_find(chunk, address, &meant, &at))
		meant.size = meant.made_at = 0;
	if (is_look_at_header(pc, at))
		return false;
	fault = known_fault(pc, &meant);
	if (fault)
	{
		fault->count++;
		*noted = *fault;
		return true;
	}
	if (fault_count == FAULTS)
	{
		loss_note(LOSS_ACCESSES);
		return false;
	}
	fault = &faults[fault_count];
	fault->pc = pc;
	fault->chunk = meant;
	fault->address = (uintptr_t) address;
	fault->at = at;
	fault->written = (registers_of(context)[REG_ERR] & WAS_WRITE) != 0;
	fault->count = 1;
	fault->frames = interrupted_stack_take(fault->stack, SITE_FRAMES, IN_SIGNAL_HANDLER);
	fault_count++;
	*noted = *fault;
	return true;
}

/* Of the extension that made the access, or called for it what is not the server's; or NULL. */
static const Module *
author_of(const PageFault *fault)
{
	for (int i = 0; i < fault->frames; i++)
	{
		const Module *module = module_of(fault->stack[i]);

		if (module == NULL || module->kind != MODULE_OTHER)
			return module && module->kind == MODULE_EXTENSION ? module : NULL;
	}
	return NULL;
}

static bool
may_raise(const PageFault *fault)
{
	const Module *author = raiser.raise && PG_exception_stack && CritSectionCount == 0 &&
		InterruptHoldoffCount == 0 && IsTransactionState() ? author_of(fault) : NULL;

	return author && raiser.raises_in(author->name);
}

/* Called in place of the instruction. */
static void
raise_now(void)
{
	raiser.raise(&raised);
	abort();
}

/* Beyond what a function may use below its stack's end. */
static void
call_instead(void *context)
{
	greg_t	   *registers = registers_of(context);
	uintptr_t	stack = TYPEALIGN_DOWN(16, (uintptr_t) registers[REG_RSP] - RED_ZONE) -
		sizeof(uintptr_t);

	*(uintptr_t *) stack = registers[REG_RIP];
	registers[REG_RSP] = stack;
	registers[REG_RIP] = (greg_t) raise_now;
	registers[REG_EFL] &= ~(greg_t) (DIRECTION_FLAG | TRAP_FLAG);
}

static void
call(const struct sigaction *action, int signal_number, siginfo_t *info, void *context)
{
	if (action->sa_flags & SA_SIGINFO)
		action->sa_sigaction(signal_number, info, context);
	else if (action->sa_handler == SIG_DFL || action->sa_handler == SIG_IGN)
	{
		/* a fault comes again, and then meets the default; what was sent, or a trap, does not */
		sigaction(signal_number, action, NULL);
		if (info->si_code <= 0 || signal_number == SIGTRAP)
			raise(signal_number);
	}
	else
		action->sa_handler(signal_number);
}

/*
 * A handler that was put over ours may come back to us with the same signal: then to the first one.
 * It may leave by a jump, too, so what it was called with tells, and not a flag.
 */
static void
pass_on(const Others *others, int signal_number, siginfo_t *info, void *context)
{
	uintptr_t	here = (uintptr_t) __builtin_frame_address(0);
	bool		again = passed == context && here < passed_from;

	if (!again)
	{
		passed = context;
		passed_from = here;
	}
	call(again ? &others->first : &others->before, signal_number, info, context);
	if (!again)
		passed = NULL;
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

/* Whether this access to the arena can go on. */
static bool
step_over(const void *address, void *context)
{
	greg_t	   *registers = registers_of(context);
	bool		goes_on = open_count > 0 && stepped == (uintptr_t) registers[REG_RIP];
	PagedChunk *chunk = paged_chunk_at(address);

	/* no data is ever run */
	if (registers[REG_ERR] & WAS_FETCH)
		return false;
	if (!goes_on && note(address, context, &raised) && may_raise(&raised))
	{
		call_instead(context);
		return true;
	}
	/* one that repeats itself has moved on; or somebody, as Valgrind, does not trap */
	if (open_count == OPEN_PAGES)
		close_pages();
	if (!paged_chunk_open(chunk, address))
		return false;
	open_pages[open_count++] = (OpenPage)
	{
		chunk, address
	};
	stepped = registers[REG_RIP];
	registers[REG_EFL] |= TRAP_FLAG;
	return true;
}

static void
on_fault(int signal_number, siginfo_t *info, void *context)
{
	int			saved = errno;
	bool		ours = catching && info->si_code > 0 && page_arena_has(info->si_addr);

	if (!ours || !step_over(info->si_addr, context))
		pass_on(&others_of_fault, signal_number, info, context);
	errno = saved;
}

/* The instruction is over; or, if it repeats itself (rep movs), its next turn begins. */
static void
on_trap(int signal_number, siginfo_t *info, void *context)
{
	greg_t	   *registers = registers_of(context);
	int			saved = errno;

	if ((registers[REG_EFL] & TRAP_FLAG) == 0)
		pass_on(&others_of_trap, signal_number, info, context);
	else if (open_count == 0 || (uintptr_t) registers[REG_RIP] != stepped)
	{
		registers[REG_EFL] &= ~(greg_t) TRAP_FLAG;
		close_pages();
	}
	errno = saved;
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

static void
put_ours(int signal_number, void (*handler) (int, siginfo_t *, void *), Others *others)
{
	take_signal(signal_number, handler, &others->before);
	if (!others->first_is_known)
		others->first = others->before;
	others->first_is_known = true;
}

/* A guard begins. */
void
page_faults_catch(PageFaultRaiser wanted)
{
	fault_count = 0;
	raiser = wanted;
	if (catching)
		return;
	open_count = 0;
	put_ours(SIGSEGV, on_fault, &others_of_fault);
	put_ours(SIGTRAP, on_trap, &others_of_trap);
	catching = true;
}

/* Somebody may have put a handler over ours. Ours comes first; all others go there. */
void
page_faults_look_again(void)
{
	struct sigaction now;

	if (!is_mine(SIGSEGV, on_fault, &now))
		put_ours(SIGSEGV, on_fault, &others_of_fault);
	if (!is_mine(SIGTRAP, on_trap, &now))
		put_ours(SIGTRAP, on_trap, &others_of_trap);
}

/* It ends, and the arena is open. A handler that calls ours finds that we pass on. */
void
page_faults_release(void)
{
	struct sigaction now;

	catching = false;
	if (is_mine(SIGSEGV, on_fault, &now))
		sigaction(SIGSEGV, &others_of_fault.before, NULL);
	if (is_mine(SIGTRAP, on_trap, &now))
		sigaction(SIGTRAP, &others_of_trap.before, NULL);
}

#else

bool
page_faults_are_known(void)
{
	return false;
}

void
page_faults_catch(PageFaultRaiser wanted)
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
