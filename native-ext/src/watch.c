/*
 * watch.c
 *		When this session's allocations are followed; see watch.h.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "alike.h"
#include "held_locks.h"
#include "judgement.h"
#include "options.h"
#include "pg_ext_memcheck.h"
#include "probe.h"
#include "registry.h"
#include "report.h"
#include "ring.h"
#include "statement.h"
#include "storage/ipc.h"
#include "tracer.h"
#include "utils/memutils.h"
#include "watch.h"
#include "window.h"

static bool by_mode;			/* the setting holds the watch */
static const WindowOptions no_options;

/* A window takes hold. Raises an error if the tracer cannot start. */
void
watch_acquire(void)
{
	tracer_start();
	if (!windows_are_open() && !by_mode)
		(void) judgement_start();
}

/* A window lets go. */
void
watch_release(void)
{
	if (!windows_are_open() && !by_mode)
	{
		tracer_stop();
		registry_forget_server();
		statement_forget();
	}
}

static void
add_to_ring(const Violation *violation, void *arg)
{
	ring_add(violation);
}

/* Puts what has just been confirmed, and was not reported before, into the ring. */
static void
report_confirmed(void)
{
	static GrowthList confirmed = GROWTH_LIST_INIT;
	static GrowthList growths = GROWTH_LIST_INIT;
	MemoryContext work;
	MemoryContext before;

	growth_list_clear(&confirmed);
	(void) growths_merge_alike(&growths, &judgement_growths()->items, NULL, NULL);
	for (Size i = 0; i < growths.items.count; i++)
	{
		const Growth *growth = growth_at(&growths, i);
		GrowthGroup *group = registry_find(growth->group);

		if (group == NULL || group->reported || !growth_is_confirmed(growth) ||
			!growth_is_reported(growth))
			continue;
		group->reported = growth_add(&confirmed, growth);
	}
	if (confirmed.items.count == 0)
		return;
	work = AllocSetContextCreate(CurrentMemoryContext, "pg_ext_memcheck report",
								 ALLOCSET_DEFAULT_SIZES);
	before = MemoryContextSwitchTo(work);
	report_growths(&confirmed.items, &no_options, add_to_ring, NULL);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
}

static void
judge_statement(void)
{
	/* before the first one: what hooks outside ours did already is its own */
	if (statement_subject()->sequence == 0)
		return;
	held_locks_check();
	probes_check();
	if (tracer_is_quiet())
		judgement_pass();
	else if (!windows_are_open() && memcheck_mode == MEMCHECK_MODE_EXECUTOR &&
			 statement_subject()->is_utility)
		(void) judgement_leave_out();
	else
	{
		(void) judgement_take(JUDGE_CHANGES);
		if (windows_are_open())
			windows_interval_is_judged();
		else
			report_confirmed();
	}
}

/*
 * The process ends, its transaction over: the last statement has none after it
 * that would judge it. What a window found, nobody asks for any more.
 */
static void
judge_at_exit(int code, Datum arg)
{
	if (!by_mode || memcheck_mode == MEMCHECK_MODE_NONE || windows_are_open())
		return;
	MemoryContextSwitchTo(TopMemoryContext);
	judge_statement();
}

static void
register_exit(void)
{
	static bool registered;

	if (!registered)
		on_shmem_exit(judge_at_exit, (Datum) 0);
	registered = true;
}

/* Takes up what the setting says now; the tracer may fail to start. */
static void
follow_mode(void)
{
	bool		wanted = memcheck_mode != MEMCHECK_MODE_NONE;

	if (wanted == by_mode)
		return;
	if (wanted)
	{
		MemoryContext context = CurrentMemoryContext;

		PG_TRY();
		{
			watch_acquire();
			by_mode = true;
			register_exit();
		}
		PG_CATCH();
		{
			/* the user's statement is not to fail because of us */
			MemoryContextSwitchTo(context);
			EmitErrorReport();
			FlushErrorState();
			memcheck_mode = MEMCHECK_MODE_NONE;
		}
		PG_END_TRY();
	}
	else
	{
		by_mode = false;
		watch_release();
	}
}

/* Judges the statement that is over; says whether the next is to be noted. */
bool
watch_statement_begins(void)
{
	if (!by_mode && memcheck_mode == MEMCHECK_MODE_NONE && !windows_are_open())
		return false;
	/* a worker has its leader's setting and is gone when the query is */
	if (IsParallelWorker())
		return false;
	follow_mode();
	if (!tracer_is_on())
		return false;
	judge_statement();
	return true;
}
