/*
 * scenario_memory.c
 *		The scenarios about memory that runs out or outlives its session:
 *		oom_simulation, dsm_lifecycle_check.
 */
#include "postgres.h"

#include "access/xact.h"
#include "probe/dsm_control.h"
#include "probe/dsm_table.h"
#include "probe/fail_allocation.h"
#include "scenario/called_libraries.h"
#include "scenario/scenario.h"
#include "stack/frame.h"
#include "utils/json.h"
#include "utils/timestamp.h"

/* The libraries whose allocations are to fail, one after the other. */
typedef struct Targets
{
	char		names[CALLED_LIBRARIES][LIBRARY_NAME_BYTES];
	int			count;
} Targets;

/* The one that was named, or those of the functions that the workload calls; false: it objected. */
static bool
choose_targets(ScenarioJob *job, Targets *targets)
{
	const char *named = job_text(job, "library");

	if (named[0])
	{
		string_copy(targets->names[0], LIBRARY_NAME_BYTES, named);
		targets->count = 1;
		if (!frame_library_is_loaded(named))
			job_object(job, "the workload does not load a library \"%s\"", named);
		return frame_library_is_loaded(named);
	}
	targets->count = called_libraries(targets->names);
	if (targets->count == 0)
		job_object(job, "the workload calls no function of an extension's library, so none can run "
						"out of memory");
	return targets->count > 0;
}

/* The workload with the k-th allocation of the library failing; whether it came to that. */
static bool
fail_once(ScenarioJob *job, const char *library, int iteration, int k, bool *goes_on)
{
	StringInfoData options;
	char		name[LIBRARY_NAME_BYTES];

	initStringInfo(&options);
	appendStringInfoString(&options, "{\"fail_allocation\": {\"library\": ");
	escape_json(&options, library);
	appendStringInfo(&options, ", \"nth\": %d}}", k);
	if (job_text(job, "library")[0])
		snprintf(name, sizeof(name), "allocation %d failing", k);
	else
		snprintf(name, sizeof(name), "allocation %d of %.30s failing", k, library);
	job_window_open(job, options.data);
	*goes_on = job_call_with(job, iteration, NULL, name, NULL);
	job_window_close(job);
	return failure_allocations_seen() >= k;
}

/* Whether the workload still does what it did before the failure. */
static bool
recovers(ScenarioJob *job, int iteration, int k, bool failed_before)
{
	WorkloadResult result;

	if (!job_call(job, iteration, &result))
		return false;
	if (result.failed && !failed_before)
		job_finding(job, CHECK_OOM_UNSAFE,
					"after allocation %d failed the workload fails: %s", k, result.message);
	return true;
}

/* One allocation, twice: what one failure leaves behind may be a cache. False: there is no such. */
static bool
fail_twice(ScenarioJob *job, const char *library, int iteration, int k, bool failed_before,
		   bool *goes_on)
{
	if (!fail_once(job, library, iteration, k, goes_on))
		return false;
	if (*goes_on)
		*goes_on = recovers(job, iteration, k, failed_before);
	if (*goes_on)
		(void) fail_once(job, library, iteration, k, goes_on);
	return true;
}

/*
 * The iterations go through the allocations of the first library, then those of the second, and
 * so on, with the same number for each. So after a crash it continues with the next allocation.
 */
static void
oom_simulation(ScenarioJob *job)
{
	static Targets targets;
	WorkloadResult result;
	bool		goes_on = true;

	called_libraries_watch();
	job_warm_up(job, job_number(job, "warmup"));
	if (!job_call(job, 0, &result) || !choose_targets(job, &targets))
		return;
	job_plan(job, 3 * job->iterations * targets.count);
	job_phase(job, "failing allocations");
	for (int64 i = job->first; i <= (int64) job->iterations * targets.count && goes_on; i++)
	{
		int			target = (i - 1) / job->iterations;
		int			k = (i - 1) % job->iterations + 1;

		if (!fail_twice(job, targets.names[target], (int) i, k, result.failed, &goes_on))
			i = (int64) (target + 1) * job->iterations;
	}
}

const Scenario scenario_oom_simulation = {
	.name = "oom_simulation",
	.description =
		"Lets the first allocation of a library fail, then the second, and so on, and looks at "
		"what is left after each.",
	.run = oom_simulation,
	.provokes = true,
	.goes_on = true,
	.out_of_memory = true,
	.parameters = {
		WARMUP(3),
		{"library", PARAMETER_TEXT, 0, 0, 0, "", "the library whose allocations are to fail, "
												 "as in my_extension; those of the functions "
												 "that the workload calls if it is not given"},
	}
};

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
static void
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

const Scenario scenario_dsm_lifecycle_check = {
	.name = "dsm_lifecycle_check",
	.description =
		"Follows the workload's DSM segments, mappings and pins, in its session and after that has "
		"gone.",
	.run = dsm_lifecycle_check,
	.sessions = 2,
	.parameters = {WARMUP(3)}
};
