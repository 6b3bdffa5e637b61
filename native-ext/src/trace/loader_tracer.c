/*
 * loader_tracer.c
 *		dlopen() and its relatives; see loader_tracer.h.
 */
#include "postgres.h"

#include <dlfcn.h>

#include "stack/recording.h"
#include "trace/layer.h"
#include "trace/loader_tracer.h"

static bool loading;			/* a library may have come since we looked */

/* Before a load: what has gone until now must be known, since the new one may take its place. */
static void
before_load(void)
{
	int			saved_errno = errno;

	if (recording_is_main && !recording_inside)
	{
		layers_follow_libraries();
		loading = true;
	}
	errno = saved_errno;
}

static void
before_use(void)
{
	int			saved_errno = errno;

	if (recording_is_main && !recording_inside && loading)
	{
		loading = false;
		layers_follow_libraries();
	}
	errno = saved_errno;
}

static int
traced_dlclose(void *handle)
{
	int			result = dlclose(handle);
	int			saved_errno = errno;

	if (recording_is_main && !recording_inside)
		layers_follow_libraries();
	errno = saved_errno;
	return result;
}

#if defined(__x86_64__) || defined(__aarch64__)

/* Called by the jumps below; give the original's address. */
#define BEFORE(function, step) \
extern AnyFunction memcheck_before_##function(void) __attribute__((visibility("hidden"), used)); \
AnyFunction \
memcheck_before_##function(void) \
{ \
	step(); \
	return (AnyFunction) function; \
}

BEFORE(dlopen, before_load)
BEFORE(dlmopen, before_load)
BEFORE(dlsym, before_use)
BEFORE(dlvsym, before_use)

/* Keeps the arguments, at most three, calls the function above and jumps where it says. */
#ifdef __x86_64__
#define JUMP(function) \
extern void memcheck_jump_##function(void) __attribute__((visibility("hidden"))); \
__asm__(".pushsection .text\n" \
		".p2align 4\n" \
		".globl memcheck_jump_" #function "\n" \
		".hidden memcheck_jump_" #function "\n" \
		".type memcheck_jump_" #function ", @function\n" \
		"memcheck_jump_" #function ":\n" \
		".cfi_startproc\n" \
		"endbr64\n" \
		"pushq %rdi\n .cfi_adjust_cfa_offset 8\n" \
		"pushq %rsi\n .cfi_adjust_cfa_offset 8\n" \
		"pushq %rdx\n .cfi_adjust_cfa_offset 8\n" \
		"call memcheck_before_" #function "\n" \
		"movq %rax, %r11\n" \
		"popq %rdx\n .cfi_adjust_cfa_offset -8\n" \
		"popq %rsi\n .cfi_adjust_cfa_offset -8\n" \
		"popq %rdi\n .cfi_adjust_cfa_offset -8\n" \
		"jmp *%r11\n" \
		".cfi_endproc\n" \
		".size memcheck_jump_" #function ", .-memcheck_jump_" #function "\n" \
		".popsection\n");
#else
#define JUMP(function) \
extern void memcheck_jump_##function(void) __attribute__((visibility("hidden"))); \
__asm__(".pushsection .text\n" \
		".p2align 2\n" \
		".globl memcheck_jump_" #function "\n" \
		".hidden memcheck_jump_" #function "\n" \
		".type memcheck_jump_" #function ", %function\n" \
		"memcheck_jump_" #function ":\n" \
		".cfi_startproc\n" \
		"hint 34\n" \
		"stp x0, x1, [sp, -32]!\n .cfi_adjust_cfa_offset 32\n" \
		"stp x2, x30, [sp, 16]\n .cfi_rel_offset 30, 24\n" \
		"bl memcheck_before_" #function "\n" \
		"mov x16, x0\n" \
		"ldp x2, x30, [sp, 16]\n .cfi_restore 30\n" \
		"ldp x0, x1, [sp], 32\n .cfi_adjust_cfa_offset -32\n" \
		"br x16\n" \
		".cfi_endproc\n" \
		".size memcheck_jump_" #function ", .-memcheck_jump_" #function "\n" \
		".popsection\n");
#endif

JUMP(dlopen)
JUMP(dlmopen)
JUMP(dlsym)
JUMP(dlvsym)

#define JUMPS(function) \
	{#function, memcheck_jump_##function, memcheck_jump_##function, .at_once = true}

static const Import imports[] = {
	JUMPS(dlopen), JUMPS(dlmopen), JUMPS(dlsym), JUMPS(dlvsym),
	{"dlclose", (AnyFunction) traced_dlclose, (AnyFunction) traced_dlclose,.at_once = true},
};

#else							/* a jump is no C */

static const Import imports[] = {
	{"dlclose", (AnyFunction) traced_dlclose, (AnyFunction) traced_dlclose,.at_once = true},
};

#endif

/* What all libraries import to load others. */
static const Import *
loader_imports(int *count)
{
	*count = lengthof(imports);
	return imports;
}

const Layer loader_layer = {.imports = loader_imports};
