/*
 * scenario.h
 *		A stress scenario: what its catalog entry says, and what its function
 *		gets when it runs in a worker.
 *
 * A scenario is a name, a sentence, its parameters with defaults, and a function that runs the
 * workload in its own way. All of it stands in the scenario's own file, as the constant
 * scenario_NAME. A line in scenarios.h makes it known. Everything else (workers, crash
 * isolation, judging, reporting, progress) is the same for all.
 *
 * The functions below are what a scenario is made of. They are called in the worker, outside any
 * transaction.
 */
#ifndef MEMCHECK_SCENARIO_H
#define MEMCHECK_SCENARIO_H

#include "base/violation.h"
#include "lib/stringinfo.h"
#include "probe/fill_place.h"
#include "scenario/workload.h"
#include "utils/jsonb.h"

#define SCENARIO_PARAMETERS 8
#define SCENARIO_TEXT_BYTES 64
#define SERIES_BYTES 160

typedef enum ParameterType
{
	PARAMETER_NONE,				/* ends a list */
	PARAMETER_INTEGER,
	PARAMETER_BOOLEAN,
	PARAMETER_TEXT,
} ParameterType;

typedef struct ScenarioParameter
{
	const char *name;
	ParameterType type;
	int			number;			/* default of an integer or boolean */
	int			least;			/* of a text: its length */
	int			most;
	const char *text;			/* default of a text */
	const char *description;
} ScenarioParameter;

/* The parameter that most scenarios have. */
#define WARMUP(default) \
	{"warmup", PARAMETER_INTEGER, default, 0, 1000000, NULL, "calls before the judging starts"}

typedef struct ParameterValue
{
	int			number;
	char		text[SCENARIO_TEXT_BYTES];
} ParameterValue;

typedef struct ScenarioJob ScenarioJob;

typedef struct Scenario
{
	const char *name;
	const char *description;
	void		(*run) (ScenarioJob *job);
	const char *members;		/* parameter that says how many workers; NULL: one */
	int			sessions;		/* new workers, one after the other; 0: one */
	int			answers;		/* so many, at most one a call, are handed to the next session */
	Size		answer_bytes;
	Size		kept_bytes;		/* handed on before them */
	bool		goes_on;		/* after a crash, behind the iteration that did it */
	bool		needs_payload;	/* the workload has to mention :payload */
	bool		out_of_memory;	/* memory runs out on purpose: a crash is oom_unsafe */
	bool		fails;			/* it is about errors: a workload may have nothing else */
	bool		sentinels;		/* it is about shared memory's, and nothing without them */
	bool		provokes;		/* what it does makes bugs crash: best on a server of its own */
	ScenarioParameter parameters[SCENARIO_PARAMETERS];
} Scenario;

struct ScenarioJob
{
	const Scenario *scenario;
	const char *workload;
	int			iterations;
	int			first;			/* first iteration, over 1 after a crash */
	int			member;			/* 0 .. members - 1 */
	int			members;
	int			session;		/* 0 .. sessions - 1 */
	int			previous_pid;	/* of the session before */
	const ParameterValue *values;
	void	   *kept;			/* what is handed on; all zero in the first session */

	/* the scenario may set */
	bool		over;			/* no further session is wanted */
	bool		in_transaction; /* a call leaves the transaction block open */
	bool		one_type;		/* only findings of this type are reported */
	CheckType	type;
	bool		named;			/* findings of this type are told with a function, too */
	CheckType	named_type;
};

/* How many answers are compared; further calls only have to survive. */
static inline int
job_answers(const ScenarioJob *job)
{
	return Min(job->iterations, job->scenario->answers);
}

/* scenario_list.c */
extern const Scenario *scenario_at(int index);
extern int	scenario_count(void);
extern int	scenario_find(const char *name);
extern const ScenarioParameter *scenario_parameter(const Scenario *scenario, int index);
extern const char *nearest_name(const char *name, const char *(*name_at) (int, const void *),
								int count, const void *arg);

/* scenario_parameters.c */
extern ParameterValue *scenario_values(const Scenario *scenario, Jsonb *json);
extern int	scenario_parameter_count(const Scenario *scenario);
extern const ParameterValue *scenario_value(const Scenario *scenario,
											const ParameterValue *values, const char *name);

/* scenario_worker.c: what a scenario's function is made of */
extern int	job_number(const ScenarioJob *job, const char *parameter);
extern const char *job_text(const ScenarioJob *job, const char *parameter);
extern void job_plan(ScenarioJob *job, int calls);
extern void job_phase(ScenarioJob *job, const char *phase);
extern bool job_goes_on(ScenarioJob *job);
extern bool job_call(ScenarioJob *job, int iteration, WorkloadResult *result);
extern bool job_call_with(ScenarioJob *job, int iteration, const char *payload,
						  const char *payload_name, WorkloadResult *result);
extern bool job_statement(ScenarioJob *job, const char *text, WorkloadResult *result);
extern void job_warm_up(ScenarioJob *job, int calls);
extern void job_window_open(ScenarioJob *job, const char *options);
extern void job_window_close(ScenarioJob *job);
extern void job_window_discard(ScenarioJob *job);
extern void job_report(ScenarioJob *job, Violation *violation);
extern void job_finding(ScenarioJob *job, CheckType type,
						const char *format,...) pg_attribute_printf(3, 4);
extern void job_object(ScenarioJob *job, const char *format,...) pg_attribute_printf(2, 3);
extern void job_remark(ScenarioJob *job, const char *format,...) pg_attribute_printf(2, 3);
extern void job_point(ScenarioJob *job, const char *series, int iteration, double value);
extern void job_barrier(ScenarioJob *job);
extern void job_restore_settings(ScenarioJob *job);

/* scenario_author.c */
extern bool job_window_saw(ScenarioJob *job, CheckType type);
extern void job_name_writer(ScenarioJob *job, int iteration);
extern bool job_name_reader(ScenarioJob *job, int iteration, const char *sentence);

/* scenario_places.c */
extern bool job_call_and_look(ScenarioJob *job, int iteration, WorkloadResult *result);
extern void job_end_collecting(ScenarioJob *job, const FillPlaceList *places);
extern void job_check_places(ScenarioJob *job, FillPlaceList *places, int filling);

/* scenario_session.c */
extern bool job_call_from_every_place(ScenarioJob *job, int iteration);
extern void job_invalidate_caches(ScenarioJob *job);

/* scenario_*.c: the scenarios */
#define SCENARIO(name) extern const Scenario scenario_##name;
#include "scenario/scenarios.h"
#undef SCENARIO

#endif							/* MEMCHECK_SCENARIO_H */
