/*
 * scenario_list.c
 *		The stress scenarios by name and number, and the parameters that all take;
 *		run_scenario(), the view scenarios and the error messages read them here.
 */
#include "postgres.h"

#include "scenario/scenario.h"
#include "utils/varlena.h"

/* What every scenario takes. */
static const ScenarioParameter common_parameters[] = {
	{"timeout_ms", PARAMETER_INTEGER, 60000, 10, INT_MAX, NULL,
	"a statement that takes longer is cancelled, and its session ended if that does not help"},
	{"memory_limit_mb", PARAMETER_INTEGER, 2048, 64, INT_MAX, NULL,
	"what the worker may allocate before the machine tells it that there is no more"},
};

static const Scenario *const scenarios[] = {
#define SCENARIO(name) &scenario_##name,
#include "scenario/scenarios.h"
#undef SCENARIO
};

int
scenario_count(void)
{
	return lengthof(scenarios);
}

const Scenario *
scenario_at(int index)
{
	return scenarios[index];
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
	return scenarios[index]->name;
}

/* The index of the scenario; raises an error if there is none of this name. */
int
scenario_find(const char *name)
{
	const char *nearest;

	for (int i = 0; i < lengthof(scenarios); i++)
		if (strcmp(scenarios[i]->name, name) == 0)
			return i;
	nearest = nearest_name(name, scenario_name, lengthof(scenarios), NULL);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized scenario \"%s\"", name),
			 nearest ? errhint("Perhaps you meant \"%s\".", nearest) :
			 errhint("The view ext_memcheck.scenarios lists them.")));
	return -1;					/* not reached */
}
