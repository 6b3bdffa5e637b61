/*
 * scenario_loops.c
 *		The scenarios that repeat the workload under one window:
 *		wrong_context_probe, shmem_sentinel_probe, concurrent_backends,
 *		tx_abort_loop.
 */
#include "postgres.h"

#include "probe/shmem_probe.h"
#include "scenario/scenario.h"

static void
repeat(ScenarioJob *job)
{
	job_phase(job, "measuring");
	for (int i = job->first; i <= job->iterations; i++)
		if (!job_call(job, i, NULL))
			return;
}

/*
 * Under the probe "track_shmem"; who wrote past a segment's end is looked for behind the last call.
 */
static void
repeat_with_sentinels(ScenarioJob *job)
{
	int			culprit = 0;	/* the first iteration that did damage */

	job_phase(job, "measuring");
	for (int i = 1; i <= job->iterations && job_call(job, i, NULL); i++)
		if (culprit == 0 && shmem_probe_sees_damage())
			culprit = i;
	/* another session may have mended it, or this one found what another did */
	if (culprit == 0 && job_window_saw(job, CHECK_SHMEM_OVERRUN))
		culprit = job->iterations;
	if (culprit > 0)
		job_name_writer(job, culprit);
}

static void
wrong_context_probe(ScenarioJob *job)
{
	job->one_type = true;
	job->type = CHECK_WRONG_CTX_ALLOC;
	job_warm_up(job, job_number(job, "warmup"));
	job_window_open(job, NULL);
	repeat(job);
	job_window_close(job);
}

const Scenario scenario_wrong_context_probe = {
	.name = "wrong_context_probe",
	.description =
		"Looks only for allocations that land in TopMemoryContext or CacheMemoryContext "
		"themselves, over controlled repeats.",
	.run = wrong_context_probe,
	.parameters = {WARMUP(3)}
};

/*
 * The warm-up makes segments that extensions make when they are first used, and
 * has a window of its own so that what it writes past their ends is mended.
 */
static void
shmem_sentinel_probe(ScenarioJob *job)
{
	job_window_open(job, "{\"track_shmem\": true}");
	job_warm_up(job, job_number(job, "warmup"));
	job_window_discard(job);
	job_window_open(job, "{\"track_shmem\": true}");
	repeat_with_sentinels(job);
	job_window_close(job);
}

const Scenario scenario_shmem_sentinel_probe = {
	.name = "shmem_sentinel_probe",
	.description =
		"Fills the slack behind each named segment of shared memory and looks after each statement "
		"who wrote there.",
	.run = shmem_sentinel_probe,
	.sentinels = true,
	.provokes = true,
	.parameters = {WARMUP(3)}
};

/*
 * All sessions are warm and have their windows open before any begins. Who may not have
 * sentinels has the rest.
 */
static void
concurrent_backends(ScenarioJob *job)
{
	job_warm_up(job, job_number(job, "warmup"));
	job_window_open(job, shmem_probe_is_allowed() ? "{\"track_shmem\": true}" : NULL);
	job_barrier(job);
	repeat_with_sentinels(job);
	job_window_close(job);
}

const Scenario scenario_concurrent_backends = {
	.name = "concurrent_backends",
	.description =
		"Runs the workload in several sessions that start at the same moment, with sentinels "
		"behind shared memory, and judges each.",
	.run = concurrent_backends,
	.members = "backends",
	.parameters = {
		WARMUP(3),
		{"backends", PARAMETER_INTEGER, 4, 1, 64, NULL, "sessions"},
	}
};

/* The workload in nested subtransactions that are rolled back one by one. */
static bool
abort_once(ScenarioJob *job, int iteration, int depth)
{
	char		text[64];
	bool		called;

	job_statement(job, "BEGIN", NULL);
	for (int level = 1; level <= depth; level++)
	{
		snprintf(text, sizeof(text), "SAVEPOINT memcheck_%d", level);
		job_statement(job, text, NULL);
	}
	called = job_call(job, iteration, NULL);
	for (int level = depth; level >= 1; level--)
	{
		/* half of the time it is an error that aborts */
		if (iteration % 2 == 0)
			job_statement(job, "SELECT 1 OPERATOR(pg_catalog./) 0", NULL);
		snprintf(text, sizeof(text), "ROLLBACK TO SAVEPOINT memcheck_%d", level);
		job_statement(job, text, NULL);
		if (called)
			called = job_call(job, iteration, NULL);
	}
	if (iteration % 2 == 0)
		job_statement(job, "SELECT 1 OPERATOR(pg_catalog./) 0", NULL);
	job_statement(job, "ROLLBACK", NULL);
	return called;
}

static void
tx_abort_loop(ScenarioJob *job)
{
	int			depth = job_number(job, "depth");

	job_warm_up(job, job_number(job, "warmup"));
	job->in_transaction = true;
	job_plan(job, job->iterations * (depth + 1));
	job_window_open(job, NULL);
	job_phase(job, "measuring");
	for (int i = 1; i <= job->iterations; i++)
		if (!abort_once(job, i, depth))
			break;
	job_window_close(job);
}

const Scenario scenario_tx_abort_loop = {
	.name = "tx_abort_loop",
	.description =
		"Runs the workload in transactions and subtransactions that abort, and lets it fail where "
		"it does.",
	.run = tx_abort_loop,
	.fails = true,
	.parameters = {
		WARMUP(3),
		{"depth", PARAMETER_INTEGER, 2, 0, 50, NULL, "subtransactions inside each other"},
	}
};
