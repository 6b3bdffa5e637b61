/*
 * judgement.c
 *		The session's one running line of judgement; see judgement.h.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "judge/judgement.h"
#include "judge/registry.h"
#include "judge/statement.h"
#include "stack/frame.h"
#include "stack/language_function.h"
#include "trace/event.h"
#include "trace/holding.h"
#include "trace/long_lived.h"
#include "trace/resets.h"
#include "trace/tracer.h"
#include "tree/path.h"

GrowthTally judgement_witness;

static Walk latest;				/* the tree at the latest judgement that looked at all of it */
static GrowthList growths = GROWTH_LIST_INIT;	/* of the latest interval */
static GrowthList arrivals = GROWTH_LIST_INIT;	/* of its contexts */

/* What the latest judgement_take() found. */
const GrowthList *
judgement_growths(void)
{
	return &growths;
}

/* The tree at the latest judgement that looked at all of it. */
const Walk *
judgement_walk(void)
{
	return &latest;
}

static bool
look(void)
{
	if (latest.nodes.width == 0)
		walk_init(&latest);
	return walk_tree(&latest);
}

static bool
collect_change(const ContextChange *change, void *arg)
{
	return growth_of_context(arg, change);
}

typedef struct Collection
{
	GrowthList *growths;
	bool		complete;
} Collection;

static void
collect_holding(const HoldingGrowth *growth, void *arg)
{
	Collection *collection = arg;

	if (!growth_of_holding(collection->growths, growth))
		collection->complete = false;
}

static void
skip_holding(const HoldingGrowth *growth, void *arg)
{
}

/* Of the server's own only what comes with each execution. */
static bool
may_be_reported(const Growth *growth)
{
	return growth->owner.provenance != PROVENANCE_SERVER ||
		check_type_is_corruption(growth->check_type) ||
		group_grows_every_time(registry_find(growth->group));
}

/* Which function of a procedural language left what the language's library owns. */
static void
note_function(GrowthGroup *group, const Growth *growth)
{
	if (growth->owner.provenance == PROVENANCE_EXTENSION && growth_weight(growth) > 0)
		group->function =
			language_function_with(group->function,
								   language_function_of(frame_library(growth->owner.pc)));
}

/* Whether it may be what a language keeps for a function that it had not met. */
static bool
is_first_use(const Growth *growth)
{
	return growth->owner.provenance == PROVENANCE_EXTENSION &&
		language_function_is_new(frame_library(growth->owner.pc));
}

/*
 * Adds growths, from this item on, to the registry under the latest statement, and keeps those
 * that may be reported. Growths of one group are added up first: a context that replaces another
 * under a new name is no growth.
 */
static bool
note_and_sift(Size from)
{
	static GrowthList by_group = GROWTH_LIST_INIT;

	growth_list_clear(&by_group);
	for (Size i = from; i < growths.items.count; i++)
	{
		Growth		growth = *growth_at(&growths, i);

		growth.hash = growth.group;
		if (!growth_add(&by_group, &growth))
			return false;
	}
	for (Size i = 0; i < by_group.items.count; i++)
	{
		const Growth *growth = growth_at(&by_group, i);
		GrowthGroup *group = registry_find_or_make(growth->group, growth_group_path(growth));
		GroupGain	gain;

		if (group == NULL)
			continue;
		gain = (GroupGain) {growth_weight(growth), growth->bytes, growth->count, growth->enlarged,
		growth->certain, check_types[growth->check_type].lasts, is_first_use(growth)};
		group_note(group, &gain, statement_subject());
		note_function(group, growth);
		group->library = growth_library(growth);
		group->of_server = growth->owner.provenance == PROVENANCE_SERVER && !growth->by_call;
		group->of_contexts = growth->check_type == CHECK_CONTEXT_LEAK;
	}
	return growth_keep(&growths, may_be_reported);
}

/* Starts the line. */
bool
judgement_start(void)
{
	bool		complete = look() && long_lived_take_all(&latest, NULL, NULL);

	judgement_pass();
	return complete;
}

/* Leaves out what happened since the latest judgement. */
bool
judgement_leave_out(void)
{
	bool		complete = long_lived_take(NULL, NULL);

	judgement_pass();
	return complete;
}

/* Starts a new interval where nothing is worth a judgement. */
void
judgement_pass(void)
{
	tracer_next_interval(skip_holding, NULL);
	events_clear();
	language_functions_next_interval();
}

/*
 * Whether judgement_take() could find something to report. The statement that asks, or a call
 * outside any, holds memory of the server's own until it is over. That alone is no news.
 */
bool
judgement_has_news(void)
{
	static GrowthList changes = GROWTH_LIST_INIT;
	Collection	collection = {&changes, true};

	if (!tracer_contexts_are_quiet())
		return true;
	growth_list_clear(&changes);
	holdings_visit_changed(collect_holding, &collection);
	for (Size i = 0; i < changes.items.count; i++)
	{
		const Growth *change = growth_at(&changes, i);

		if (change->owner.provenance != PROVENANCE_SERVER ||
			group_may_grow_every_time(registry_find(change->group)))
			return true;
	}
	return !collection.complete;
}

/*
 * Contexts that came and went, as the tracer saw it or by a look at the whole tree. Windows do
 * not tally them: when a window ends, the tree is compared with that of its beginning.
 */
static bool
take_contexts(JudgementScope scope)
{
	growth_list_clear(&arrivals);
	if (scope == JUDGE_CHANGES)
		return long_lived_take(collect_change, &arrivals);
	return look() && long_lived_take_all(&latest, collect_change, &arrivals);
}

static bool
add_contexts(void)
{
	bool		complete = true;

	for (Size i = 0; i < arrivals.items.count; i++)
		complete = growth_add(&growths, growth_at(&arrivals, i)) && complete;
	return complete;
}

/* Those that tell what is held, or all others. */
static bool
take_events(bool held)
{
	bool		complete = true;

	for (Size i = 0; i < event_count(); i++)
		if (event_at(i)->held == held)
			complete = growth_of_event(&growths, event_at(i)) && complete;
	return complete;
}

static void
tell_witness(const GrowthList *list)
{
	for (Size i = 0; judgement_witness && i < list->items.count; i++)
		(void) judgement_witness(growth_at(list, i));
}

/*
 * Ends an interval. Growth inside contexts is tallied. With JUDGE_ALL, judgement_walk() is the
 * tree of this moment.
 */
bool
judgement_take(JudgementScope scope, GrowthTally tally)
{
	Collection	collection = {&growths, true};
	bool		complete;
	Size		inside;

	growth_list_clear(&growths);
	complete = take_contexts(scope);
	tracer_next_interval(collect_holding, &collection);
	complete = collection.complete && complete;
	resets_visit(registry_note_reset);
	complete = take_events(true) && complete;
	complete = growth_set_off_releases(&growths) && complete;
	complete = take_events(false) && complete;
	events_clear();
	tell_witness(&growths);
	tell_witness(&arrivals);
	complete = note_and_sift(0) && complete;
	inside = growths.items.count;
	for (Size i = 0; i < inside; i++)
		complete = tally(growth_at(&growths, i)) && complete;
	complete = add_contexts() && complete;
	complete = note_and_sift(inside) && complete;
	registry_next_interval();
	language_functions_next_interval();
	return complete;
}
