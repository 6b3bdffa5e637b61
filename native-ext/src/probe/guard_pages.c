/*
 * guard_pages.c
 *		The allocator's layer of the option "guard"; see guard_pages.h.
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/amount.h"
#include "base/compat.h"
#include "base/loss.h"
#include "base/own_memory.h"
#include "base/violation.h"
#include "miscadmin.h"
#include "probe/dangling.h"
#include "probe/guard_kinds.h"
#include "probe/guard_pages.h"
#include "probe/guard_words.h"
#include "probe/packed_chunk.h"
#include "probe/page_fault.h"
#include "stack/frame.h"
#include "stack/module.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "trace/event.h"
#include "trace/tracer.h"
#include "tree/path.h"
#include "utils/memutils.h"

#define LOOK_AGAIN 16			/* chunks between two looks for other handlers */
#define CHUNKS_OF_SITE 1024		/* that are all guarded, in one window */

static GuardTarget target;
static bool target_is_loaded;	/* or was, and may come again */
static Size modules_then;		/* when that was asked */

/* By the site's number: what the window knows of it. */
typedef struct GuardedSite
{
	bool		known;
	bool		is_target;
	uint32		chunks;
	uint32		contexts;		/* that it began to fill, of those that are packed */
} GuardedSite;

static OwnArray guarded_sites = {.width = sizeof(GuardedSite)};
static MemoryContextMethods below[CONTEXT_KINDS];

static void
look_for_target(void)
{
	modules_then = modules_count();
	target_is_loaded = false;
	for (Size i = 0; i < modules_then && !target_is_loaded; i++)
		target_is_loaded = guard_target_has_module(&target, module_at(i));
}

/*
 * Without it no stack needs to be taken. Libraries that come are known at once: one that was there
 * before has its place among the modules still.
 */
static inline bool
may_be_of_target(void)
{
	if (modules_count() != modules_then)
		look_for_target();
	return target_is_loaded;
}

static bool
is_of_target(uint32 site, OwnerRule rule)
{
	SiteOwner	owner = site_owner(site, rule);

	return owner.pc != 0 && guard_target_has(&target, frame_library(owner.pc));
}

/* Asked once for each site; NULL without memory. */
static GuardedSite *
guarded_site(uint32 number)
{
	GuardedSite *site;

	while (guarded_sites.count < number)
		if (own_array_append(&guarded_sites) == NULL)
			return NULL;
	if (number == 0)
		return NULL;
	site = own_array_at(&guarded_sites, number - 1);
	if (!site->known)
		*site = (GuardedSite) {.known = true,.is_target = is_of_target(number, OWNER_BY_CALL)};
	return site;
}

static bool
is_guarded(uint32 site)
{
	const GuardedSite *known = guarded_site(site);

	return known && known->is_target;
}

/* Of what is made in one place again and again, the first, and then fewer and fewer. */
static bool
is_chosen(GuardedSite *site)
{
	return packed_sample(++site->chunks, CHUNKS_OF_SITE);
}

/* Of a chunk whose context is still there. */
static uint32
path_of_chunk(const PagedChunk *chunk)
{
	const PagedChunk *now = paged_chunk_on_page(chunk->page);

	return now->serial == chunk->serial && now->state == PAGED_LIVE ?
		path_of(now->context) : 0;
}

/* What tells one from others of the same function: who made the chunk, and who gave it back. */
static uint64
object_of_chunk(const PagedChunk *chunk)
{
	uint64		made = site_owner(chunk->made_at, OWNER_BY_REACH).pc;
	uint64		gone = site_owner(chunk->given_back_at, OWNER_BY_REACH).pc;

	return own_hash(own_hash(made * 31 + gone) + chunk->state) | 1;
}

static void
report(CheckType type, const PagedChunk *chunk, uint32 site, int64 count, const char *what)
{
	bool		by_server = guard_access_is_makers(chunk->made_at, site);
	Event		event = {.check_type = type,.count = count,.certain = true};

	event.site = by_server ? chunk->made_at : site;
	event.rule = OWNER_BY_REACH;
	event.freed_site = chunk->given_back_at;
	event.made_site = event.site == chunk->made_at ? 0 : chunk->made_at;
	event.path = path_of_chunk(chunk);
	event.object = object_of_chunk(chunk);
	snprintf(event.detail, sizeof(event.detail), "%s%s", what, by_server ? " by the server" : "");
	event_add(&event);
}

