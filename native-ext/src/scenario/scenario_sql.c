/*
 * scenario_sql.c
 *		Scenarios from SQL: run_scenario(), scenario_findings(), scenarios(), the
 *		curves and the outcome of the latest run.
 *
 * run_scenario() gives its findings to the session's open windows, scenario_findings()
 * returns them.
 *
 * Curves and outcomes belong to the session and are kept in our own memory
 * until its next scenario.
 */
#include "postgres.h"

#include "base/contract.h"
#include "base/own_memory.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "judge/statement.h"
#include "log/ring.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "probe/shmem_probe.h"
#include "scenario/scenario_channel.h"
#include "session/attendance.h"
#include "session/watch.h"
#include "session/window.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/json.h"

typedef struct Outcome
{
	int			pid;
	char		ending[16];
	int			calls;
	int			errors;
	int			other_errors;
	char		first_error[256];
	char		sqlstate[6];
	char		objection[320];
	double		seconds;
} Outcome;

static OwnArray curve = {.width = sizeof(PointMessage)};
static const Scenario *running;
static OwnArray outcomes = {.width = sizeof(Outcome)};
static int	findings;			/* of the one that runs */
static Severity worst;			/* of these */
static char told_crash[VIOLATION_DETAIL_BYTES];	/* the latest of it */

/* Without a result set the findings are the open windows'. */
static void
put_violation(ReturnSetInfo *result, const Violation *violation)
{
	Datum		values[VIOLATION_COLUMNS];
	bool		nulls[VIOLATION_COLUMNS];
	Reading		reading = reader_of_own();

	findings++;
	worst = Max(worst, violation->severity);
	if (result == NULL)
	{
		windows_add_finding(violation);
		return;
	}
	violation_row(violation, &reading, values, nulls);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
take_message(const ScenarioMessage *message, void *arg)
{
	PointMessage *point;

	switch (message->kind)
	{
		case MESSAGE_VIOLATION:
			/* otherwise the worker has put it into the ring of all */
			if (!memcheck_is_shared())
				ring_add(&message->body.violation);
			put_violation(arg, &message->body.violation);
			break;
		case MESSAGE_POINT:
			point = own_array_append(&curve);
			if (point)
				*point = message->body.point;
			break;
	}
}

static const char *
ending_of(const ScenarioChannel *channel)
{
	if (channel->crash.reason == CRASH_SIGNAL)
		return "crashed";
	if (channel->hung > 0 || channel->left_behind || channel->crash.reason == CRASH_HUNG)
		return "hung";
	if (channel->crash.reason == CRASH_EXIT)
		return "exited";
	return channel->finished ? "finished" : "ended";
}

/* With the same words by the session before, which ran the same calls. */
static bool
was_told(const Violation *crash)
{
	bool		again = running->answers > 0 && strcmp(crash->detail, told_crash) == 0;

	strcpy(told_crash, crash->detail);
	return again;
}

static void
take_end(const ScenarioChannel *channel, void *arg)
{
	Outcome    *outcome = own_array_append(&outcomes);
	Violation	violation;

	if (outcome)
	{
		outcome->pid = channel->pid;
		strcpy(outcome->ending, ending_of(channel));
		outcome->calls = channel->calls;
		outcome->errors = channel->errors;
		outcome->other_errors = channel->other_errors;
		strcpy(outcome->first_error, channel->first_error);
		strcpy(outcome->sqlstate, unpack_sql_state(channel->first_sqlstate));
		strcpy(outcome->objection, channel->objection);
		outcome->seconds = channel->seconds;
	}
	if (channel->remark[0])
		ereport(NOTICE, (errmsg("%s", channel->remark)));
	if (channel->oom_message[0])
	{
		oom_violation(channel, &violation);
		ring_add(&violation);
		put_violation(arg, &violation);
	}
	if (ended_badly(channel))
	{
		crash_violation(channel, &violation);
		if (was_told(&violation))
			return;
		if (running->out_of_memory && !channel->warming_up &&
			channel->crash.reason == CRASH_SIGNAL && violation.severity == SEVERITY_ERROR)
			violation.check_type = CHECK_OOM_UNSAFE;
		ring_add(&violation);
		put_violation(arg, &violation);
	}
}

/* The worker would run free of what restricts the caller, and must be allowed in. */
static void
require_role(void)
{
	if (InSecurityRestrictedOperation())
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("cannot run a scenario within a security-restricted operation")));
}

