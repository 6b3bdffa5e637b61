/*
 * long_lived.c
 *		Births, deaths and moves of contexts; see long_lived.h.
 */
#include "postgres.h"

#include "base/hash_index.h"
#include "base/loss.h"
#include "trace/chunk_table.h"
#include "trace/long_lived.h"
#include "tree/path.h"
#include "utils/memutils.h"

/* A list is rid of what has died when it has this many entries, or twice what was left. */
#define SMALLEST_LIMIT 1024

typedef struct Known
{
	MemoryContext context;
	uint64		key;
} Known;

typedef struct Death
{
	uint64		key;
	uint64		parent_key;		/* at the judgement that counted it */
	uint32		path;
	uint32		site;			/* who used it first */
	bool		born_long;
	uint32		top;			/* number of the death whose subtree it was in, itself included */
	int64		bytes;
} Death;

static OwnArray births = {.width = sizeof(Known)};	/* of this interval */
static Size births_limit = SMALLEST_LIMIT;
static OwnArray survivors = {.width = sizeof(Known)};
static Size survivors_limit = SMALLEST_LIMIT;
static Size next_survivor;		/* the one to be looked at first */
static OwnArray deaths = {.width = sizeof(Death)};	/* children before their parents */
static Size own_births;			/* index of the first one in the running statement */
static Size own_deaths;

/* The statement is over: what it made and deleted counts. */
void
long_lived_next_statement(void)
{
	own_births = births.count;
	own_deaths = deaths.count;
}

/* The record of a context in one of the lists; NULL if it has died since. */
static ContextRecord *
living(const Known *known)
{
	ContextRecord *record = context_record_find(known->context);

	return record && record->key == known->key && !record->dead ? record : NULL;
}

static void
drop_dead(OwnArray *list, Size *limit)
{
	Size		kept = 0;
	Size		kept_others = 0;

	if (list->count < *limit)
		return;
	for (Size i = 0; i < list->count; i++)
	{
		Known		known = *(Known *) own_array_at(list, i);

		if (living(&known))
			*(Known *) own_array_at(list, kept++) = known;
		if (list == &births && i < own_births)
			kept_others = kept;
	}
	list->count = kept;
	if (list == &births)
		own_births = kept_others;
	*limit = Max(kept * 2, SMALLEST_LIMIT);
}

static bool
add_known(OwnArray *list, Size *limit, const ContextRecord *record)
{
	Known	   *known;

	drop_dead(list, limit);
	known = own_array_append(list);
	if (known == NULL)
		return false;
	known->context = record->context;
	known->key = record->key;
	return true;
}

/* A context is new and has its record; false without memory. */
bool
long_lived_note_birth(MemoryContext context)
{
	return add_known(&births, &births_limit, context_record_find(context));
}

/* A context is about to be deleted; it is out of the tree already, and its children are gone. */
void
long_lived_note_death(MemoryContext context, ContextRecord *record)
{
	Death	   *death;

	record->dead = true;
	if (!record->judged)
		return;
	record->judged = false;
	death = own_array_append(&deaths);
	if (death == NULL)
	{
		loss_note(LOSS_NO_MEMORY);
		return;
	}
	death->key = record->key;
	death->parent_key = record->parent_key;
	death->path = record->judged_path;
	death->site = record->birth_site;
	death->born_long = record->born_long;
	death->bytes = (int64) context->mem_allocated + record->unallocated;
}

static bool
is_counted(MemoryContext context)
{
	const ContextRecord *record = context_is_marked(context) ? context_record_find(context) : NULL;

	return record && record->judged;
}

/* Whether it is as old as the backend and was not so at the latest judgement. */
static bool
has_arrived(const ContextRecord *record)
{
	MemoryContext context = record->context;

	if (record->judged || context->parent == NULL || context_record_is_own(record))
		return false;
	return (context->parent != TopMemoryContext && is_counted(context->parent)) ||
		walk_is_judged(context);
}

