/*
 * fence.c
 *		Who touches these bytes; see fence.h.
 */
#include "postgres.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "probe/fence.h"
#include "stack/frame.h"
#include "stack/interrupted_stack.h"
#include "stack/site.h"

#define FENCE_PAGES (2 * FENCE_AREAS)

typedef struct FenceArea
{
	char	   *from;			/* NULL: forgotten */
	Size		length;
	FenceKind	kind;
	uint32		tag;
	char		before[FENCE_BYTES];	/* of one watched for changes */
} FenceArea;

typedef struct FencePage
{
	uintptr_t	address;
	int			rights;			/* that are left */
	bool		open;			/* for one instruction */
} FencePage;

static FenceArea areas[FENCE_AREAS];
static int	area_count;
static int	page_count;
static volatile bool up;
static FenceHit hit;

bool
fence_is_up(void)
{
	return up;
}

FenceHit
fence_hit(void)
{
	return hit;
}

/* Nobody was seen: who was had a right to. That area is watched no more. */
void
fence_pass(void)
{
	fence_forget(hit.area, 1);
	memset(&hit, 0, sizeof(hit));
}

static bool
overlaps(const FenceArea *area, const char *from, Size length)
{
	return area->from && from < area->from + area->length && area->from < from + length;
}

/* Also while the fence is up: the area gets a part of it at once. */
void
fence_add(char *from, Size length, FenceKind kind, uint32 tag)
{
	FenceArea  *area = &areas[area_count];

	if (area_count == FENCE_AREAS || length == 0)
		return;
	area_count++;
	area->from = from;
	area->length = kind == FENCE_CHANGE ? Min(length, FENCE_BYTES) : length;
	area->kind = kind;
	area->tag = tag;
	if (kind == FENCE_CHANGE)
		memcpy(area->before, from, area->length);
	if (up)
	{
		fence_down();
		fence_up();
	}
}

/* Memory that has another owner now, or a part of it. */
void
fence_forget(const char *from, Size length)
{
	for (int i = 0; i < area_count; i++)
		if (overlaps(&areas[i], from, length))
			areas[i].from = NULL;
}

void
fence_clear(void)
{
	fence_down();
	area_count = page_count = 0;
	memset(&hit, 0, sizeof(hit));
}

#if defined(__x86_64__)

#define TRAP_FLAG 0x100			/* of the processor: trap behind the next instruction */

static FencePage pages[FENCE_PAGES];	/* by address once the fence is up */
static struct sigaction before_fault;

static uintptr_t
page_of(const char *at)
{
	return (uintptr_t) at & ~((uintptr_t) sysconf(_SC_PAGESIZE) - 1);
}

static int
compare_pages(const void *a, const void *b)
{
	uintptr_t	left = ((const FencePage *) a)->address;
	uintptr_t	right = ((const FencePage *) b)->address;

	return left < right ? -1 : left > right;
}

static FencePage *
page_at(const char *at)
{
	FencePage	key = {.address = page_of(at)};

	return bsearch(&key, pages, page_count, sizeof(FencePage), compare_pages);
}

static void
add_page(uintptr_t address, int rights)
{
	if (page_count == FENCE_PAGES)
		return;
	pages[page_count].address = address;
	pages[page_count].rights = rights;
	pages[page_count++].open = false;
}

/* The pages of all areas, each once and with the fewest rights that one of its areas leaves. */
static void
list_pages(void)
{
	Size		size = sysconf(_SC_PAGESIZE);
	int			kept = 0;

	page_count = 0;
	for (int i = 0; i < area_count; i++)
		for (uintptr_t page = page_of(areas[i].from);
			 areas[i].from && page < (uintptr_t) areas[i].from + areas[i].length; page += size)
			add_page(page, areas[i].kind == FENCE_ACCESS ? PROT_NONE : PROT_READ);
	qsort(pages, page_count, sizeof(FencePage), compare_pages);
	for (int i = 0; i < page_count; i++)
	{
		if (kept > 0 && pages[kept - 1].address == pages[i].address)
			pages[kept - 1].rights = Min(pages[kept - 1].rights, pages[i].rights);
		else
			pages[kept++] = pages[i];
	}
	page_count = kept;
}

