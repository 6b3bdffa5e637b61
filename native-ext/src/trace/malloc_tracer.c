/*
 * malloc_tracer.c
 *		malloc() and its relatives while a window is open; see
 *		malloc_tracer.h.
 */
#include "postgres.h"

#include <malloc.h>
#include <stdarg.h>

#include "stack/imports.h"
#include "stack/module.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "stack/stack_unwind.h"
#include "trace/holding.h"
#include "trace/layer.h"
#include "trace/ledger.h"
#include "trace/malloc_ledger.h"
#include "trace/malloc_tracer.h"

static void *
follow(void *pointer, int64 bytes)
{
	ledger_made(pointer, bytes, false);
	return pointer;
}

/* The same of memory that nobody has written to yet. */
static void *
follow_new(void *pointer, size_t size)
{
	layers_made(pointer, 0, size);
	return follow(pointer, size);
}

/* Whether the allocation that is under way is one that was asked to fail. */
static bool
must_fail(void)
{
	if (!recording_is_main || recording_inside || !layers_fail())
		return false;
	errno = ENOMEM;
	return true;
}

static void *
traced_malloc(size_t size)
{
	return must_fail() ? NULL : follow_new(malloc(size), size);
}

static void *
traced_calloc(size_t number, size_t size)
{
	return must_fail() ? NULL : follow(calloc(number, size), number * size);
}

static void
traced_free(void *pointer)
{
	ledger_gone(pointer);
	free(pointer);
}

/* Whether it is the server's chunk, and the call is to be ignored; or an error says so. */
static bool
is_refused(void *pointer, const char *function)
{
	return recording_is_main && !recording_inside && layers_refuse_outside(pointer, function);
}

/* What was allocated before tracing began is set off against what the same library allocates. */
static void
traced_free_of_extension(void *pointer)
{
	LedgerChunk chunk = ledger_gone(pointer);
	bool		older = pointer != NULL && chunk.pointer == NULL;

	if (older && is_refused(pointer, "free"))
		return;
	if (older && !holdings_ignore_releases)
		ledger_released_older(HOLDING_RELEASED, malloc_usable_size(pointer));
	free(pointer);
}

/*
 * Whether an extension, or a library that it needs, had the C library call us. If one of our
 * functions did, for an extension, that one records what comes of it.
 */
static bool
is_asked_for(const void *door)
{
	uintptr_t	outside;
	int			saved_errno = errno;

	if (recording_inside || !recording_goes_on() || !recording_enter())
		return false;
	outside = unwind_beyond(door, module_is_c_library);
	recording_leave();
	errno = saved_errno;
	return outside != 0 && module_is_followed(outside);
}

/*
 * What the C library allocated lately in the backend's thread, and not for an extension. Whatever
 * is there when it frees it is not from before the watch, so nobody need look who asked for that.
 */
#define RECENT 64

typedef struct Recent
{
	const void *pointer;
	uint32		watch;
} Recent;

static Recent recent[RECENT];

static Recent *
recent_at(const void *pointer)
{
	return &recent[(uintptr_t) pointer / 16 % RECENT];
}

static void *
note_recent(void *pointer)
{
	if (recording_is_main)
		*recent_at(pointer) = (Recent) {pointer, recording_watch()};
	return pointer;
}

static bool
is_recent(const void *pointer)
{
	return recording_is_main && recent_at(pointer)->pointer == pointer &&
		recent_at(pointer)->watch == recording_watch();
}

static void *
c_library_malloc(size_t size)
{
	void	   *made = malloc(size);

	return is_asked_for(SITE_DOOR) ? follow(made, size) : note_recent(made);
}

static void *
c_library_calloc(size_t number, size_t size)
{
	void	   *made = calloc(number, size);

	return is_asked_for(SITE_DOOR) ? follow(made, number * size) : note_recent(made);
}

/* Only what is not known costs a look at the stack. */
static void
c_library_free(void *pointer)
{
	LedgerChunk chunk = ledger_gone(pointer);

	if (pointer != NULL && chunk.pointer == NULL && !holdings_ignore_releases &&
		!is_recent(pointer) && is_asked_for(SITE_DOOR))
		ledger_released_older(HOLDING_RELEASED, malloc_usable_size(pointer));
	free(pointer);
}

/*
 * For memory from before the window only the growth counts. The old place is given up before the
 * call: another thread may get it at once.
 */
static void *
followed_realloc(void *pointer, size_t size)
{
	LedgerChunk chunk = ledger_gone(pointer);
	int64		before = pointer && chunk.pointer == NULL ? (int64) malloc_usable_size(pointer) : 0;
	void	   *moved = realloc(pointer, size);

	if (moved == NULL && size > 0)
		ledger_still_there(&chunk);
	ledger_made(moved, Max((int64) size - before, 0), pointer && size > Max(before, chunk.bytes));
	return moved;
}