/* From here on the context counts; its bytes, or -1 without memory. */
static int64
count_context(MemoryContext context)
{
	MemoryContextCounters counters = {0};
	uint32		path = path_of(context);
	ContextRecord *record = context_record(context, TABLE_EXACT);
	const ContextRecord *parent = context->parent ? context_record_find(context->parent) : NULL;

	if (record == NULL || path == 0)
		return -1;
	context->methods->stats(context, NULL, NULL, &counters, false);
	record->judged = true;
	record->watched = record->swelled = false;
	record->judged_path = path;
	record->parent_key = parent ? parent->key : 0;
	record->unallocated = (int64) counters.totalspace - (int64) context->mem_allocated;
	return counters.totalspace;
}

/* The next one in pre-order below this one. */
static MemoryContext
next_below(MemoryContext top, MemoryContext context)
{
	if (context->firstchild)
		return context->firstchild;
	while (context != top && context->nextchild == NULL)
		context = context->parent;
	return context == top ? NULL : context->nextchild;
}

/*
 * Counts the whole subtree that has arrived with this context. Whose it is: the
 * topmost context's, or, where that was never used, that of the first below it that was.
 */
static bool
add_arrival(MemoryContext context, ContextChangeVisitor visit, void *arg)
{
	MemoryContext top = context;
	ContextChange change = {.count = 1};

	while (top->parent && top->parent != TopMemoryContext && !is_counted(top->parent))
		top = top->parent;
	for (context = top; context; context = next_below(top, context))
	{
		int64		bytes = count_context(context);
		const ContextRecord *record = context_record_find(context);

		if (bytes < 0)
			return false;
		change.bytes += bytes;
		if (change.site == 0)
		{
			change.site = record->birth_site;
			change.born_long = record->born_long;
		}
	}
	change.node_key = context_record_find(top)->key;
	change.path = context_record_find(top)->judged_path;
	change.ident = top->ident;
	return visit == NULL || visit(&change, arg);
}

/*
 * The next survivor that has moved to the backend's life, of those whose turn it
 * is; NULL if there is none. Those that have died are dropped on the way.
 */
static const ContextRecord *
next_moved_survivor(int *turns)
{
	while (*turns > 0 && survivors.count > 0)
	{
		const ContextRecord *record;

		if (next_survivor >= survivors.count)
			next_survivor = 0;
		record = living(own_array_at(&survivors, next_survivor));
		if (record && !record->judged && has_arrived(record))
			return record;
		(*turns)--;
		if (record && !record->judged)
			next_survivor++;
		else
			*(Known *) own_array_at(&survivors, next_survivor) =
				*(Known *) own_array_at(&survivors, --survivors.count);
	}
	return NULL;
}

static bool
take_survivors(ContextChangeVisitor visit, void *arg)
{
	int			turns = Min(SURVIVORS_LOOKED_AT, survivors.count);
	const ContextRecord *record;

	while ((record = next_moved_survivor(&turns)) != NULL)
		if (!add_arrival(record->context, visit, arg))
			return false;
	return true;
}

static bool
take_births(ContextChangeVisitor visit, void *arg)
{
	bool		complete = true;

	for (Size i = 0; i < own_births; i++)
	{
		const ContextRecord *record = living(own_array_at(&births, i));

		if (record && has_arrived(record))
			complete = add_arrival(record->context, visit, arg) && complete;
	}
	return complete;
}

/* Adds each death to that of the topmost context that died with it. */
static bool
sum_up_deaths(void)
{
	static HashIndex by_key = HASH_INDEX_INIT;

	hash_index_clear(&by_key);
	for (Size i = own_deaths; i > 0; i--)
	{
		Death	   *death = own_array_at(&deaths, i - 1);
		uint32		parent = hash_index_find(&by_key, death->parent_key);
		Death	   *top;

		death->top = parent ? ((Death *) own_array_at(&deaths, parent - 1))->top : i;
		if (!hash_index_put(&by_key, death->key, i))
			return false;
		if (death->top == i)
			continue;
		top = own_array_at(&deaths, death->top - 1);
		top->bytes += death->bytes;
		if (top->site == 0)
		{
			top->site = death->site;
			top->born_long = death->born_long;
		}
	}
	return true;
}

/* Those of the running statement stay. */
static void
drop_first(OwnArray *list, Size count)
{
	if (count == 0)
		return;
	list->count -= count;
	memmove(list->data, own_array_at(list, count), list->count * list->width);
}

