/*
 * resource_count.c
 *		What is open, kept or held at idle; see resource_count.h.
 */
#include "postgres.h"

#include "access/xact.h"
#include "event.h"
#include "miscadmin.h"
#include "open_files.h"
#include "resource_count.h"
#include "storage/lock.h"
#include "utils/memutils.h"

typedef enum CountedKind
{
	COUNTED_PORTALS,
	COUNTED_PLANS,
	COUNTED_LOCKS,
	COUNTED_KINDS,
	COUNTED_FILES = COUNTED_KINDS,	/* one by one, see compare_files() */
} CountedKind;

static const char *const details[COUNTED_KINDS] = {
	[COUNTED_PORTALS] = "portal(s) stayed open",
	[COUNTED_PLANS] = "saved plan(s) stayed",
	[COUNTED_LOCKS] = "advisory lock(s) stayed held",
};

static int	counts[COUNTED_KINDS];	/* at the latest boundary */
static OwnArray files = {.width = sizeof(OpenFile)};
static OwnArray files_now = {.width = sizeof(OpenFile)};

static bool
has_name(MemoryContext context, const char *name)
{
	return context->name != NULL && strcmp(context->name, name) == 0;
}

/* The portal that the running statement uses has no name. */
static bool
is_named_portal(MemoryContext context)
{
	return has_name(context, "PortalContext") &&
		context->ident != NULL && strcmp(context->ident, "<unnamed>") != 0;
}

static bool
is_saved_plan(MemoryContext context)
{
	return has_name(context, "CachedPlanSource");
}

static int
count_children(MemoryContext parent, bool (*counts_as) (MemoryContext))
{
	int			count = 0;

	for (MemoryContext child = parent ? parent->firstchild : NULL; child; child = child->nextchild)
		count += counts_as(child);
	return count;
}

/* The server has no exported name for it. */
static MemoryContext
top_portal_context(void)
{
	MemoryContext child = TopMemoryContext->firstchild;

	while (child && !has_name(child, "TopPortalContext"))
		child = child->nextchild;
	return child;
}

static int
count_advisory_locks(void)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "pg_ext_memcheck locks",
											   ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	const LockData *locks = GetLockStatusData();
	int			count = 0;

	for (int i = 0; i < locks->nelements; i++)
		count += locks->locks[i].pid == MyProcPid && locks->locks[i].holdMask != 0 &&
			locks->locks[i].locktag.locktag_type == LOCKTAG_ADVISORY;
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return count;
}

static void
count_all(int *now)
{
	now[COUNTED_PORTALS] = count_children(top_portal_context(), is_named_portal);
	now[COUNTED_PLANS] = count_children(CacheMemoryContext, is_saved_plan);
	now[COUNTED_LOCKS] = count_advisory_locks();
}

static void
report(CountedKind kind, int64 count, const char *detail)
{
	Event		event = {.check_type = CHECK_RESOURCE_LEAK, .count = count};

	event.object = kind + 1;
	string_copy(event.detail, sizeof(event.detail), detail);
	event_add(&event);
}

static void
compare_files(const OwnArray *before, const OwnArray *after, int sign)
{
	for (Size i = 0; i < after->count; i++)
	{
		const OpenFile *file = own_array_at(after, i);
		char		detail[VIOLATION_DETAIL_BYTES];

		if (open_files_have(before, file))
			continue;
		snprintf(detail, sizeof(detail), "\"%s\" stayed open", file->target);
		report(COUNTED_FILES, sign, detail);
	}
}

void
resource_count_start(void)
{
	count_all(counts);
	open_files_list(&files);
}

/* When a statement is over. */
void
resource_count_check(void)
{
	int			now[COUNTED_KINDS];
	OwnArray	swap = files;

	if (IsTransactionBlock())
		return;
	count_all(now);
	for (int kind = 0; kind < COUNTED_KINDS; kind++)
		if (now[kind] != counts[kind])
			report(kind, now[kind] - counts[kind], details[kind]);
	memcpy(counts, now, sizeof(counts));

	open_files_list(&files_now);
	compare_files(&files, &files_now, 1);
	compare_files(&files_now, &files, -1);
	files = files_now;
	files_now = swap;
}

void
resource_count_stop(void)
{
	own_array_free(&files);
	own_array_free(&files_now);
}
