/*
 * resource_count.c
 *		What is open, kept or held at idle; see resource_count.h.
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/hash_index.h"
#include "miscadmin.h"
#include "probe/open_files.h"
#include "probe/resource_count.h"
#include "stack/site.h"
#include "storage/lock.h"
#include "trace/descriptor_tracer.h"
#include "trace/event.h"
#include "tree/context_record.h"
#include "utils/memutils.h"

typedef enum CountedResource
{
	COUNTED_PORTAL = 1,
	COUNTED_PLAN,
	COUNTED_LOCK,
	COUNTED_FILE,
} CountedResource;

/* A portal or plan, by its context. */
typedef struct OpenContext
{
	CountedResource kind;
	uint64		key;
	uint32		site;			/* where it was made */
} OpenContext;

/* at the latest boundary, and now */
static OwnArray contexts = {.width = sizeof(OpenContext)};
static OwnArray contexts_now = {.width = sizeof(OpenContext)};
static OwnArray files = {.width = sizeof(OpenFile)};
static OwnArray files_now = {.width = sizeof(OpenFile)};
static HashIndex listed = HASH_INDEX_INIT;	/* of the list that is compared with */
static int	locks;

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

/* A portal belongs to whoever had its statement run. A plan is made for its caller. */
static OwnerRule
rule_of(CountedResource kind)
{
	return kind == COUNTED_PORTAL ? OWNER_BY_REACH : OWNER_BY_ENTRY;
}

static bool
is_of_extension(const ContextRecord *record, CountedResource kind)
{
	return site_owner(record->birth_site, rule_of(kind)).provenance == PROVENANCE_EXTENSION;
}

/*
 * The children of this context that are such a resource. Plans that no extension
 * made are the server's, for its triggers and procedures, or were prepared by
 * the user. Portals are listed whoever opened them: those that the session declared
 * itself count as the server's.
 */
static void
list_children(MemoryContext parent, CountedResource kind, bool (*is_resource) (MemoryContext))
{
	for (MemoryContext child = parent ? parent->firstchild : NULL; child; child = child->nextchild)
	{
		const ContextRecord *record = is_resource(child) ? context_record_find(child) : NULL;
		OpenContext *open;

		if (record == NULL || (kind == COUNTED_PLAN && !is_of_extension(record, kind)) ||
			(open = own_array_append(&contexts_now)) == NULL)
			continue;
		open->kind = kind;
		open->key = record->key;
		open->site = record->birth_site;
	}
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
	const LockData *all = GetLockStatusData();
	int			count = 0;

	for (int i = 0; i < all->nelements; i++)
		count += all->locks[i].pid == MyProcPid && all->locks[i].holdMask != 0 &&
			all->locks[i].locktag.locktag_type == LOCKTAG_ADVISORY;
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return count;
}

static void
list_now(void)
{
	contexts_now.count = 0;
	list_children(top_portal_context(), COUNTED_PORTAL, is_named_portal);
	list_children(CacheMemoryContext, COUNTED_PLAN, is_saved_plan);
	open_files_list(&files_now, descriptor_is_known);
}

static void
now_is_before(void)
{
	OwnArray	swap = contexts;

	contexts = contexts_now;
	contexts_now = swap;
	swap = files;
	files = files_now;
	files_now = swap;
}

static void
report(CountedResource kind, uint32 site, int64 count, const char *detail)
{
	Event		event = {.check_type = CHECK_RESOURCE_LEAK, .site = site, .rule = rule_of(kind),
						 .count = count};

	event.object = kind;
	string_copy(event.detail, sizeof(event.detail), detail);
	event_add(&event);
}

/* Finds contexts and files of a list; without memory what is missing is taken to be there. */
static bool
index_contexts(const OwnArray *list)
{
	hash_index_clear(&listed);
	for (Size i = 0; i < list->count; i++)
		if (!hash_index_put(&listed, ((const OpenContext *) own_array_at(list, i))->key, i + 1))
			return false;
	return true;
}

static bool
index_files(const OwnArray *list)
{
	hash_index_clear(&listed);
	for (Size i = 0; i < list->count; i++)
		if (!hash_index_put(&listed, open_file_hash(own_array_at(list, i)), i + 1))
			return false;
	return true;
}

static void
compare_contexts(const OwnArray *before, const OwnArray *after, int sign)
{
	if (!index_contexts(before))
		return;
	for (Size i = 0; i < after->count; i++)
	{
		const OpenContext *open = own_array_at(after, i);

		if (hash_index_find(&listed, open->key) == 0)
			report(open->kind, open->site, sign,
				   open->kind == COUNTED_PORTAL ? "portal(s) stayed open" :
				   "saved plan(s) stayed");
	}
}

static void
compare_files(const OwnArray *before, const OwnArray *after, int sign)
{
	if (!index_files(before))
		return;
	for (Size i = 0; i < after->count; i++)
	{
		const OpenFile *file = own_array_at(after, i);
		char		detail[VIOLATION_DETAIL_BYTES];

		if (hash_index_find(&listed, open_file_hash(file)) != 0)
			continue;
		snprintf(detail, sizeof(detail), "\"%s\" stayed open", file->target);
		report(COUNTED_FILE, 0, sign, detail);
	}
}

void
resource_count_start(void)
{
	list_now();
	now_is_before();
	locks = count_advisory_locks();
}

/* When a statement is over. */
void
resource_count_check(void)
{
	int			locks_now;

	if (IsTransactionBlock())
		return;
	list_now();
	compare_contexts(&contexts, &contexts_now, 1);
	compare_contexts(&contexts_now, &contexts, -1);
	compare_files(&files, &files_now, 1);
	compare_files(&files_now, &files, -1);
	now_is_before();

	locks_now = count_advisory_locks();
	if (locks_now != locks)
		report(COUNTED_LOCK, 0, locks_now - locks, "advisory lock(s) stayed held");
	locks = locks_now;
}

void
resource_count_stop(void)
{
	own_array_free(&contexts);
	own_array_free(&contexts_now);
	own_array_free(&files);
	own_array_free(&files_now);
}
