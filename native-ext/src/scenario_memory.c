/*
 * scenario_memory.c
 *		The scenarios about memory that runs out or outlives its session:
 *		oom_simulation, dsm_lifecycle_check.
 */
#include "postgres.h"

#include "access/xact.h"
#include "dsm_control.h"
#include "dsm_table.h"
#include "fail_allocation.h"
#include "frame.h"
#include "scenario.h"
#include "utils/timestamp.h"

/* The workload with the k-th allocation of the library failing; whether it came to that. */
static bool
fail_once(ScenarioJob *job, int k, bool *goes_on)
{
	char		options[256];
	char		name[64];

	snprintf(options, sizeof(options), "{\"fail_allocation\": {\"library\": \"%s\", \"nth\": %d}}",
			 job_text(job, "library"), k);
	snprintf(name, sizeof(name), "allocation %d failing", k);
	job_window_open(job, options);
	*goes_on = job_call_with(job, k, NULL, name, NULL);
	job_window_close(job);
	return failure_allocations_seen() >= k;
}

/* Whether the workload still does what it did before the failure. */
static bool
recovers(ScenarioJob *job, int k, bool failed_before)
{
	WorkloadResult result;

	if (!job_call(job, k, &result))
		return false;
	if (result.failed && !failed_before)
		job_finding(job, CHECK_OOM_UNSAFE, SEVERITY_ERROR,
					"after allocation %d failed the workload fails: %s", k, result.message);
	return true;
}

/* Twice for each allocation: what one failure leaves behind may be a cache. */
void
oom_simulation(ScenarioJob *job)
{
	WorkloadResult result;
	bool		goes_on = true;

	job_warm_up(job, job_number(job, "warmup"));
	if (!job_call(job, 0, &result))
		return;
	if (!frame_library_is_loaded(job_text(job, "library")))
	{
		job_object(job, "the workload does not load a library \"%s\"", job_text(job, "library"));
		return;
	}
	job_plan(job, 3 * job->iterations);
	job_phase(job, "failing allocations");
	for (int k = job->first; k <= job->iterations && goes_on; k++)
	{
		bool		reached = fail_once(job, k, &goes_on);

		if (!reached || !goes_on)
			return;
		goes_on = recovers(job, k, result.failed);
		if (goes_on)
			(void) fail_once(job, k, &goes_on);
	}
}

static void
report_survivor(ScenarioJob *job, const DsmOrigin *origin, const DsmSegment *segment)
{
	Violation	violation = {.check_type = CHECK_DSM_LEAK,.severity = SEVERITY_ERROR,
		.provenance = PROVENANCE_EXTENSION,.confirmed = true,.count = 1,.occurrences = 1,
	.bytes_per_call = -1,.bytes = segment->bytes};

	violation.ts = GetCurrentTimestamp();
	snprintf(violation.detail, sizeof(violation.detail),
			 "segment %u outlived the session that made it", (unsigned) segment->handle);
	string_copy(violation.source_lib, sizeof(violation.source_lib), origin->library);
	string_copy(violation.symbol, sizeof(violation.symbol), origin->symbol);
	string_copy(violation.statement, sizeof(violation.statement), job->workload);
	job_report(job, &violation);
}

/* What the session before this one made and is still there. */
static void
look_for_survivors(ScenarioJob *job)
{
	static OwnArray segments = {.width = sizeof(DsmSegment)};
	static DsmOrigin origins[DSM_ORIGINS];
	int			count;

	StartTransactionCommand();
	dsm_control_open();
	(void) dsm_control_copy(&segments);
	dsm_control_close();
	CommitTransactionCommand();
	count = dsm_table_copy(origins);
	for (int i = 0; i < count; i++)
	{
		const DsmSegment *segment = dsm_segment_in(&segments, origins[i].handle);

		if (segment != NULL && origins[i].pid == job->previous_pid)
			report_survivor(job, &origins[i], segment);
	}
}

/* The first session runs the workload; the second looks at what it left. */
void
dsm_lifecycle_check(ScenarioJob *job)
{
	if (job->session > 0)
	{
		job_phase(job, "after the session");
		look_for_survivors(job);
		return;
	}
	job_warm_up(job, job_number(job, "warmup"));
	job_window_open(job, "{\"track_dsm\": true}");
	job_phase(job, "measuring");
	for (int i = 1; i <= job->iterations; i++)
		if (!job_call(job, i, NULL))
			break;
	job_window_close(job);
}
