/*
 * tracer.c
 *		The allocator's methods while a window is open; see tracer.h for who
 *		calls them and what they may do.
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/loss.h"
#include "base/own_memory.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "trace/chunk_table.h"
#include "trace/event.h"
#include "trace/extension_doors.h"
#include "trace/follow.h"
#include "trace/holding.h"
#include "trace/layer.h"
#include "trace/ledger.h"
#include "trace/long_lived.h"
#include "trace/malloc_ledger.h"
#include "trace/mapping_ledger.h"
#include "trace/memory_drop.h"
#include "trace/method_tables.h"
#include "trace/resets.h"
#include "trace/sampler.h"
#include "trace/stale_context.h"
#include "trace/swell.h"
#include "trace/tracer.h"
#include "tree/context_record.h"
#include "utils/memutils.h"

ContextEndVisitor tracer_context_ends;

bool		tracer_traces;
static bool layered;			/* a layer stands over the server's methods */

static const MemoryContextMethods *
inner_of(MemoryContext context)
{
	return kind_inner(context_kind(context));
}

/* All its chunks go at once. */
static void
empty(MemoryContext context, bool deleted)
{
	if (!recording_enter())
		return;
	unfollow_all(context, deleted);
	recording_leave();
}

static void *
exact_alloc(COMPAT_ALLOC_PARAMS)
{
	void	   *pointer = inner_of(context)->alloc(COMPAT_ALLOC_ARGS);

	if (pointer && recording_enter())
	{
		follow_made(context, pointer, size, SITE_DOOR);
		recording_leave();
	}
	return pointer;
}

/* From here on the context has the table that follows each chunk. */
static pg_noinline void *
outgrowing_alloc(COMPAT_ALLOC_PARAMS)
{
	void	   *pointer = inner_of(context)->alloc(COMPAT_ALLOC_ARGS);

	if (pointer && follow_limit_is_passed(context, 0) && recording_enter())
	{
		follow_made(context, pointer, size, SITE_DOOR);
		recording_leave();
	}
	return pointer;
}

/* Mostly nothing is left to do when the server's function has returned. */
static void *
sized_alloc(COMPAT_ALLOC_PARAMS)
{
	if (follow_limit_is_passed(context, size))
		return outgrowing_alloc(COMPAT_ALLOC_ARGS);
	return inner_of(context)->alloc(COMPAT_ALLOC_ARGS);
}

static void
traced_free(COMPAT_FREE_PARAMS)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);
	ContextKind kind = context_kind(owner);

	if (layered && layers_refuse_free(pointer))
		return;
	if (recording_enter())
	{
		if (!unfollow_at(pointer) && context_is_at(owner, TABLE_EXACT))
			follow_release(owner, pointer, SITE_DOOR);
		recording_leave();
	}
	kind_inner(kind)->free_p(COMPAT_FREE_ARGS);
}

/*
 * A chunk that grows belongs to whoever made it grow. For a chunk from before the window only
 * the growth counts.
 */
static void *
traced_realloc(COMPAT_REALLOC_PARAMS)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);
	bool		exact = context_is_at(owner, TABLE_EXACT);
	Chunk	   *chunk = exact ? chunk_find(pointer) : NULL;
	int64		base = 0;
	void	   *moved;

	if (layered)
		layers_refuse_realloc(pointer);
	if (exact)
		base = chunk ? chunk->base : (int64) GetMemoryChunkSpace(pointer);
	moved = inner_of(owner)->realloc(COMPAT_REALLOC_ARGS);
	if (!exact || moved == NULL)
		return moved;
	/* the original may have raised an error: only now is the old one gone */
	if (recording_enter())
	{
		if (chunk)
			unfollow(chunk);
		follow(owner, moved, size, base, HOLDING_ENLARGED, SITE_DOOR);
		recording_leave();
	}
	return moved;
}

/* Whether it has swelled inside the running statement, if its memory goes before that is over. */
static bool
swells_and_goes(MemoryContext context, const ContextRecord *record)
{
	return context->mem_allocated >= SWELL_BYTES &&
		(swell_is_of_calls(context) ||
		 (record && record->extensions && context_record_is_own(record)));
}

/* What it holds is about to go; "door" is that of a reset, or NULL. */
static void
judge_end(MemoryContext context, const ContextRecord *record, const void *door)
{
	if (record == NULL || tracer_context_ends == NULL ||
		!(record->swelled || (record->born_long && swells_and_goes(context, record))) ||
		!recording_enter())
		return;
	tracer_context_ends(context, door);
	recording_leave();
}

static void
exact_reset(MemoryContext context)
{
	ContextRecord *record = context_record_find(context);

	memory_drops(context, false);
	judge_end(context, record, SITE_DOOR);
	if (record && record->watched)
		record->emptied = true;
	else
		resets_note(record);
	empty(context, false);
	inner_of(context)->reset(context);
}

