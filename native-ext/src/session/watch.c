/*
 * watch.c
 *		When this session's allocations are followed; see watch.h.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "base/settings.h"
#include "judge/alike.h"
#include "judge/judgement.h"
#include "judge/registry.h"
#include "judge/report.h"
#include "judge/statement.h"
#include "log/ring.h"
#include "probe/probe.h"
#include "session/crash_file.h"
#include "session/sampled_findings.h"
#include "session/watch.h"
#include "stack/language_function.h"
#include "storage/ipc.h"
#include "trace/descriptor_tracer.h"
#include "trace/held_locks.h"
#include "trace/own_heap.h"
#include "trace/tracer.h"
#include "utils/memutils.h"

static bool by_mode;			/* the setting holds the watch */
static int	holders;			/* windows that are open */
static const WatchHolder *windows;	/* what they are told by */
static const WatchWitness *witness;	/* of a trace from outside; NULL: there is none */
static void (*told_of_statements) (void);	/* NULL: nobody is */
static bool lingers;			/* until the statement that closed the last window is over */

static void register_exit(void);

bool
watch_is_held(void)
{
	return holders > 0;
}

static void
start(void)
{
	lingers = false;
	tracer_start();
	language_functions_follow(true);
	statement_number_queries(true);
	if (holders == 0 && !by_mode && witness == NULL)
	{
		registry_next_watch();
		own_heap_watch_begins();
		(void) judgement_start();
	}
}

/* A window takes hold. Raises an error if the tracer cannot start. */
void
watch_acquire(const WatchHolder *holder)
{
	start();
	crash_file_watch();
	windows = holder;
	holders++;
}

static void
stop(void)
{
	lingers = false;
	tracer_stop();
	language_functions_follow(false);
	statement_number_queries(memcheck_mode != MEMCHECK_MODE_NONE);
	registry_forget_server();
	statement_forget();
}

/* What the statement that runs leaves is still judged, when it is over. */
static void
let_go(void)
{
	if (holders > 0 || by_mode || witness)
		return;
	lingers = statement_is_running() && statement_subject()->sequence != 0;
	if (lingers)
		register_exit();
	else
		stop();
}

/* A window lets go. */
void
watch_release(void)
{
	holders--;
	if (holders == 0)
		crash_file_unwatch();
	let_go();
}

static void
add_to_ring(const Violation *violation, void *arg)
{
	ring_add(violation);
}

/*
 * Whether this goes to the ring: what has just been confirmed, and was not reported before. Of the
 * statement that closed a window all does, as in the window's verdict.
 */
static bool
is_news(const JudgedGrowth *judged, bool all)
{
	return judged->group != NULL && judged->reported &&
		(all || (judged->confirmed && !judged->group->reported));
}

/* Leaves the news of the list in it. */
static void
keep_news(OwnArray *judged, bool all)
{
	Size		kept = 0;

	for (Size i = 0; i < judged->count; i++)
	{
		const JudgedGrowth *one = judged_at(judged, i);

		if (!is_news(one, all))
			continue;
		if (one->confirmed)
			one->group->reported = true;
		if (kept != i)
			memcpy(judged_at(judged, kept), one, sizeof(JudgedGrowth));
		kept++;
	}
	judged->count = kept;
}

static void
report_to_ring(bool all)
{
	static OwnArray judged = {.width = sizeof(JudgedGrowth)};
	MemoryContext work;
	MemoryContext before;

	(void) growths_judge_alike(&judged, &judgement_growths()->items, NULL, NULL);
	keep_news(&judged, all);
	if (judged.count == 0)
		return;
	work = AllocSetContextCreate(CurrentMemoryContext, "pg_ext_memcheck report",
								 ALLOCSET_DEFAULT_SIZES);
	before = MemoryContextSwitchTo(work);
	report_judged(&judged, add_to_ring, NULL);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
}

/* No window is open. */
static bool
no_tally(const Growth *growth)
{
	return true;
}

static void
judge_statement(void)
{
	held_locks_check();
	descriptors_check();
	own_heap_check(statement_subject()->hash);
	probes_check();
	/* before the first one: what hooks outside ours did already is its own */
	if (statement_subject()->sequence == 0)
		return;
	if (tracer_is_quiet())
		judgement_pass();
	else if (!watch_is_held() && memcheck_mode == MEMCHECK_MODE_EXECUTOR &&
			 statement_subject()->is_utility)
		(void) judgement_leave_out();
	else
	{
		(void) judgement_take(JUDGE_CHANGES, holders > 0 ? windows->tally : no_tally);
		if (holders > 0)
			windows->judged();
		else if (by_mode || lingers)
			report_to_ring(lingers);
	}
}

/* Between two messages or in the middle of anything; false: the tracer cannot be started. */
bool
watch_trace_begins(const WatchWitness *told)
{
	bool		lingered = lingers;

	if (!tracer_is_on() && !kinds_can_be_patched())
		return false;
	start();
	lingers = lingered;
	witness = told;
	judgement_witness = told->tally;
	return true;
}

/* NULL: no more. */
void
watch_tell_statements(void (*begins) (void))
{
	told_of_statements = begins;
}

/* Likewise. */
void
watch_trace_ends(void)
{
	witness = NULL;
	judgement_witness = NULL;
	if (holders == 0 && !by_mode && !lingers)
		stop();
}

/*
 * Somebody looks. What a statement did is judged under it once it is over; where none has begun
 * since the look before, this look is what it is judged under.
 */
void
watch_trace_looks(void)
{
	static uint64 judged;		/* the statement that was judged latest */

	if (witness == NULL || statement_is_running() || holders > 0 || by_mode || lingers)
		return;
	if (judged == statement_top_level() || statement_subject()->sequence == 0)
		statement_note_look();
	judged = statement_top_level();
	tracer_next_statement();
	if (tracer_is_quiet())
		judgement_pass();
	else
		(void) judgement_take(JUDGE_CHANGES, no_tally);
}

/*
 * The process ends, and its transaction is over. No statement follows that would judge the last
 * one. Nobody asks for what a window found any more.
 */
static void
judge_at_exit(int code, Datum arg)
{
	if (watch_is_held() || !(lingers || (by_mode && memcheck_mode != MEMCHECK_MODE_NONE)))
		return;
	tracer_next_statement();
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
			start();
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
		let_go();
	}
}

/* Judges the statement that is over; says whether the next is to be noted. */
bool
watch_statement_begins(void)
{
	sampled_findings_settle();
	if (lingers && !IsParallelWorker())
	{
		judge_statement();
		if (witness)
			lingers = false;
		else
			stop();
	}
	if (told_of_statements)
		told_of_statements();
	if (witness)
		witness->statement_begins();
	if (!by_mode && memcheck_mode == MEMCHECK_MODE_NONE && !watch_is_held() && !witness)
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