static void *
traced_realloc(void *pointer, size_t size)
{
	size_t		before = 0;
	void	   *moved;

	if (must_fail() || (pointer != NULL && is_refused(pointer, "realloc")))
		return NULL;
	if (pointer != NULL)
		before = malloc_usable_size(pointer);
	moved = followed_realloc(pointer, size);
	layers_made(moved, before, size);
	return moved;
}

/* The server or another library resizes it: from now on it is theirs. */
static void *
taken_over_realloc(void *pointer, size_t size)
{
	LedgerChunk chunk = ledger_gone(pointer);
	void	   *moved = realloc(pointer, size);

	if (moved == NULL && size > 0)
		ledger_still_there(&chunk);
	return moved;
}

static void *
c_library_realloc(void *pointer, size_t size)
{
	return is_asked_for(SITE_DOOR) ? followed_realloc(pointer, size) :
		taken_over_realloc(pointer, size);
}

static void *
traced_reallocarray(void *pointer, size_t number, size_t size)
{
	size_t		bytes;

	if (__builtin_mul_overflow(number, size, &bytes))
	{
		errno = ENOMEM;
		return NULL;
	}
	return traced_realloc(pointer, bytes);
}

static char *
traced_strdup(const char *text)
{
	return must_fail() ? NULL : follow(strdup(text), strlen(text) + 1);
}

static char *
traced_strndup(const char *text, size_t limit)
{
	return must_fail() ? NULL : follow(strndup(text, limit), strnlen(text, limit) + 1);
}

static int
traced_posix_memalign(void **pointer, size_t alignment, size_t size)
{
	int			result = must_fail() ? ENOMEM : posix_memalign(pointer, alignment, size);

	if (result == 0)
		follow_new(*pointer, size);
	return result;
}

static void *
traced_aligned_alloc(size_t alignment, size_t size)
{
	return must_fail() ? NULL : follow_new(aligned_alloc(alignment, size), size);
}

static int	traced_vasprintf(char **text, const char *format,
							 va_list arguments) pg_attribute_printf(2, 0);
static int	traced_asprintf(char **text, const char *format,...) pg_attribute_printf(2, 3);
static int	traced_vasprintf_chk(char **text, int flag, const char *format,
								 va_list arguments) pg_attribute_printf(3, 0);
static int	traced_asprintf_chk(char **text, int flag,
								const char *format,...) pg_attribute_printf(3, 4);

static int
traced_vasprintf(char **text, const char *format, va_list arguments)
{
	int			length = must_fail() ? -1 : vasprintf(text, format, arguments);

	if (length >= 0)
		follow(*text, length + 1);
	return length;
}

static int
traced_asprintf(char **text, const char *format,...)
{
	va_list		arguments;
	int			length;

	va_start(arguments, format);
	length = traced_vasprintf(text, format, arguments);
	va_end(arguments);
	return length;
}

/* What hardened builds call instead of asprintf; the flag asks for checks. */
static int
traced_vasprintf_chk(char **text, int flag, const char *format, va_list arguments)
{
	return traced_vasprintf(text, format, arguments);
}

static int
traced_asprintf_chk(char **text, int flag, const char *format,...)
{
	va_list		arguments;
	int			length;

	va_start(arguments, format);
	length = traced_vasprintf(text, format, arguments);
	va_end(arguments);
	return length;
}

static const Import imports[] = {
	{"malloc", (AnyFunction) traced_malloc, NULL, (AnyFunction) c_library_malloc},
	{"calloc", (AnyFunction) traced_calloc, NULL, (AnyFunction) c_library_calloc},
	{"strdup", (AnyFunction) traced_strdup, NULL},
	{"strndup", (AnyFunction) traced_strndup, NULL},
	{"posix_memalign", (AnyFunction) traced_posix_memalign, NULL},
	{"aligned_alloc", (AnyFunction) traced_aligned_alloc, NULL},
	{"asprintf", (AnyFunction) traced_asprintf, NULL},
	{"vasprintf", (AnyFunction) traced_vasprintf, NULL},
	{"__asprintf_chk", (AnyFunction) traced_asprintf_chk, NULL},
	{"__vasprintf_chk", (AnyFunction) traced_vasprintf_chk, NULL},
	{"free", (AnyFunction) traced_free_of_extension, (AnyFunction) traced_free,
	(AnyFunction) c_library_free},
	{"realloc", (AnyFunction) traced_realloc, (AnyFunction) taken_over_realloc,
	(AnyFunction) c_library_realloc},
	{"reallocarray", (AnyFunction) traced_reallocarray, NULL},
};

/* What extensions, and to free others, too, import of the allocator. */
static const Import *
malloc_imports(int *count)
{
	*count = lengthof(imports);
	return imports;
}

const Layer malloc_layer = {.imports = malloc_imports};
