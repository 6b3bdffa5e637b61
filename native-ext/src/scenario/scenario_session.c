/*
 * scenario_session.c
 *		The scenarios about what a session keeps: cursor_leak, cold_warm_cold.
 */
#include "postgres.h"

#include "access/xact.h"
#include "scenario/scenario.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/plancache.h"

/* Runs a statement made of a prefix and one of the workload's own. */
static void
run_dressed(ScenarioJob *job, const char *prefix, const WorkloadPart *part)
{
	job_statement(job, psprintf("%s%s", prefix, part->text), NULL);
}

/* Read in part and abandoned, then held and closed. */
static void
run_in_cursors(ScenarioJob *job, const WorkloadPart *part)
{
	job_statement(job, "BEGIN", NULL);
	run_dressed(job, "DECLARE memcheck_cursor CURSOR FOR ", part);
	job_statement(job, "FETCH 1 FROM memcheck_cursor", NULL);
	job_statement(job, "ROLLBACK", NULL);
	job_statement(job, "BEGIN", NULL);
	run_dressed(job, "DECLARE memcheck_held CURSOR WITH HOLD FOR ", part);
	job_statement(job, "FETCH 1 FROM memcheck_held", NULL);
	job_statement(job, "COMMIT", NULL);
	job_statement(job, "FETCH 1 FROM memcheck_held", NULL);
	job_statement(job, "CLOSE memcheck_held", NULL);
}

/* Often enough for a generic plan. */
static void
run_prepared(ScenarioJob *job, const WorkloadPart *part)
{
	run_dressed(job, "PREPARE memcheck_statement AS ", part);
	for (int i = 0; i < 7; i++)
		job_statement(job, "EXECUTE memcheck_statement", NULL);
	job_statement(job, "DEALLOCATE memcheck_statement", NULL);
}

/* Once for each row of another query: what belongs to a row is reset in between. */
static void
run_for_each_row(ScenarioJob *job, const WorkloadPart *part)
{
	job_statement(job, psprintf("SELECT * FROM pg_catalog.generate_series(1, 3) memcheck_row, "
								"LATERAL (SELECT * FROM (%s) memcheck_inner WHERE memcheck_row "
								"OPERATOR(pg_catalog.>) 0) memcheck_outer",
								part->text), NULL);
}

/*
 * The workload as it is, then its queries in cursors and row by row, and what can
 * be prepared, prepared.
 */
bool
job_call_from_every_place(ScenarioJob *job, int iteration)
{
	WorkloadResult result;
	ListCell   *cell;
	List	   *parts;

	if (!job_call(job, iteration, NULL))
		return false;
	MemoryContextSwitchTo(MessageContext);
	parts = workload_parts(workload_substitute(job->workload, iteration, NULL), &result);
	foreach(cell, parts)
	{
		const WorkloadPart *part = lfirst(cell);

		MemoryContextSwitchTo(MessageContext);
		if (part->is_query)
		{
			run_in_cursors(job, part);
			MemoryContextSwitchTo(MessageContext);
			run_for_each_row(job, part);
		}
		MemoryContextSwitchTo(MessageContext);
		if (part->can_prepare)
			run_prepared(job, part);
	}
	return true;
}

/*
 * What the workload prepared itself and forgot. (What an extension prepared, and cursors, are the
 * probe's: it knows who made them.)
 */
static int64
prepared_statements(ScenarioJob *job)
{
	WorkloadResult result;

	if (!job_statement(job, "SELECT pg_catalog.count(*) FROM pg_catalog.pg_prepared_statements "
							"WHERE from_sql", &result))
		return 0;
	return atoll(result.first);
}

static void
cursor_leak(ScenarioJob *job)
{
	int64		prepared;

	job_warm_up(job, job_number(job, "warmup"));
	job_call_from_every_place(job, 1);
	prepared = prepared_statements(job);
	job_window_open(job, "{\"track_resources\": true}");
	job_phase(job, "cursors");
	for (int i = 1; i <= job->iterations; i++)
		if (!job_call_from_every_place(job, i))
			break;
	job_window_close(job);
	prepared = prepared_statements(job) - prepared;
	if (prepared > 0)
		job_finding(job, CHECK_RESOURCE_LEAK,
					"the workload left " INT64_FORMAT " prepared statements in %d iterations",
					prepared,
					job->iterations);
}

const Scenario scenario_cursor_leak = {
	.name = "cursor_leak",
	.description =
		"Runs queries through cursors that are read in part, held and abandoned, and through "
		"prepared statements, and counts what is left open.",
	.run = cursor_leak,
	.parameters = {WARMUP(3)}
};

/* As though everything in the catalog had changed. */
void
job_invalidate_caches(ScenarioJob *job)
{
	StartTransactionCommand();
	InvalidateSystemCaches();
	ResetPlanCache();
	CommitTransactionCommand();
	MemoryContextSwitchTo(TopMemoryContext);
}

static void
forget_caches(ScenarioJob *job)
{
	job_statement(job, "DISCARD ALL", NULL);
	job_restore_settings(job);
	job_invalidate_caches(job);
}

/*
 * The first session: warm, then made cold again before each call, which must not
 * grow either. The second: a fresh one, watched from its first call on.
 */
static void
cold_warm_cold(ScenarioJob *job)
{
	bool		is_first = job->session == 0;

	if (is_first)
	{
		job_warm_up(job, job_number(job, "warmup"));
		forget_caches(job);
		job_call(job, 1, NULL);
	}
	job_window_open(job, NULL);
	job_phase(job, is_first ? "cold and warm" : "fresh session");
	for (int i = 1; i <= job->iterations; i++)
	{
		if (is_first && i % 2 == 0)
			forget_caches(job);
		if (!job_call(job, i, NULL))
			break;
	}
	job_window_close(job);
}

const Scenario scenario_cold_warm_cold = {
	.name = "cold_warm_cold",
	.description =
		"Runs the workload in a fresh session, when it is warm, after DISCARD ALL and invalidated "
		"caches, and in a fresh session again.",
	.run = cold_warm_cold,
	.sessions = 2,
	.parameters = {WARMUP(3)}
};
