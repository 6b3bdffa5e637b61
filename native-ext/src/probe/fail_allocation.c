/*
 * fail_allocation.c
 *		One library runs out of memory; see fail_allocation.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/settings.h"
#include "fmgr.h"
#include "probe/fail_allocation.h"
#include "stack/author.h"
#include "stack/frame.h"
#include "stack/site.h"
#include "stack/symbol.h"
#include "trace/tracer.h"
#include "utils/memutils.h"

static FailureTarget target;
static int64 seen;				/* allocations of the target so far */
static int64 failed;				/* that were made to fail */
static uint32 failed_at;		/* the last of them */
static FailureTarget told;		/* of the latest window */
static MemoryContextMethods below[CONTEXT_KINDS];

static bool
is_on(void)
{
	return target.library[0] != '\0';
}

static bool
is_of_target(uint32 site)
{
	SiteOwner	owner = site_owner(site, OWNER_BY_ENTRY);

	return owner.pc != 0 && strcmp(frame_library(owner.pc), target.library) == 0;
}

/* Counts the allocation that is under way; whether it is to fail. */
static bool
failure_is_due(void)
{
	uint32		site = is_on() ? site_here() : 0;

	if (site == 0 || !is_of_target(site))
		return false;
	seen++;
	if (target.nth == 0 || (target.every ? seen % target.nth != 0 : seen != target.nth))
		return false;
	failed++;
	failed_at = site;
	return true;
}

/* The server reports the very failure there, from memory that it keeps for that. */
static bool
fails_in(MemoryContext context)
{
	return context != ErrorContext && failure_is_due();
}

static void *
failing_alloc(COMPAT_ALLOC_PARAMS)
{
	if (fails_in(context))
		return COMPAT_ALLOC_FAILURE;
	return below[context_kind(context)].alloc(COMPAT_ALLOC_ARGS);
}

static void *
failing_realloc(COMPAT_REALLOC_PARAMS)
{
	MemoryContext context_of_chunk = GetMemoryChunkContext(pointer);

	if (fails_in(context_of_chunk))
		return COMPAT_REALLOC_FAILURE(context_of_chunk);
	return below[context_kind(context_of_chunk)].realloc(COMPAT_REALLOC_ARGS);
}

/* Puts the layer over these methods, if a window asked for it. */
static void
cover(ContextKind kind, MemoryContextMethods *methods)
{
	below[kind] = *methods;
	if (!is_on() || kind == KIND_UNKNOWN)
		return;
	methods->alloc = failing_alloc;
	if (kind != KIND_BUMP)
		methods->realloc = failing_realloc;
}

const Layer failure_layer = {.cover = cover, .fails = failure_is_due};

/* A window that asks for it opens. */
void
failure_start(const FailureTarget *wanted)
{
	/* the window that they failed in may have closed by itself */
	if (!is_on())
		failed = 0;
	if (wanted->library[0] == '\0')
		return;
	if (is_on())
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_IN_USE),
				 errmsg("another window lets allocations of \"%s\" fail", target.library),
				 errhint("Close it with ext_memcheck.\"end\"() first.")));
	target = told = *wanted;
	seen = failed = 0;
	tracer_relayer();
}

/* A window that asked for it closes. */
void
failure_stop(const FailureTarget *wanted)
{
	if (wanted->library[0] == '\0')
		return;
	target.library[0] = '\0';
	tracer_relayer();
}

/* The author's function of the last one that failed; NULL: not known. */
static const Symbol *
failed_function(void)
{
	SiteOwner	owner = site_owner(failed_at, OWNER_BY_ENTRY);
	const Symbol *symbols[SITE_FRAMES];
	const uintptr_t *pcs = NULL;
	int			frames = site_frames(failed_at, &pcs);
	int			count = 0;
	int			author;

	for (int i = owner.depth; i < frames && frame_library(pcs[i]) == frame_library(owner.pc); i++)
		symbols_want(pcs[i]);
	symbols_resolve();
	for (int i = owner.depth; i < frames && frame_library(pcs[i]) == frame_library(owner.pc); i++)
		symbols[count++] = symbol_of(pcs[i]);
	author = author_find(symbols, count);
	return author < count ? symbols[author] : NULL;
}

static const char *
file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Which function had to do without memory. After a window has closed, in the SQL function "end". */
void
failure_tell(void)
{
	const Symbol *function;

	if (is_on() || failed == 0)
		return;
	function = failed_function();
	ereport(WARNING,
			(errmsg_plural("%lld allocation of \"%s\" was made to fail, in %s",
						   "%lld allocations of \"%s\" were made to fail, the last in %s", failed,
						   (long long) failed, told.library,
						   function ? function->function : "a function that is not known"),
			 function && function->line ? errhint("It is at %s:%d.", file_name(function->file),
													function->line) : 0));
	failed = 0;
}

/* Counted by the latest window with the option. */
int64
failure_allocations_seen(void)
{
	return seen;
}

PG_FUNCTION_INFO_V1(memcheck_allocations_seen);
Datum
memcheck_allocations_seen(PG_FUNCTION_ARGS)
{
	memcheck_require_hooks();
	PG_RETURN_INT64(seen);
}
