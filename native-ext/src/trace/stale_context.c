/*
 * stale_context.c
 *		Contexts that are used after they were deleted; see stale_context.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/loss.h"
#include "base/own_memory.h"
#include "executor/spi.h"
#include "stack/frame.h"
#include "stack/language.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "trace/event.h"
#include "trace/stale_context.h"
#include "tree/path.h"
#include "utils/memutils.h"

/* More than these in one statement tell nothing new. */
#define MOST_USES 64

typedef struct Use
{
	MemoryContext context;
	uint64		key;			/* of the context, 0: unknown */
	uint32		path;
	uint32		used_at;
	uint32		made_at;		/* 0: before the watch */
	bool		made_by_statement;	/* the one that runs */
} Use;

/* A context that was deleted lately, and where an extension asked for that. */
typedef struct Burial
{
	MemoryContext context;
	uintptr_t	deleter;		/* return address, 0: the server */
} Burial;

#define BURIALS 16
#define LIVING 64

static Burial burials[BURIALS];
static unsigned int next_burial;
static MemoryContext alive[LIVING];	/* seen alive, and not deleted since */
static uintptr_t deleter;		/* of what is deleted now */

static OwnArray uses = {.width = sizeof(Use)};

static MemoryContext *
alive_at(MemoryContext context)
{
	return &alive[((uintptr_t) context >> 4 ^ (uintptr_t) context >> 10) % LIVING];
}

/* Allocating and losing it again and again is one mistake. */
static bool
is_noted(MemoryContext context, uint64 key)
{
	for (Size i = 0; i < uses.count; i++)
	{
		const Use  *use = own_array_at(&uses, i);

		if (use->context == context && use->key == key)
			return true;
	}
	return false;
}

/* The last one of this context, NULL: none lately. */
static const Burial *
burial_of(MemoryContext context)
{
	for (unsigned int i = 1; i <= BURIALS; i++)
	{
		const Burial *burial = &burials[(next_burial - i) % BURIALS];

		if (burial->context == context)
			return burial;
	}
	return NULL;
}

/* Behind the door: who made the context, or had it deleted where nobody ever used it. */
static uint32
maker_of(MemoryContext context, const ContextRecord *record)
{
	const Burial *burial = burial_of(context);

	if (record && record->birth_site)
		return record->birth_site;
	return burial && burial->deleter ? site_of_stack(&burial->deleter, 1) : 0;
}

/* Behind the door: a context is current that was deleted, or one is made below it. */
void
stale_used(MemoryContext context)
{
	const ContextRecord *record = context_record_find(context);
	uint64		key = record ? record->key : 0;
	Use		   *use;

	if (uses.count >= MOST_USES || is_noted(context, key))
		return;
	use = own_array_append(&uses);
	if (use == NULL)
	{
		loss_note(LOSS_NO_MEMORY);
		return;
	}
	use->context = context;
	use->key = key;
	use->path = record && record->path ? record->path : path_of(context);
	use->used_at = site_here();
	use->made_at = maker_of(context, record);
	use->made_by_statement = record == NULL || context_record_is_own(record);
}

/* Inside the allocator's method: the context is deleted, buried or not. */
void
stale_dies(MemoryContext context)
{
	if (*alive_at(context) == context)
		*alive_at(context) = NULL;
}

/* The same: the context is deleted. From now on it is at TABLE_DEAD. */
void
stale_bury(MemoryContext context)
{
	context_mark(context, TABLE_DEAD);
	burials[next_burial++ % BURIALS] = (Burial) {context, deleter};
}

/* The header is read only where one of ours was deleted, and another one may be there by now. */
void
stale_look(void)
{
	MemoryContext context = CurrentMemoryContext;
	const ContextRecord *record;

	if (*alive_at(context) == context)
		return;
	record = context_record_find(context);
	if (!(record && record->dead) && !burial_of(context))
	{
		*alive_at(context) = context;
		return;
	}
	if (context_is_dead(context) && recording_enter_main())
	{
		stale_used(context);
		recording_leave();
	}
}

static int
traced_SPI_connect(void)
{
	stale_look();
	return SPI_connect();
}

static int
traced_SPI_connect_ext(int options)
{
	stale_look();
	return SPI_connect_ext(options);
}

/* An error on the way leaves the address behind until the next of these calls, or a boundary. */
static int
traced_SPI_finish(void)
{
	int			result;

	deleter = (uintptr_t) __builtin_return_address(0);
	result = SPI_finish();
	deleter = 0;
	return result;
}

static void
traced_MemoryContextDelete(MemoryContext context)
{
	deleter = (uintptr_t) __builtin_return_address(0);
	MemoryContextDelete(context);
	deleter = 0;
}

/*
 * SPI keeps the current context to copy results into, and makes a new one. If the current one is
 * dead, the new one may well lie in the same place, and nobody can see the mistake any more.
 */
