/*
 * scenario_parameters.c
 *		The parameters of run_scenario(), checked against the scenario's list.
 *
 * Called in an SQL function; an error names the parameter, what was given and
 * what was expected.
 */
#include "postgres.h"

#include "scenario/scenario.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

int
scenario_parameter_count(const Scenario *scenario)
{
	int			count = 0;

	while (scenario_parameter(scenario, count) != NULL)
		count++;
	return count;
}

static const char *
parameter_name(int index, const void *scenario)
{
	return scenario_parameter(scenario, index)->name;
}

static int
find_parameter(const Scenario *scenario, const char *name)
{
	int			count = scenario_parameter_count(scenario);
	const char *nearest;

	for (int i = 0; i < count; i++)
		if (strcmp(parameter_name(i, scenario), name) == 0)
			return i;
	nearest = nearest_name(name, parameter_name, count, scenario);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("scenario \"%s\" has no parameter \"%s\"", scenario->name, name),
			 nearest ? errhint("Perhaps you meant \"%s\".", nearest) :
			 errhint("The view ext_memcheck.scenarios lists the parameters of each.")));
	return -1;					/* not reached */
}

static void
wrong_type(const ScenarioParameter *parameter, const char *expected)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("parameter \"%s\" must be %s", parameter->name, expected)));
}

static bool
is_whole(Numeric number)
{
	Datum		floor = DirectFunctionCall1(numeric_floor, NumericGetDatum(number));

	return DatumGetBool(DirectFunctionCall2(numeric_eq, floor, NumericGetDatum(number)));
}

static int
integer_of(const ScenarioParameter *parameter, const JsonbValue *value)
{
	Numeric		number;
	bool		too_large = false;
	int			result;

	if (value->type != jbvNumeric)
		wrong_type(parameter, "a whole number");
	number = value->val.numeric;
	if (!is_whole(number))
		wrong_type(parameter, "a whole number");
	result = numeric_int4_opt_error(number, &too_large);
	if (too_large || result < parameter->least || result > parameter->most)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("parameter \"%s\" must be between %d and %d, not %s", parameter->name,
						parameter->least, parameter->most, numeric_normalize(number))));
	return result;
}

static void
read_value(const ScenarioParameter *parameter, const JsonbValue *json, ParameterValue *value)
{
	switch (parameter->type)
	{
		case PARAMETER_INTEGER:
			value->number = integer_of(parameter, json);
			break;
		case PARAMETER_BOOLEAN:
			if (json->type != jbvBool)
				wrong_type(parameter, "a boolean");
			value->number = json->val.boolean;
			break;
		case PARAMETER_TEXT:
			if (json->type != jbvString)
				wrong_type(parameter, "a string");
			if (json->val.string.len >= sizeof(value->text))
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("parameter \"%s\" is %d bytes long, at most %zu are allowed",
								parameter->name, json->val.string.len, sizeof(value->text) - 1)));
			text_copy(value->text, sizeof(value->text), json->val.string.val, json->val.string.len);
			break;
		case PARAMETER_NONE:
			break;
	}
}

/* A text that must not be empty has to be given. */
static void
require_texts(const Scenario *scenario, const ParameterValue *values)
{
	const ScenarioParameter *parameter;

	for (int i = 0; (parameter = scenario_parameter(scenario, i)) != NULL; i++)
		if (parameter->type == PARAMETER_TEXT && strlen(values[i].text) < parameter->least)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("scenario \"%s\" needs the parameter \"%s\"", scenario->name,
							parameter->name),
					 errhint("It is: %s.", parameter->description)));
}

/* All parameters of the scenario, in the order of its list; json may be NULL. */
ParameterValue *
scenario_values(const Scenario *scenario, Jsonb *json)
{
	int			count = scenario_parameter_count(scenario);
	ParameterValue *values = palloc0(sizeof(ParameterValue) * count);
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	item;

	for (int i = 0; i < count; i++)
	{
		const ScenarioParameter *parameter = scenario_parameter(scenario, i);

		values[i].number = parameter->number;
		if (parameter->text)
			string_copy(values[i].text, sizeof(values[i].text), parameter->text);
	}
	if (json == NULL)
	{
		require_texts(scenario, values);
		return values;
	}
	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("parameters must be a JSON object, not %s",
						JB_ROOT_IS_SCALAR(json) ? "a scalar" : "an array")));
	iterator = JsonbIteratorInit(&json->root);
	while ((token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE)
	{
		int			index;

		if (token != WJB_KEY)
			continue;
		index = find_parameter(scenario, pnstrdup(item.val.string.val, item.val.string.len));
		JsonbIteratorNext(&iterator, &item, true);
		read_value(scenario_parameter(scenario, index), &item, &values[index]);
	}
	require_texts(scenario, values);
	return values;
}

/* One of them by name. */
const ParameterValue *
scenario_value(const Scenario *scenario, const ParameterValue *values, const char *name)
{
	for (int i = 0; scenario_parameter(scenario, i) != NULL; i++)
		if (strcmp(parameter_name(i, scenario), name) == 0)
			return &values[i];
	elog(ERROR, "scenario \"%s\" has no parameter \"%s\"", scenario->name, name);
	return NULL;				/* not reached */
}
