/*
 * stale_handler.c
 *		Error handlers that functions left behind; see stale_handler.h.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <setjmp.h>
#include <signal.h>

#include "stack/recording.h"
#include "stack/site.h"
#include "trace/event.h"
#include "trace/stale_handler.h"

#define STACK_AT_MOST ((Size) 64 * 1024 * 1024)

#if defined(__x86_64__) && defined(__GLIBC__)
#define NOTES_HANDLERS
#endif

#ifdef __GLIBC__

/* The two names of siglongjmp(): what is built with _FORTIFY_SOURCE calls the first. */
extern void __longjmp_chk(struct __jmp_buf_tag *to, int value) __attribute__((noreturn));
extern void plain_siglongjmp(struct __jmp_buf_tag *to, int value) __asm__("siglongjmp")
__attribute__((noreturn));

/*
 * What lies in the frame of a function that has returned may block, as a mask of signals, also the
 * one that the jump ends with, and then no handler sees it. The server never blocks these.
 */
static void
let_crash_be_seen(struct __jmp_buf_tag *to)
{
	static const int ends[] = {SIGSEGV, SIGBUS, SIGILL, SIGABRT};

	if ((void *) to != (void *) PG_exception_stack || !to->__mask_was_saved)
		return;
	for (int i = 0; i < lengthof(ends); i++)
		sigdelset(&to->__saved_mask, ends[i]);
}

static void
checked_jump(struct __jmp_buf_tag *to, int value)
{
	let_crash_be_seen(to);
	__longjmp_chk(to, value);
}

static void
plain_jump(struct __jmp_buf_tag *to, int value)
{
	let_crash_be_seen(to);
	plain_siglongjmp(to, value);
}

#endif

#ifdef NOTES_HANDLERS

/* A buffer that an extension filled last, and the return address of the call. */
typedef struct NotedHandler
{
	uintptr_t	buffer;
	uintptr_t	pc;
} NotedHandler;

#define NOTED_HANDLERS 64

/* written by the code below, which knows how large a line is and how many there are */
extern NotedHandler memcheck_noted_handlers[NOTED_HANDLERS];
NotedHandler memcheck_noted_handlers[NOTED_HANDLERS] __attribute__((visibility("hidden"), used));
extern void memcheck_noting_sigsetjmp(void) __attribute__((visibility("hidden")));

/* Only registers that a called function may change, and no stack. */
__asm__(".pushsection .text\n"
		".type memcheck_noting_sigsetjmp, @function\n"
		".hidden memcheck_noting_sigsetjmp\n"
		".globl memcheck_noting_sigsetjmp\n"
		"memcheck_noting_sigsetjmp:\n"
		".cfi_startproc\n"
		"endbr64\n"
		"movq (%rsp), %rax\n"
		"movq %rdi, %r10\n"
		"shrq $4, %r10\n"
		"andl $63, %r10d\n"
		"shlq $4, %r10\n"
		"leaq memcheck_noted_handlers(%rip), %r11\n"
		"addq %r10, %r11\n"
		"movq %rdi, (%r11)\n"
		"movq %rax, 8(%r11)\n"
		"jmp *__sigsetjmp@GOTPCREL(%rip)\n"
		".cfi_endproc\n"
		".size memcheck_noting_sigsetjmp, .-memcheck_noting_sigsetjmp\n"
		".popsection\n");

/* The return address of whoever filled it; 0: no extension that is known. */
static uintptr_t
noted_pc(const sigjmp_buf *buffer)
{
	const NotedHandler *line =
		&memcheck_noted_handlers[((uintptr_t) buffer >> 4) % NOTED_HANDLERS];

	return line->buffer == (uintptr_t) buffer ? line->pc : 0;
}

/* Where a jump to it would go on, as glibc keeps that. */
static uintptr_t
kept_pc(const sigjmp_buf *buffer)
{
	uintptr_t	kept = ((const uintptr_t *) buffer)[7];
	uintptr_t	guard;

	__asm__("movq %%fs:0x30, %0":"=r"(guard));
	return (kept >> 17 | kept << 47) ^ guard;
}

static bool
leads_to_code(uintptr_t pc)
{
	Dl_info		info;

	return dladdr((void *) pc, &info) != 0;
}

/* Whether a buffer of our own reads as we think that it does. */
static bool
is_kept_as_thought(void)
{
	sigjmp_buf	own;
	Dl_info		here;
	Dl_info		there;

	(void) sigsetjmp(own, 0);
	return dladdr((void *) is_kept_as_thought, &here) != 0 &&
		dladdr((void *) kept_pc(&own), &there) != 0 && here.dli_fbase == there.dli_fbase;
}

uintptr_t
stale_handler_jumped_to(void)
{
	uintptr_t	pc = PG_exception_stack ? noted_pc(PG_exception_stack) : 0;

	return pc && is_kept_as_thought() && !leads_to_code(kept_pc(PG_exception_stack)) ? pc : 0;
}

#else

static uintptr_t
noted_pc(const sigjmp_buf *buffer)
{
	return 0;
}

uintptr_t
stale_handler_jumped_to(void)
{
	return 0;
}

#endif

#ifdef __GLIBC__

static const Import *
followed_imports(int *count)
{
	static const Import imports[] = {
		{"__longjmp_chk", (AnyFunction) checked_jump, (AnyFunction) checked_jump},
		{"siglongjmp", (AnyFunction) plain_jump, (AnyFunction) plain_jump},
#ifdef NOTES_HANDLERS
		{"__sigsetjmp", memcheck_noting_sigsetjmp, NULL},
#endif
	};

	*count = lengthof(imports);
	return imports;
}

const Layer stale_handler_layer = {.imports = followed_imports};

#else

const Layer stale_handler_layer = {0};

#endif

/* Below a frame that is in use; not what lies elsewhere in memory. */
static bool
has_returned(const void *in_frame, const char *frame)
{
	return in_frame && (const char *) in_frame < frame &&
		(Size) (frame - (const char *) in_frame) < STACK_AT_MOST;
}

static void
tell(uintptr_t pc, const char *what)
{
	Event		event = {.check_type = CHECK_RESOURCE_LEAK, .count = 1, .certain = true};

	if (!recording_enter_main())
		return;
	event.site = pc ? site_of_stack(&pc, 1) : 0;
	recording_leave();
	string_copy(event.detail, sizeof(event.detail), what);
	event_add(&event);
}

/* Of what the caller has called. */
pg_noinline void
stale_handlers_look(void)
{
	const char *frame = __builtin_frame_address(0);

	if (has_returned(PG_exception_stack, frame))
		tell(noted_pc(PG_exception_stack),
			 "a PG_TRY block was left by a return: the next error jumps into a function that "
			 "has returned");
	if (has_returned(error_context_stack, frame))
		tell(0,
			 "an error context callback was left behind: the next error calls it with what a "
			 "function had that has returned");
}