/* What comes back to this context finds it dead, unless that is known already. */
static void
bury(MemoryContext context)
{
	stale_dies(context);
	if (context != CurrentMemoryContext)
		stale_bury(context);
	else if (recording_enter())
	{
		stale_deleted(context);
		context_mark(context, TABLE_PLAIN);
		recording_leave();
	}
}

static void
note_death(MemoryContext context)
{
	ContextRecord *record = context_record_find(context);

	bury(context);
	if (record)
		long_lived_note_death(context, record);
}

static void
exact_delete(MemoryContext context)
{
	const MemoryContextMethods *inner = inner_of(context);
	const ContextRecord *record = context_record_find(context);

	memory_drops(context, true);
	judge_end(context, record, NULL);
	empty(context, true);
	resets_note_death(record);
	note_death(context);
	inner->delete_context(context);
}

/* The next time its chunks are followed. */
static void
note_swelling(MemoryContext context)
{
	if (swells_and_goes(context, context_record_find(context)))
		swell_note(context->name);
}

static void
plain_delete(MemoryContext context)
{
	const MemoryContextMethods *inner = inner_of(context);

	note_swelling(context);
	memory_drops(context, true);
	note_death(context);
	inner->delete_context(context);
}

static void
plain_reset(MemoryContext context)
{
	note_swelling(context);
	memory_drops(context, false);
	inner_of(context)->reset(context);
}

/* In the server's own tables: a context that was never used. */
static void
newborn_delete(MemoryContext context)
{
	const MemoryContextMethods *inner = inner_of(context);

	bury(context);
	inner->delete_context(context);
}

/* Whether its parent was found to be as old as the backend: the way up may be long. */
static bool
is_below_long_lived(MemoryContext context)
{
	MemoryContext parent = context->parent;
	const ContextRecord *record;

	if (parent == NULL || parent == TopMemoryContext ||
		!context_is_at(parent, TABLE_EXACT))
		return false;
	record = context_record_find(parent);
	return record && !record->watched;
}

/* Remembers who made a context that is new; false without memory. */
static bool
note_birth_inside(MemoryContext context, const void *door)
{
	bool		lives_long = is_below_long_lived(context) ||
		walk_lifetime(context) == LIFETIME_BACKEND;
	bool		swelled = !lives_long && swell_follows(context->name);
	ContextRecord *record = context_record(context,
										   lives_long || swelled ? TABLE_EXACT : TABLE_PLAIN);

	if (context->parent && context_is_dead(context->parent))
		stale_used(context->parent);
	if (record == NULL || !long_lived_note_birth(context))
	{
		loss_note(LOSS_NO_MEMORY);
		return false;
	}
	record->born = context_records_statement();
	record->newborn = true;
	record->born_long = lives_long;
	record->watched = record->swelled = swelled;
	record->birth_site = site_at(door);
	return true;
}

static bool
note_birth(MemoryContext context, const void *door)
{
	bool		noted;

	if (!recording_enter())
		return false;
	noted = note_birth_inside(context, door);
	recording_leave();
	return noted;
}

/*
 * In the server's own tables: the first allocation in a context that is new.
 * From here on the context has one of our tables.
 */
static void *
newborn_alloc(COMPAT_ALLOC_PARAMS)
{
	if (!note_birth(context, SITE_DOOR))
		return inner_of(context)->alloc(COMPAT_ALLOC_ARGS);
	return context->methods->alloc(COMPAT_ALLOC_ARGS);
}

/*
 * What an extension creates by itself is noted at once: it may never use it, or
 * have another function do so first.
 */
static MemoryContext
created(MemoryContext context, const void *door)
{
	ContextRecord *record = note_birth(context, door) ? context_record_find(context) : NULL;

	if (record)
		record->extensions = true;
	return context;
}

static MemoryContext
traced_AllocSetContextCreateInternal(MemoryContext parent, const char *name, Size minimum,
									 Size initial, Size maximum)
{
	return created(AllocSetContextCreateInternal(parent, name, minimum, initial, maximum),
				   SITE_DOOR);
}

static MemoryContext
traced_GenerationContextCreate(MemoryContext parent, const char *name, Size minimum,
							   Size initial, Size maximum)
{
	return created(GenerationContextCreate(parent, name, minimum, initial, maximum), SITE_DOOR);
}

static MemoryContext
traced_SlabContextCreate(MemoryContext parent, const char *name, Size block, Size chunk)
{
	return created(SlabContextCreate(parent, name, block, chunk), SITE_DOOR);
}

static const Import imports[] = {
	{"AllocSetContextCreateInternal", (AnyFunction) traced_AllocSetContextCreateInternal, NULL},
	{"GenerationContextCreate", (AnyFunction) traced_GenerationContextCreate, NULL},
	{"SlabContextCreate", (AnyFunction) traced_SlabContextCreate, NULL},
};

static const Import *
creation_imports(int *count)
{
	*count = lengthof(imports);
	return imports;
}