/* A scenario that could try nothing is no clean one. */
static void
raise_objection(const char *workload)
{
	for (Size i = 0; i < outcomes.count && findings == 0; i++)
	{
		const Outcome *outcome = own_array_at(&outcomes, i);

		if (outcome->objection[0])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s", outcome->objection),
					 !running->needs_payload && workload_mentions(workload, "payload") ?
					 errhint("Only payload_sweep and error_path replace :payload.") : 0));
	}
}

/* An error's class that would end the client's session is not passed on. */
static int
sqlstate_of(const Outcome *outcome)
{
	const char *text = outcome->sqlstate;

	if (strncmp(text, "08", 2) == 0 || strncmp(text, "57P", 3) == 0)
		return ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE;
	return MAKE_SQLSTATE(text[0], text[1], text[2], text[3], text[4]);
}

/*
 * Reports the errors of the workload. If every call failed, nothing was really tested. That is
 * no clean result, but the workload's error, unless the scenario is about errors or found
 * something.
 */
static void
note_errors(void)
{
	int			calls = 0;
	int			errors = 0;
	const Outcome *first = NULL;
	bool		alike = true;

	for (Size i = 0; i < outcomes.count; i++)
	{
		const Outcome *outcome = own_array_at(&outcomes, i);

		calls += outcome->calls;
		errors += outcome->errors;
		if (outcome->errors == 0)
			continue;
		if (first == NULL)
			first = outcome;
		alike = alike && outcome->other_errors == 0 &&
			strcmp(first->sqlstate, outcome->sqlstate) == 0;
	}
	if (first && errors == calls && !running->fails && worst < SEVERITY_WARNING)
		ereport(ERROR,
				(errcode(sqlstate_of(first)),
				 errmsg("the workload failed in all %d calls: %s", calls, first->first_error),
				 alike ? 0 : errdetail("This was the first error. Other calls failed with other "
									   "errors."),
				 errhint("To test a workload that fails, use tx_abort_loop or error_path.")));
	if (first)
		ereport(NOTICE,
				(errmsg("the workload failed in %d of %d calls", errors, calls),
				 errdetail("The first error was: %s", first->first_error)));
}

/* What this role may not have, it must not take for looked at. */
static void
check_sentinels(const Scenario *scenario)
{
	if (scenario->sentinels)
		shmem_probe_require_permission();
	else if (scenario == &scenario_concurrent_backends && !shmem_probe_is_allowed())
		ereport(NOTICE,
				(errmsg("shared memory was not looked at"),
				 memcheck_is_preloaded() ?
				 errhint("A superuser may run the scenario, or set pg_ext_memcheck.track_shmem.") :
				 errhint("Only where pg_ext_memcheck is in shared_preload_libraries is it.")));
}

static void
require_payload(const Scenario *scenario, const char *workload)
{
	if (scenario->needs_payload && !workload_mentions(workload, "payload"))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scenario \"%s\" needs a workload that uses :payload", scenario->name),
				 errhint("For example: SELECT my_function(:payload).")));
}

/* What was asked for; the findings go to the result set, or, without one, to the windows. */
static void
run_as_asked(FunctionCallInfo fcinfo, ReturnSetInfo *result)
{
	ScenarioListener listener = {take_message, take_end, result};
	int			scenario;
	int			iterations;
	ParameterValue *values;
	char	   *workload;

	memcheck_require_hooks();
	attendance_look();
	require_role();
	for (int i = 0; i < 3; i++)
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("scenario, iterations and workload must not be null")));
	scenario = scenario_find(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	iterations = PG_GETARG_INT32(1);
	if (iterations < 1 || iterations > 100000000)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("iterations must be between 1 and 100000000, not %d", iterations)));
	values = scenario_values(scenario_at(scenario), PG_ARGISNULL(3) ? NULL : PG_GETARG_JSONB_P(3));
	workload = text_to_cstring(PG_GETARG_TEXT_PP(2));
	require_payload(scenario_at(scenario), workload);
	check_sentinels(scenario_at(scenario));
	curve.count = outcomes.count = findings = 0;
	worst = SEVERITY_INFO;
	told_crash[0] = '\0';
	running = scenario_at(scenario);
	scenario_run(scenario, iterations, workload, values, &listener);
	raise_objection(workload);
	note_errors();
}

