/*
 * scenario_list.c
 *		The one list of stress scenarios: run_scenario(), the view scenarios and
 *		the error messages all read it.
 */
#include "postgres.h"

#include "scenario/scenario.h"
#include "utils/varlena.h"

#define WARMUP(default) \
	{"warmup", PARAMETER_INTEGER, default, 0, 1000000, NULL, "calls before the judging starts"}

/* What every scenario takes. */
static const ScenarioParameter common_parameters[] = {
	{"timeout_ms", PARAMETER_INTEGER, 60000, 10, INT_MAX, NULL,
	"a statement that takes longer is cancelled, and its session ended if that does not help"},
	{"memory_limit_mb", PARAMETER_INTEGER, 2048, 64, INT_MAX, NULL,
	"what the worker may allocate before the machine tells it that there is no more"},
};

static const Scenario scenarios[] = {
	{
		"growth_benchmark",
		"Repeats the workload, fits the memory that each call leaves behind, and names the site "
		"that grows, linearly or worse.",
		growth_benchmark,
		.parameters = {
			WARMUP(10),
			{"stop_early", PARAMETER_BOOLEAN, 1, 0, 1, NULL, "end when the answer is certain"},
		}
	},
	{
		"wrong_context_probe",
		"Looks only for allocations that land in TopMemoryContext or CacheMemoryContext "
		"themselves, over controlled repeats.",
		wrong_context_probe,
		.parameters = {WARMUP(3)}
	},
	{
		"tx_abort_loop",
		"Runs the workload in transactions and subtransactions that abort, and lets it fail where "
		"it does.",
		tx_abort_loop,
		.fails = true,
		.parameters = {
			WARMUP(3),
			{"depth", PARAMETER_INTEGER, 2, 0, 50, NULL, "subtransactions inside each other"},
		}
	},
	{
		"error_path",
		"Lets the workload fail at each point: an error or a cancel in the n-th statement inside "
		"it, statement_timeout, bad input for :payload.",
		error_path,
		.fails = true,
		.parameters = {
			WARMUP(3),
			{"points", PARAMETER_INTEGER, 20, 1, 10000, NULL,
			 "inner statements to fail in, one after the other"},
		}
	},
	{
		"payload_sweep",
		"Gives the workload's :payload as NULL, empty, malformed, an array, JSON, and text from 1 "
		"kB up.",
		payload_sweep,
		.goes_on = true,
		.needs_payload = true,
		.parameters = {
			WARMUP(1),
			{"max_bytes", PARAMETER_INTEGER, 1048576, 1024, 67108864, NULL, "largest payload"},
			{"repeats", PARAMETER_INTEGER, 3, 2, 1000, NULL, "calls with each payload"},
		}
	},
	{
		"concurrent_backends",
		"Runs the workload in several sessions that start at the same moment, with sentinels "
		"behind shared memory, and judges each.",
		concurrent_backends,
		.members = "backends",
		.parameters = {
			WARMUP(3),
			{"backends", PARAMETER_INTEGER, 4, 1, 64, NULL, "sessions"},
		}
	},
	{
		"cursor_leak",
		"Runs queries through cursors that are read in part, held and abandoned, and through "
		"prepared statements, and counts what is left open.",
		cursor_leak,
		.parameters = {WARMUP(3)}
	},
	{
		"cold_warm_cold",
		"Runs the workload in a fresh session, when it is warm, after DISCARD ALL and invalidated "
		"caches, and in a fresh session again.",
		cold_warm_cold,
		.sessions = 2,
		.parameters = {WARMUP(3)}
	},
	{
		"soak",
		"Repeats the workload for a number of calls or seconds and follows contexts, malloc and "
		"RssAnon as three curves.",
		soak,
		.parameters = {
			WARMUP(10),
			{"seconds", PARAMETER_INTEGER, 0, 0, 1000000, NULL,
			 "stop after this time, 0: after the iterations alone"},
		}
	},
	{
		"context_reset_storm",
		"Fills freed memory and calls the workload from every place that is reset between calls: "
		"rows, cursors, plans, the server's caches.",
		context_reset_storm,
		.provokes = true,
		.parameters = {WARMUP(3)}
	},
	{
		"use_after_reset",
		"Fills freed memory and compares the workload's results with those of a clean run.",
		use_after_reset,
		.sessions = 3,
		.answers = 10000,
		.provokes = true,
	},
	{
		"oom_simulation",
		"Lets the first allocation of a library fail, then the second, and so on, and looks at "
		"what is left after each.",
		oom_simulation,
		.provokes = true,
		.goes_on = true,
		.out_of_memory = true,
		.parameters = {
			WARMUP(3),
			{"library", PARAMETER_TEXT, 0, 0, 0, "", "the library whose allocations are to fail, "
													 "as in my_extension; those of the functions "
													 "that the workload calls if it is not given"},
		}
	},
	{
		"shmem_sentinel_probe",
		"Fills the slack behind each named segment of shared memory and looks after each statement "
		"who wrote there.",
		shmem_sentinel_probe,
		.sentinels = true,
		.provokes = true,
		.parameters = {WARMUP(3)}
	},
	{
		"dsm_lifecycle_check",
		"Follows the workload's DSM segments, mappings and pins, in its session and after that has "
		"gone.",
		dsm_lifecycle_check,
		.sessions = 2,
		.parameters = {WARMUP(3)}
	},
};

int
scenario_count(void)
{
	return lengthof(scenarios);
}

const Scenario *
scenario_at(int index)
{
	return &scenarios[index];
}

/* A scenario's own parameters, then those of all; NULL behind the last. */
const ScenarioParameter *
scenario_parameter(const Scenario *scenario, int index)
{
	int			own = 0;

	while (own < SCENARIO_PARAMETERS && scenario->parameters[own].type != PARAMETER_NONE)
		own++;
	if (index < own)
		return &scenario->parameters[index];
	index -= own;
	return index < lengthof(common_parameters) ? &common_parameters[index] : NULL;
}

/* The name that was probably meant, or NULL. */
const char *
nearest_name(const char *name, const char *(*name_at) (int, const void *), int count,
			 const void *arg)
{
	const char *nearest = NULL;
	int			limit = Max((int) strlen(name) / 2, 2);

	for (int i = 0; i < count && strlen(name) < NAMEDATALEN; i++)
	{
		const char *candidate = name_at(i, arg);
		int			distance = varstr_levenshtein_less_equal(name, strlen(name), candidate,
															 strlen(candidate), 1, 1, 1, limit,
															 true);

		if (distance <= limit)
		{
			nearest = candidate;
			limit = distance - 1;
		}
	}
	return nearest;
}

static const char *
scenario_name(int index, const void *arg)
{
	return scenarios[index].name;
}

/* The index of the scenario; raises an error if there is none of this name. */
int
scenario_find(const char *name)
{
	const char *nearest;

	for (int i = 0; i < lengthof(scenarios); i++)
		if (strcmp(scenarios[i].name, name) == 0)
			return i;
	nearest = nearest_name(name, scenario_name, lengthof(scenarios), NULL);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized scenario \"%s\"", name),
			 nearest ? errhint("Perhaps you meant \"%s\".", nearest) :
			 errhint("The view ext_memcheck.scenarios lists them.")));
	return -1;					/* not reached */
}
