/*
 * scenario_reset.c
 *		The scenarios that fill freed memory: use_after_reset and
 *		context_reset_storm.
 *
 * use_after_reset runs the workload twice as it is and then with the probe
 * "poison". A call that answered the same twice and answers otherwise under
 * poison has read what it had given back; so has one that only now fails. Calls
 * whose answer changes by itself are not compared. The call is then made again
 * under the fence, which shows who reads. A crash is a finding anyway.
 */
#include "postgres.h"

#include "own_memory.h"
#include "scenario.h"

/* Calls whose answers are kept; further ones only have to survive. */
#define ANSWERS 10000

typedef struct Answer
{
	uint64		hash;
	bool		failed;
	bool		repeatable;
} Answer;

static Answer
answer_of(const WorkloadResult *result)
{
	Answer		answer = {result->hash, result->failed, true};

	return answer;
}

static bool
same_answer(const Answer *a, const Answer *b)
{
	return a->hash == b->hash && a->failed == b->failed;
}

/* False when no more calls are wanted, or no memory is left for the answers. */
static bool
take_answers(ScenarioJob *job, OwnArray *answers)
{
	int			count = Min(job->iterations, ANSWERS);

	for (int round = 0; round < 2; round++)
		for (int i = 1; i <= count; i++)
		{
			WorkloadResult result;
			Answer		answer;
			Answer	   *first;

			if (!job_call(job, i, &result))
				return false;
			answer = answer_of(&result);
			first = round == 0 ? own_array_append(answers) : own_array_at(answers, i - 1);
			if (first == NULL)
				return false;
			if (round == 0)
				*first = answer;
			else
				first->repeatable = same_answer(first, &answer);
		}
	return true;
}

/* The first answer that differs. */
typedef struct Difference
{
	int			iteration;		/* 0: none */
	char		sentence[256];
} Difference;

static void
compare(const Answer *clean, const WorkloadResult *result, int iteration, Difference *difference)
{
	Answer		answer = answer_of(result);

	if (difference->iteration > 0 || !clean->repeatable || same_answer(clean, &answer))
		return;
	difference->iteration = iteration;
	if (result->failed)
		snprintf(difference->sentence, sizeof(difference->sentence),
				 "iteration %d fails (%s) when freed memory is filled", iteration, result->message);
	else
		snprintf(difference->sentence, sizeof(difference->sentence),
				 "iteration %d has another result when freed memory is filled", iteration);
}

/* Who it was, if a repeat shows it; else what was seen. */
static void
tell(ScenarioJob *job, const Difference *difference)
{
	if (difference->iteration > 0)
	{
		if (!job_name_reader(job, difference->iteration, difference->sentence))
			job_finding(job, CHECK_USE_AFTER_RESET, SEVERITY_ERROR, "%s", difference->sentence);
	}
	else if (job_window_saw(job, CHECK_USE_AFTER_RESET))
		(void) job_name_reader(job, job->iterations, "freed memory was written to");
}

void
use_after_reset(ScenarioJob *job)
{
	OwnArray	answers;
	Difference	difference = {0};

	own_array_init(&answers, sizeof(Answer));
	job_plan(job, job->iterations + 2 * Min(job->iterations, ANSWERS));
	job_phase(job, "clean run");
	if (!take_answers(job, &answers))
		return;
	job_window_open(job, "{\"poison\": true}");
	job_phase(job, "with poison");
	for (int i = 1; i <= job->iterations; i++)
	{
		WorkloadResult result;

		if (!job_call(job, i, &result))
			break;
		if (i <= answers.count)
			compare(own_array_at(&answers, i - 1), &result, i, &difference);
	}
	tell(job, &difference);
	job_window_close(job);
	own_array_free(&answers);
}

/* Under poison, in every place from which a workload is called and that is reset. */
void
context_reset_storm(ScenarioJob *job)
{
	job_warm_up(job, job_number(job, "warmup"));
	job_window_open(job, "{\"poison\": true}");
	job_phase(job, "resets");
	for (int i = 1; i <= job->iterations; i++)
		if (!job_call_from_every_place(job, i))
			break;
	job_window_close(job);
}