/* scenario_findings(); in version 1.0 run_scenario(). */
PG_FUNCTION_INFO_V1(memcheck_run_scenario);
Datum
memcheck_run_scenario(PG_FUNCTION_ARGS)
{
	violation_rows(fcinfo);
	run_as_asked(fcinfo, (ReturnSetInfo *) fcinfo->resultinfo);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(memcheck_run_scenario_1_1);
Datum
memcheck_run_scenario_1_1(PG_FUNCTION_ARGS)
{
	run_as_asked(fcinfo, NULL);
	PG_RETURN_TEXT_P(cstring_to_text(psprintf("Scenario executed and analyzed: %d finding%s. %s",
											  findings,
											  findings == 1 ? "" : "s", watch_is_held() ?
											  "SELECT * FROM ext_memcheck.\"end\"() returns what "
											  "was found." :
											  "View ext_memcheck.violations lists what was "
											  "found.")));
}

static void
append_default(StringInfo to, const ScenarioParameter *parameter)
{
	switch (parameter->type)
	{
		case PARAMETER_INTEGER:
			appendStringInfo(to, "\"integer\", \"default\": %d, \"min\": %d, \"max\": %d",
							 parameter->number, parameter->least, parameter->most);
			break;
		case PARAMETER_BOOLEAN:
			appendStringInfo(to, "\"boolean\", \"default\": %s",
							 parameter->number ? "true" : "false");
			break;
		case PARAMETER_TEXT:
			appendStringInfoString(to, "\"text\", \"default\": ");
			escape_json(to, parameter->text);
			break;
		case PARAMETER_NONE:
			break;
	}
}

/* The parameters as a JSON object: type, default, limits, description. */
static Datum
parameters_json(const Scenario *scenario)
{
	StringInfoData json;
	const ScenarioParameter *parameter;

	initStringInfo(&json);
	appendStringInfoChar(&json, '{');
	for (int i = 0; (parameter = scenario_parameter(scenario, i)) != NULL; i++)
	{
		if (i > 0)
			appendStringInfoString(&json, ", ");
		escape_json(&json, parameter->name);
		appendStringInfoString(&json, ": {\"type\": ");
		append_default(&json, parameter);
		appendStringInfoString(&json, ", \"description\": ");
		escape_json(&json, parameter->description);
		appendStringInfoChar(&json, '}');
	}
	appendStringInfoChar(&json, '}');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

static const RowColumn scenario_columns[] = {
	{"name", TEXTOID},
	{"description", TEXTOID},
	{"parameters", JSONBOID},
	{"provokes_crashes", BOOLOID}
};

PG_FUNCTION_INFO_V1(memcheck_scenarios);
Datum
memcheck_scenarios(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	contract_rows(fcinfo, scenario_columns, lengthof(scenario_columns));
	for (int i = 0; i < scenario_count(); i++)
	{
		const Scenario *scenario = scenario_at(i);
		bool		nulls[4] = {0};
		Datum		values[4] = {
			CStringGetTextDatum(scenario->name), CStringGetTextDatum(scenario->description),
			parameters_json(scenario), BoolGetDatum(scenario->provokes)
		};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

static const RowColumn curve_columns[] = {
	{"series", TEXTOID},
	{"iteration", INT4OID},
	{"value", FLOAT8OID}
};

PG_FUNCTION_INFO_V1(memcheck_scenario_curve);
Datum
memcheck_scenario_curve(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	memcheck_require_hooks();
	contract_rows(fcinfo, curve_columns, lengthof(curve_columns));
	for (Size i = 0; i < curve.count; i++)
	{
		const PointMessage *point = own_array_at(&curve, i);
		bool		nulls[3] = {0};
		Datum		values[3] = {
			CStringGetTextDatum(point->series), Int32GetDatum(point->iteration),
			Float8GetDatum(point->value)
		};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

static const RowColumn outcome_columns[] = {
	{"pid", INT4OID},
	{"ending", TEXTOID},
	{"calls", INT4OID},
	{"errors", INT4OID},
	{"first_error", TEXTOID},
	{"sqlstate", TEXTOID},
	{"seconds", FLOAT8OID}
};

PG_FUNCTION_INFO_V1(memcheck_scenario_outcome);
Datum
memcheck_scenario_outcome(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	memcheck_require_hooks();
	contract_rows(fcinfo, outcome_columns, lengthof(outcome_columns));
	for (Size i = 0; i < outcomes.count; i++)
	{
		const Outcome *outcome = own_array_at(&outcomes, i);
		bool		failed = outcome->errors > 0;
		bool		nulls[7] = {0, 0, 0, 0, !failed, !failed, 0};
		Datum		values[7] = {
			Int32GetDatum(outcome->pid), CStringGetTextDatum(outcome->ending),
			Int32GetDatum(outcome->calls), Int32GetDatum(outcome->errors),
			reader_datum(outcome->first_error, GetDatabaseEncoding()),
				CStringGetTextDatum(outcome->sqlstate),
			Float8GetDatum(outcome->seconds)
		};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