static void
set_rights(const FencePage *page, int rights)
{
	(void) mprotect((void *) page->address, sysconf(_SC_PAGESIZE), rights);
}

/* Somebody was seen: nothing is protected from here on. */
static void
note_hit(const FenceArea *area)
{
	uintptr_t	stack[SITE_FRAMES];
	int			count;

	fence_down();
	count = interrupted_stack_take(stack, SITE_FRAMES, IN_SIGNAL_HANDLER);
	hit.area = area->from;
	hit.tag = area->tag;
	hit.site = site_of_stack(stack, count);
}

/* Of areas inside each other the one that was added last. */
static const FenceArea *
accessed_area(const char *at)
{
	for (int i = area_count - 1; i >= 0; i--)
		if (areas[i].from && areas[i].kind == FENCE_ACCESS && at >= areas[i].from &&
			at < areas[i].from + areas[i].length)
			return &areas[i];
	return NULL;
}

static const FenceArea *
changed_area(void)
{
	for (int i = 0; i < area_count; i++)
	{
		const FenceArea *area = &areas[i];
		const FencePage *page = area->from &&
			area->kind == FENCE_CHANGE ? page_at(area->from) : NULL;

		if (page && page->open && memcmp(area->from, area->before, area->length) != 0)
			return area;
	}
	return NULL;
}

static greg_t *
registers_of(void *context)
{
	return ((ucontext_t *) context)->uc_mcontext.gregs;
}

static bool
is_ours(void *context)
{
	return frame_is_observer((uintptr_t) registers_of(context)[REG_RIP]);
}

/* An instruction met a page without rights. */
static void
on_fault(int signal_number, siginfo_t *info, void *context)
{
	FencePage  *page = up ? page_at(info->si_addr) : NULL;
	const FenceArea *area;

	if (page == NULL)
	{
		if (before_fault.sa_flags & SA_SIGINFO)
			before_fault.sa_sigaction(signal_number, info, context);
		else
			fence_down();		/* it comes again, and then meets who was there before */
		return;
	}
	area = is_ours(context) ? NULL : accessed_area(info->si_addr);
	if (area)
	{
		note_hit(area);
		return;
	}
	page->open = true;
	set_rights(page, PROT_READ | PROT_WRITE);
	registers_of(context)[REG_EFL] |= TRAP_FLAG;
}

/* The instruction is over. */
static void
on_trap(int signal_number, siginfo_t *info, void *context)
{
	const FenceArea *area = up && !is_ours(context) ? changed_area() : NULL;

	registers_of(context)[REG_EFL] &= ~(greg_t) TRAP_FLAG;
	if (area)
		note_hit(area);
	for (int i = 0; i < page_count && up; i++)
		if (pages[i].open)
		{
			pages[i].open = false;
			set_rights(&pages[i], pages[i].rights);
		}
}

static void
take_signal(int signal_number, void (*handler) (int, siginfo_t *, void *), struct sigaction *before)
{
	struct sigaction action = {.sa_sigaction = handler,
	.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};

	sigemptyset(&action.sa_mask);
	sigaction(signal_number, &action, before);
}

void
fence_up(void)
{
	if (up || area_count == 0)
		return;
	list_pages();
	take_signal(SIGSEGV, on_fault, &before_fault);
	take_signal(SIGTRAP, on_trap, NULL);
	up = true;
	for (int i = 0; i < page_count; i++)
		set_rights(&pages[i], pages[i].rights);
}

/* Also in a signal handler. */
void
fence_down(void)
{
	if (!up)
		return;
	up = false;
	for (int i = 0; i < page_count; i++)
	{
		pages[i].open = false;
		set_rights(&pages[i], PROT_READ | PROT_WRITE);
	}
	sigaction(SIGSEGV, &before_fault, NULL);
	/* SIGTRAP stays: a trap that is due still comes, and finds no fence */
}

#else

void
fence_up(void)
{
}

void
fence_down(void)
{
}

#endif