/* Of memory of the server's: neither who touched it nor who had it made is guarded. */
static bool
is_nobodys(const PagedChunk *chunk, uint32 site)
{
	return !is_of_target(site, OWNER_BY_REACH) && !is_of_target(chunk->made_at, OWNER_BY_REACH);
}

static void
describe_fault(const PageFault *fault, char *what, Size size)
{
	static const char *const since[] = {
		[PAGED_LIVE] = "",
		[PAGED_FREED] = " after it was freed",
		[PAGED_RESET] = " after its context was reset or deleted",
	};
	const PagedChunk *chunk = &fault->chunk;
	const char *how = fault->written ? "written" : "read";
	char		where[64];

	guard_say_where(chunk->size, fault->at, where, sizeof(where));
	if (chunk->packed && chunk->made_at == 0)
		snprintf(what, size, "memory was %s%s", how, since[chunk->state]);
	else
		snprintf(what, size, "a chunk of %s was %s %s%s%s", amount_of_bytes(chunk->size).text, how,
				 where, chunk->state != PAGED_LIVE && strchr(where, ',') ? "," : "",
				 since[chunk->state]);
}

static void
report_fault(const PageFault *fault)
{
	const PagedChunk *chunk = &fault->chunk;
	uint32		site = site_of_stack(fault->stack, fault->frames);
	char		what[200];

	if (chunk->packed && is_nobodys(chunk, site))
		return;
	describe_fault(fault, what, sizeof(what));
	if (target.pointers)
		dangling_add_variable(what, sizeof(what), chunk, fault->address - fault->at);
	report(chunk->state == PAGED_LIVE ? CHECK_CHUNK_OVERRUN : CHECK_USE_AFTER_RESET, chunk, site,
		   fault->count, what);
}

/* In place of the access, with the option for it. */
static void
raise_fault(const PageFault *fault)
{
	char		what[160];

	describe_fault(fault, what, sizeof(what));
	ereport(ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR),
			 errmsg("%s", what),
			 errdetail("The window's option \"on_access\" ends the statement there.")));
}

static bool
raises_in(const char *library)
{
	return guard_target_has(&target, library);
}

static const PageFaultRaiser raiser = {raises_in, raise_fault};

static void
check_gaps(PagedChunk *chunk)
{
	ptrdiff_t	at;
	char		where[64];
	char		what[160];

	if (!target.wanted || paged_gap_damage(chunk, &at) == 0)
		return;
	guard_say_where(chunk->size, at, where, sizeof(where));
	snprintf(what, sizeof(what), "a chunk of %s was written %s", amount_of_bytes(chunk->size).text,
			 where);
	report(CHECK_CHUNK_OVERRUN, chunk, chunk->made_at, 1, what);
}

/* Of a guarded library; NULL: it is to be an ordinary chunk. */
static void *
make_own(MemoryContext context, Size size, uint32 site, GuardedSite *known)
{
	static uint32 made;
	PagedChunk *chunk;

	if (!is_chosen(known))
	{
		loss_note(LOSS_SAMPLED);
		return NULL;
	}
	if (++made % LOOK_AGAIN == 0)
		page_faults_look_again();
	chunk = paged_chunk_make(context, size, site, target.at_start);
	if (chunk == NULL)
		loss_note(LOSS_UNGUARDED);
	return chunk ? paged_chunk_pointer(chunk) : NULL;
}

static void *
make(MemoryContext context, Size size, const void *door)
{
	uint32		site = site_at(door);
	GuardedSite *known = guarded_site(site);

	return known == NULL ? NULL : known->is_target ? make_own(context, size, site, known) :
		packed_chunk_make(context, size, site, &known->contexts);
}

/* The tables are the backend's thread's, and only contexts with our mark find back to free. */
static bool
may_be_guarded(MemoryContext context)
{
	return recording_is_main && may_be_of_target() && context != ErrorContext &&
		context_is_marked(context);
}

static void *
guarding_alloc(COMPAT_ALLOC_PARAMS)
{
	void	   *made = may_be_guarded(context) && guard_kind_allocates(COMPAT_ALLOC_ARGS) ?
		make(context, size, SITE_DOOR) : NULL;

	return made ? made : below[context_kind(context)].alloc(COMPAT_ALLOC_ARGS);
}

static bool
is_live(const PagedChunk *chunk, const void *pointer)
{
	return chunk->state == PAGED_LIVE && !(chunk->packed && packed_chunk_was_freed(pointer));
}