static const Import *
stale_imports(int *count)
{
	static const Import imports[] = {
		{"SPI_connect", (AnyFunction) traced_SPI_connect, (AnyFunction) traced_SPI_connect,
		.at_once = true},
		{"SPI_connect_ext", (AnyFunction) traced_SPI_connect_ext,
		(AnyFunction) traced_SPI_connect_ext,.at_once = true},
		{"SPI_finish", (AnyFunction) traced_SPI_finish, NULL},
		{"MemoryContextDelete", (AnyFunction) traced_MemoryContextDelete, NULL},
	};

	*count = lengthof(imports);
	return imports;
}

const Layer stale_layer = {.imports = stale_imports};

static void *
used(ContextKind kind, COMPAT_ALLOC_PARAMS)
{
	if (recording_enter())
	{
		stale_used(context);
		recording_leave();
	}
	return kind_inner(kind)->alloc(COMPAT_ALLOC_ARGS);
}

/* One for each kind: the header of a context that is gone may not say any more what it was. */
static void *
dead_set_alloc(COMPAT_ALLOC_PARAMS)
{
	return used(KIND_ALLOCSET, COMPAT_ALLOC_ARGS);
}

static void *
dead_generation_alloc(COMPAT_ALLOC_PARAMS)
{
	return used(KIND_GENERATION, COMPAT_ALLOC_ARGS);
}

static void *
dead_slab_alloc(COMPAT_ALLOC_PARAMS)
{
	return used(KIND_SLAB, COMPAT_ALLOC_ARGS);
}

static void *
dead_bump_alloc(COMPAT_ALLOC_PARAMS)
{
	return used(KIND_BUMP, COMPAT_ALLOC_ARGS);
}

/* Puts our function into the table that deleted contexts of this kind have. */
void
stale_cover(ContextKind kind, MemoryContextMethods *dead)
{
	switch (kind)
	{
		case KIND_ALLOCSET:
			dead->alloc = dead_set_alloc;
			break;
		case KIND_GENERATION:
			dead->alloc = dead_generation_alloc;
			break;
		case KIND_SLAB:
			dead->alloc = dead_slab_alloc;
			break;
		case KIND_BUMP:
			dead->alloc = dead_bump_alloc;
			break;
		case KIND_UNKNOWN:
			break;
	}
}

/*
 * Behind the door. The server asserts that nobody deletes the current context, which would leave
 * CurrentMemoryContext pointing at freed memory. Builds without assertions go on as if nothing
 * had happened. The context is out of the tree already, so its path may be its name alone.
 */
void
stale_deleted(MemoryContext context)
{
	Event		event = {.check_type = CHECK_STALE_CONTEXT, .count = 1, .certain = true};
	const ContextRecord *record = context_record_find(context);

	event.site = site_here();
	event.path = record && record->path ? record->path : path_of(context);
	event.node_key = record ? record->key : 0;
	event_add(&event);
}

/* Whether a frame of this library is on the stack. */
static bool
passes_through(uint32 site, const char *library)
{
	const uintptr_t *pcs = NULL;
	int			count = site_frames(site, &pcs);

	for (int i = 0; i < count; i++)
		if (frame_library(pcs[i]) == library)
			return true;
	return false;
}

static uint32
author(const Use *use)
{
	SiteOwner	user = site_owner(use->used_at, OWNER_BY_REACH);
	SiteOwner	maker = site_owner(use->made_at, OWNER_BY_REACH);
	const char *user_library;
	const char *maker_library;

	if (maker.provenance != PROVENANCE_EXTENSION)
		return use->used_at;
	if (user.provenance != PROVENANCE_EXTENSION)
		return use->made_at;
	user_library = frame_library(user.pc);
	maker_library = frame_library(maker.pc);
	if (passes_through(use->made_at, user_library))
		return use->made_at;
	if (library_runs_language(user_library) != library_runs_language(maker_library))
		return library_runs_language(user_library) ? use->made_at : use->used_at;
	return use->made_by_statement ? use->made_at : use->used_at;
}

static void
add_event(const Use *use)
{
	Event		event = {.check_type = CHECK_STALE_CONTEXT, .count = 1, .certain = true};

	event.site = author(use);
	event.rule = OWNER_BY_REACH;
	event.path = use->path;
	event.node_key = use->key;
	if (use->path)
		snprintf(event.detail, sizeof(event.detail),
				 "context \"%s\" was used after it had been deleted", path_name(use->path));
	event_add(&event);
}

/* At a boundary, outside the door: what was seen waits for the next judgement from here on. */
void
stale_settle(void)
{
	for (Size i = 0; i < uses.count; i++)
	{
		const Use  *use = own_array_at(&uses, i);

		add_event(use);
	}
	uses.count = 0;
	deleter = 0;
}

void
stale_forget(void)
{
	memset(burials, 0, sizeof(burials));
	memset(alive, 0, sizeof(alive));
	uses.count = 0;
	deleter = 0;
}