const Layer tracer_layer = {.imports = creation_imports};

static void
fill_tables(void)
{
	MemoryContextMethods patched[CONTEXT_KINDS];

	layered = false;
	for (int kind = 0; kind < CONTEXT_KINDS; kind++)
	{
		MemoryContextMethods *exact = kind_table(kind, TABLE_EXACT);

		layered |= tables_fill_inner(kind);
		*exact = *kind_inner(kind);
		exact->alloc = exact_alloc;
		exact->free_p = traced_free;
		exact->realloc = traced_realloc;
		exact->reset = exact_reset;
		exact->delete_context = exact_delete;

		*kind_table(kind, TABLE_PLAIN) = *kind_inner(kind);
		kind_table(kind, TABLE_PLAIN)->reset = plain_reset;
		kind_table(kind, TABLE_PLAIN)->delete_context = plain_delete;

		*kind_table(kind, TABLE_SIZED) = *kind_inner(kind);
		kind_table(kind, TABLE_SIZED)->alloc = sized_alloc;
		kind_table(kind, TABLE_SIZED)->reset = exact_reset;
		kind_table(kind, TABLE_SIZED)->delete_context = exact_delete;

		*kind_table(kind, TABLE_DEAD) = *kind_inner(kind);
		stale_cover(kind, kind_table(kind, TABLE_DEAD));

		patched[kind] = *kind_original(kind);
		patched[kind].alloc = newborn_alloc;
		patched[kind].delete_context = newborn_delete;
		if (COMPAT_CHUNKS_NAME_THEIR_METHODS && kind != KIND_BUMP)
		{
			patched[kind].free_p = traced_free;
			patched[kind].realloc = traced_realloc;
		}
	}
	kinds_patch_server(patched);
}

/* When the first window opens. Raises an error if the tables cannot be opened. */
void
tracer_start(void)
{
	if (tracer_traces)
		return;
	losses_clear();
	recording_start();
	fill_tables();
	doors_pause();
	layers_divert();
	sites_check_unwinder();
	tracer_traces = true;
}

/* A probe begins or ends, and its layer with it. */
void
tracer_relayer(void)
{
	if (!tracer_traces)
		return;
	fill_tables();
}

/* What a layer covers while nobody watches begins, or ends. */
void
tracer_layer_remains(void)
{
	if (tracer_traces)
		fill_tables();
	else
		tables_rest();
}

/* Behind the ledger's lock. */
static void
free_ledgers(void)
{
	ledger_chunks_free();
	ledger_mappings_free();
}

/*
 * When the last window closes: every table is the server's again, but for what a layer left, and
 * for what is sampled.
 */
void
tracer_stop(void)
{
	if (!tracer_traces)
		return;
	tables_rest();
	layers_restore();
	recording_stop();
	chunks_clear();
	ledger_clear(free_ledgers);
	holdings_clear();
	context_records_forget_chunks();
	long_lived_forget();
	resets_forget();
	stale_forget();
	events_clear();
	context_records_next_statement();
	tracer_traces = false;
	doors_resume();
}

static void
sampling_changed(void)
{
	tracer_layer_remains();
	sampler_class_all();
}

/* Sampling begins with this interval, or ends with 0. */
void
tracer_sample(int64 interval)
{
	if (sampler_set(interval))
		sampling_changed();
}

/* The same where the setting has none, for a trace from outside. */
void
tracer_sample_for_trace(int64 interval)
{
	if (sampler_lend(interval))
		sampling_changed();
}

/*
 * Whether no context that outlives a statement came or went in this interval, nor
 * anything else that is an event. One born in a short-lived place may have been
 * moved to a long-lived one.
 */
bool
tracer_contexts_are_quiet(void)
{
	ledger_settle();
	stale_settle();
	return event_count() == 0 && long_lived_are_quiet();
}

/* Whether nothing that outlives a statement came or went in this interval. */
bool
tracer_is_quiet(void)
{
	return tracer_contexts_are_quiet() && holdings_are_unchanged();
}

/*
 * What happened until now belongs to a statement that is over, and may be judged. What comes now
 * may not, until this is called again.
 */
void
tracer_next_statement(void)
{
	if (!tracer_traces)
		return;
	ledger_settle();
	stale_settle();
	holdings_next_statement();
	long_lived_next_statement();
	context_records_next_statement();
}

/* Visits every holding that changed in this interval and starts the next. */
void
tracer_next_interval(HoldingVisitor visit, void *arg)
{
	layers_divert();
	ledger_settle();
	holdings_visit_changed(visit, arg);
	holdings_start_over();
	long_lived_settle();
}

/*
 * A walk in the middle of a statement. While the tracer is on, no mark is written. So the tracer
 * still sees who first uses a context that was only created, and being observed changes no
 * finding.
 */
bool
tracer_walk_running(Walk *walk)
{
	return tracer_traces ? walk_unmarked(walk) : walk_tree(walk);
}
