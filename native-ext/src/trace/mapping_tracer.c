/*
 * mapping_tracer.c
 *		mmap() and its relatives while a window is open; see mapping_tracer.h.
 */
#include "postgres.h"

#include <stdarg.h>
#include <sys/mman.h>

#include "trace/holding.h"
#include "trace/layer.h"
#include "trace/ledger.h"
#include "trace/mapping_ledger.h"
#include "trace/mapping_tracer.h"

/* The old place stays mapped; not in headers of older C libraries. */
#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif

/*
 * What is mapped over memory from before the window takes its place: it adds nothing.
 */
static void *
traced_mmap(void *address, size_t bytes, int protection, int flags, int file, off_t offset)
{
	void	   *start = mmap(address, bytes, protection, flags, file, offset);

	if (start == MAP_FAILED)
		return start;
	if ((flags & MAP_FIXED) == 0 || ledger_unmapped(start, bytes).bytes > 0)
		ledger_mapped(start, bytes, false);
	return start;
}

/* Before the call: another thread may get the place at once. */
static int
traced_munmap(void *start, size_t bytes)
{
	(void) ledger_unmapped(start, bytes);
	return munmap(start, bytes);
}

/* What was mapped before tracing began is set off against what the same library maps. */
static int
traced_munmap_of_extension(void *start, size_t bytes)
{
	LedgerMapping known = ledger_unmapped(start, bytes);

	if (known.bytes == 0 && !holdings_ignore_releases)
		ledger_released_older(HOLDING_UNMAPPED, ledger_pages(bytes));
	return munmap(start, bytes);
}

/* The arguments of mremap(): "place" is given with some of the flags alone. */
typedef struct Remap
{
	void	   *start;
	size_t		before;
	size_t		after;
	int			flags;
	void	   *place;
} Remap;

#define READ_REMAP(remap, last) \
	do { \
		va_list		more; \
		va_start(more, last); \
		if ((last) & (MREMAP_FIXED | MREMAP_DONTUNMAP)) \
			(remap).place = va_arg(more, void *); \
		va_end(more); \
	} while (0)

/* Whether what was there stays, so that there are two. */
static bool
stays(const Remap *remap)
{
	return remap->before == 0 || (remap->flags & MREMAP_DONTUNMAP) != 0;
}

/* What was known of a place that is moved, or made smaller. */
typedef struct KnownPlace
{
	LedgerMapping kept;
	LedgerMapping cut_off;
} KnownPlace;

static void *
move(const Remap *remap, KnownPlace *known)
{
	Size		before = ledger_pages(remap->before);
	Size		kept = Min(before, ledger_pages(remap->after));
	void	   *moved;

	*known = (KnownPlace) {{0}};
	if (!stays(remap))
	{
		known->cut_off = ledger_unmapped((char *) remap->start + kept, before - kept);
		known->kept = ledger_unmapped(remap->start, kept);
	}
	moved = mremap(remap->start, remap->before, remap->after, remap->flags, remap->place);
	if (moved == MAP_FAILED)
	{
		ledger_still_mapped(&known->kept);
		ledger_still_mapped(&known->cut_off);
	}
	return moved;
}

/* What was known, and what is new, stands at the end: the rest is from before the window. */
static void
follow_move(char *moved, const Remap *remap, const KnownPlace *known)
{
	LedgerMapping kept = known->kept;
	Size		before = ledger_pages(remap->before);
	Size		after = ledger_pages(remap->after);

	if (stays(remap))
		ledger_mapped(moved, after, false);
	else if (after > before)
		ledger_mapped(moved + before - kept.bytes, after - before + kept.bytes, true);
	else
	{
		kept.start = (uintptr_t) moved + after - kept.bytes;
		ledger_still_mapped(&kept);
	}
}

static void *
traced_mremap(void *start, size_t before, size_t after, int flags,...)
{
	Remap		remap = {start, before, after, flags, NULL};
	KnownPlace	known;
	void	   *moved;

	READ_REMAP(remap, flags);
	moved = move(&remap, &known);
	if (moved != MAP_FAILED)
		follow_move(moved, &remap, &known);
	return moved;
}

/* The server or another library moves it: from now on it is theirs. */
static void *
taken_over_mremap(void *start, size_t before, size_t after, int flags,...)
{
	Remap		remap = {start, before, after, flags, NULL};
	KnownPlace	known;

	READ_REMAP(remap, flags);
	return move(&remap, &known);
}

static const Import imports[] = {
	{"mmap", (AnyFunction) traced_mmap, NULL},
	{"mmap64", (AnyFunction) traced_mmap, NULL},
	{"munmap", (AnyFunction) traced_munmap_of_extension, (AnyFunction) traced_munmap},
	{"mremap", (AnyFunction) traced_mremap, (AnyFunction) taken_over_mremap},
};

/* What extensions, and to unmap others, too, import. */
static const Import *
mapping_imports(int *count)
{
	*count = lengthof(imports);
	return imports;
}

const Layer mapping_layer = {.imports = mapping_imports};