/* What it is that nobody may give back any more, or not by itself; NULL: it is none. */
static const char *
not_to_be_freed(const PagedChunk *chunk, const void *pointer)
{
	if (chunk->state == PAGED_RESET)
		return "a chunk whose context was reset or deleted before";
	if (!is_live(chunk, pointer))
		return "a chunk that was freed before";
	return guard_kind_frees(chunk->context) ? NULL :
		"a chunk of a Bump context, which takes none back,";
}

/* Reported, and an error where one may be raised. */
static void
refuse(PagedChunk *chunk, void *pointer, const char *function)
{
	const char *what = not_to_be_freed(chunk, pointer);
	PagedChunk	meant = *chunk;
	ptrdiff_t	at;
	char		text[160];

	if (chunk->packed)
		(void) packed_chunk_find(chunk, pointer, &meant, &at);
	snprintf(text, sizeof(text), "%s was given to %s", what, function);
	if (target.wanted)
		report(CHECK_DOUBLE_FREE, &meant, site_here(), 1, text);
	if (CritSectionCount == 0 && IsTransactionState())
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("%s", text),
				 errdetail("The call was skipped: it would have corrupted the server's memory.")));
}

static bool
is_refused(void *pointer)
{
	const PagedChunk *chunk = paged_chunk_of(pointer);

	return chunk && not_to_be_freed(chunk, pointer);
}

/* Before the tracer counts it. */
static bool
guard_refuses_free(void *pointer)
{
	if (!is_refused(pointer))
		return false;
	refuse(paged_chunk_of(pointer), pointer, "pfree");
	return true;
}

static void
guard_refuse_realloc(void *pointer)
{
	if (is_refused(pointer))
		refuse(paged_chunk_of(pointer), pointer, "repalloc");
}

/*
 * The tracer asks first, as long as there is a window. It may not have the context of a packed
 * chunk that was freed.
 */
static void
refuse_unasked(PagedChunk *chunk, void *pointer, const char *function)
{
	if (!target.wanted || chunk->state == PAGED_LIVE)
		refuse(chunk, pointer, function);
}

static uint32
site_if_guarding(void)
{
	return target.wanted ? site_here() : 0;
}

static void
guarding_free(COMPAT_FREE_PARAMS)
{
	PagedChunk *chunk = paged_chunk_of(pointer);
	MemoryContext owner;

	if (chunk == NULL)
	{
		owner = GetMemoryChunkContext(pointer);
		below[context_kind(owner)].free_p(COMPAT_FREE_ARGS_OF(owner, pointer));
		return;
	}
	if (not_to_be_freed(chunk, pointer))
	{
		refuse_unasked(chunk, pointer, "pfree");
		return;
	}
	if (chunk->packed)
	{
		packed_chunk_free(chunk, pointer, site_if_guarding());
		return;
	}
	check_gaps(chunk);
	paged_chunk_give_back(chunk, PAGED_FREED, site_if_guarding());
}

static Size
size_of(const PagedChunk *chunk, const void *pointer)
{
	return chunk->packed ? packed_chunk_size(pointer) : chunk->size;
}

/* Another chunk of its context's gets what was in it. */
static void *
move_packed(PagedChunk *run, COMPAT_REALLOC_PARAMS)
{
	MemoryContext owner = run->context;
	void	   *to = (target.wanted ? guarding_alloc : below[context_kind(owner)].alloc)
		(COMPAT_REALLOC_AS_ALLOC(owner));

	if (to == NULL)
		return NULL;
	memcpy(to, pointer, Min(size, packed_chunk_size(pointer)));
	packed_chunk_free(run, pointer, site_if_guarding());
	return to;
}

static void *
guarding_realloc(COMPAT_REALLOC_PARAMS)
{
	PagedChunk *chunk = paged_chunk_of(pointer);
	bool		live = chunk && is_live(chunk, pointer);
	MemoryContext owner = live ? chunk->context : GetMemoryChunkContext(pointer);
	PagedChunk *moved;
	void	   *to;

	if (chunk == NULL)
		return below[context_kind(owner)].realloc(COMPAT_REALLOC_ARGS);
	if (live && guard_kind_keeps_in_place(owner, size_of(chunk, pointer), size))
		return pointer;
	if (live && chunk->packed)
		return move_packed(chunk, COMPAT_REALLOC_ARGS);
	if (!live)
		refuse_unasked(chunk, pointer, "repalloc");
	moved = live && target.wanted ? paged_chunk_make(owner, size, site_here(), target.at_start) :
		NULL;
	if (moved == NULL && target.wanted)
		loss_note(LOSS_UNGUARDED);
	to = moved ? paged_chunk_pointer(moved) :
		below[context_kind(owner)].alloc(COMPAT_REALLOC_AS_ALLOC(owner));
	if (to == NULL)
		return NULL;
	if (!live)
	{
		/* no error could be raised: the contents are nobody's any more */
		memset(to, 0, size);
		return to;
	}
	memcpy(to, pointer, Min(size, chunk->size));
	check_gaps(chunk);
	paged_chunk_give_back(chunk, PAGED_FREED, site_if_guarding());
	return to;
}