static bool
take_deaths(ContextChangeVisitor visit, void *arg)
{
	bool		complete = visit == NULL || sum_up_deaths();

	for (Size i = 0; visit && complete && i < own_deaths; i++)
	{
		const Death *death = own_array_at(&deaths, i);
		ContextChange change = {.count = -1};

		if (death->top != i + 1)
			continue;
		change.node_key = death->key;
		change.path = death->path;
		change.site = death->site;
		change.born_long = death->born_long;
		change.bytes = -death->bytes;
		complete = visit(&change, arg);
	}
	drop_first(&deaths, own_deaths);
	own_deaths = 0;
	return complete;
}

/* What the tracer saw come and go; no visitor: it is to count as known. */
bool
long_lived_take(ContextChangeVisitor visit, void *arg)
{
	bool		complete = take_births(visit, arg);

	complete = take_survivors(visit, arg) && complete;
	return take_deaths(visit, arg) && complete;
}

/* A subtree that moved to a shorter life is gone; returns the index behind it. */
static Size
note_move_away(const Walk *walk, Size top)
{
	Size		i = top;
	Death	   *death = own_array_append(&deaths);
	const ContextRecord *record = context_record_find(walk_node(walk, top)->context);

	if (death == NULL)
		loss_note(LOSS_NO_MEMORY);
	else
	{
		death->key = record->key;
		death->path = record->judged_path;
		death->site = record->birth_site;
		death->born_long = record->born_long;
	}
	do
	{
		ContextRecord *below = context_record_find(walk_node(walk, i)->context);

		if (below)
			below->judged = false;
		if (death)
			death->bytes += walk_node(walk, i)->total;
		i++;
	} while (i < walk->nodes.count && walk_node(walk, i)->level > walk_node(walk, top)->level);
	return i;
}

/* Looks at the whole tree, of which this is a walk that has just been taken. */
bool
long_lived_take_all(const Walk *walk, ContextChangeVisitor visit, void *arg)
{
	bool		is_over = own_deaths == deaths.count;
	bool		complete = true;
	Size		i = 0;

	survivors.count = 0;
	/* what moved away did so in a statement that is over, if none runs */
	while (i < walk->nodes.count)
	{
		const WalkNode *node = walk_node(walk, i);
		const ContextRecord *record = context_record_find(node->context);
		bool		judged = node->lifetime == LIFETIME_BACKEND && !node->clock_driven;

		if (record && judged && !node->own && !record->judged)
			complete = (visit == NULL || i == 0 ? count_context(node->context) >= 0 :
						add_arrival(node->context, visit, arg)) && complete;
		if (record && !judged && record->judged)
		{
			i = note_move_away(walk, i);
			continue;
		}
		if (record && node->lifetime != LIFETIME_BACKEND)
			complete = add_known(&survivors, &survivors_limit, record) && complete;
		i++;
	}
	if (is_over)
		own_deaths = deaths.count;
	return take_deaths(visit, arg) && complete;
}

/* Whether none came or went in this interval, as far as the tracer saw. */
bool
long_lived_are_quiet(void)
{
	int			turns = Min(SURVIVORS_LOOKED_AT, survivors.count);

	if (own_deaths > 0)
		return false;
	for (Size i = 0; i < own_births; i++)
	{
		const ContextRecord *record = living(own_array_at(&births, i));

		if (record && has_arrived(record))
			return false;
	}
	return next_moved_survivor(&turns) == NULL;
}

/*
 * The interval is over. What was allocated in the contexts born in it has been judged
 * with them; from now on it is part of what their sites hold.
 */
void
long_lived_settle(void)
{
	for (Size i = 0; i < own_births; i++)
	{
		ContextRecord *record = living(own_array_at(&births, i));

		if (record == NULL)
			continue;
		record->newborn = false;
		for (uint32 number = record->watched ? 0 : record->chunks; number;
			 number = chunk_at(number)->next)
			chunk_at(number)->counted = chunk_at(number)->of_context = true;
		if (!record->judged && !add_known(&survivors, &survivors_limit, record))
			loss_note(LOSS_NO_MEMORY);
	}
	drop_first(&births, own_births);
	own_births = 0;
}

/* The tracer stops: from now on nobody sees what dies. */
void
long_lived_forget(void)
{
	births.count = 0;
	own_births = 0;
	survivors.count = 0;
	deaths.count = 0;
	own_deaths = 0;
}
