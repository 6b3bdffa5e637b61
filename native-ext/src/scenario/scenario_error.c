/*
 * scenario_error.c
 *		error_path: the workload fails at each point where it can.
 *
 * In the n-th statement that starts while the workload runs, itself being the
 * first, an error is raised, and the next time a cancel comes in; n grows until
 * the workload runs through without getting there. A hook of the executor's,
 * installed in this worker alone, counts. Then statement_timeout strikes wherever
 * it finds the workload, and :payload, where it is used, is given bad input.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "miscadmin.h"
#include "scenario/scenario.h"
#include "storage/proc.h"

typedef enum Failure
{
	FAILURE_ERROR,
	FAILURE_CANCEL,
} Failure;

static ExecutorStart_hook_type prev_ExecutorStart;
static int	countdown;			/* statements until the failure, 0: none planned */
static Failure failure;

/* Before each statement's execution starts. */
static void
fail_when_due(QueryDesc *query, int eflags)
{
	if (countdown > 0 && --countdown == 0)
	{
		if (failure == FAILURE_ERROR)
			ereport(ERROR,
					(errcode(ERRCODE_INTERNAL_ERROR),
					 errmsg("error raised by the scenario error_path")));
		InterruptPending = true;
		QueryCancelPending = true;
	}
	if (prev_ExecutorStart)
		prev_ExecutorStart(query, eflags);
	else
		standard_ExecutorStart(query, eflags);
}

/* Fails in each statement in turn; false when no more calls are wanted. */
static bool
fail_inside(ScenarioJob *job, int points, int repeats)
{
	int			call = 0;

	for (int point = 1; point <= points; point++)
		for (int repeat = 0; repeat < repeats; repeat++)
		{
			bool		called;
			bool		reached;

			countdown = point;
			failure = repeat % 2 == 0 ? FAILURE_ERROR : FAILURE_CANCEL;
			called = job_call(job, ++call, NULL);
			reached = countdown == 0;
			countdown = 0;
			if (!called)
				return false;
			if (!reached)
				return true;
		}
	return true;
}

static bool
time_out(ScenarioJob *job, int repeats)
{
	int			before = StatementTimeout;
	bool		called = true;

	StatementTimeout = 1;
	for (int i = 1; i <= repeats && called; i++)
		called = job_call(job, i, NULL);
	StatementTimeout = before;
	return called;
}

static bool
give_bad_input(ScenarioJob *job, int repeats)
{
	static const char *const inputs[] = {"NULL", "''", "'{\"a\": [1,'", "'\\x'", "'{1,{2}'"};

	for (int input = 0; input < lengthof(inputs); input++)
		for (int i = 1; i <= repeats; i++)
			if (!job_call_with(job, i, inputs[input], inputs[input], NULL))
				return false;
	return true;
}

static void
error_path(ScenarioJob *job)
{
	int			points = job_number(job, "points");
	int			repeats = Max(job->iterations / points, 4);

	prev_ExecutorStart = ExecutorStart_hook;
	ExecutorStart_hook = fail_when_due;
	if (!workload_mentions(job->workload, "payload"))
		job_warm_up(job, job_number(job, "warmup"));
	job_plan(job, (points + 1) * repeats);
	job_window_open(job, NULL);
	if (workload_mentions(job->workload, "payload"))
	{
		job_phase(job, "bad input");
		give_bad_input(job, repeats);
	}
	else
	{
		job_phase(job, "errors inside");
		if (fail_inside(job, points, repeats))
		{
			job_phase(job, "statement_timeout");
			time_out(job, repeats);
		}
	}
	job_window_close(job);
}

const Scenario scenario_error_path = {
	.name = "error_path",
	.description =
		"Lets the workload fail at each point: an error or a cancel in the n-th statement inside "
		"it, statement_timeout, bad input for :payload.",
	.run = error_path,
	.fails = true,
	.parameters = {
		WARMUP(3),
		{"points", PARAMETER_INTEGER, 20, 1, 10000, NULL,
		 "inner statements to fail in, one after the other"},
	}
};