static void
give_all_back(MemoryContext context)
{
	PagedChunk *chunk = paged_chunk_first(context);
	uint32		site = chunk ? site_if_guarding() : 0;
	uint32		path = chunk && target.pointers ? path_of(context) : 0;

	for (; chunk; chunk = paged_chunk_first(context))
	{
		chunk->path = path;
		if (chunk->packed)
			packed_chunks_retire(chunk);
		else
			check_gaps(chunk);
		paged_chunk_give_back(chunk, PAGED_RESET, site);
	}
	packed_chunks_emptied(context);
}

static void
guarding_reset(MemoryContext context)
{
	give_all_back(context);
	below[context_kind(context)].reset(context);
}

static void
guarding_delete(MemoryContext context)
{
	give_all_back(context);
	below[context_kind(context)].delete_context(context);
}

/* Some kinds count what lies in their blocks. */
static bool
guarding_is_empty(MemoryContext context)
{
	return paged_chunk_first(context) == NULL && below[context_kind(context)].is_empty(context);
}

/* Puts the layer over these methods, while there is a guard or what it left. */
static void
cover(ContextKind kind, MemoryContextMethods *methods)
{
	below[kind] = *methods;
	if (kind == KIND_UNKNOWN || !(target.wanted || page_arena_is_in_use()))
		return;
	if (target.wanted)
		methods->alloc = guarding_alloc;
	methods->free_p = guarding_free;
	methods->realloc = guarding_realloc;
	methods->reset = guarding_reset;
	methods->delete_context = guarding_delete;
	methods->is_empty = guarding_is_empty;
}

static bool
remains(void)
{
	return page_arena_is_in_use();
}

const Layer guard_pages_layer = {
	.cover = cover,.refuses_free = guard_refuses_free,.refuse_realloc = guard_refuse_realloc,
	.remains = remains,
};

static void
refuse_here(void)
{
	if (!page_faults_are_known())
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("option \"guard\" needs an x86-64 processor"),
				 errhint("Option \"poison\" works on all.")));
	if (!compat_has_lone_headers())
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("option \"guard\" needs a server that does not check memory itself"),
				 errhint("Option \"poison\" works on all.")));
	if (target.wanted)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_IN_USE),
				 errmsg("another window has a guard"),
				 errhint("Close it with ext_memcheck.\"end\"() first.")));
}

static void
let_go(void)
{
	target.wanted = false;
	target.pointers = false;
	dangling_forget();
	own_array_free(&guarded_sites);
	if (page_arena_close())
		page_faults_release();
}

/* A window that asks for it opens. */
void
guard_pages_start(const GuardTarget *wanted)
{
	if (!wanted->wanted)
		return;
	refuse_here();
	/* another thread may be in the range */
	page_faults_catch(wanted->raises ? raiser : (PageFaultRaiser) {0});
	if (!page_arena_open())
	{
		int			reason = errno;

		page_faults_release();
		errno = reason;
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("could not reserve addresses for option \"guard\": %m")));
	}
	packed_chunks_start();
	target = *wanted;
	look_for_target();
	if (target.pointers)
		dangling_start(&target, is_guarded);
	PG_TRY();
	{
		tracer_relayer();
	}
	PG_CATCH();
	{
		let_go();
		PG_RE_THROW();
	}
	PG_END_TRY();
}

/* When a statement is over. */
void
guard_pages_check(void)
{
	if (!target.wanted)
		return;
	if (target.pointers && target_is_loaded)
		dangling_look(&target, is_guarded);
	page_faults_take(report_fault);
	paged_chunks_visit_live(check_gaps);
}

/* A window that asked for it closes. */
void
guard_pages_stop(const GuardTarget *wanted)
{
	if (!wanted->wanted)
		return;
	let_go();
	tracer_relayer();
}
