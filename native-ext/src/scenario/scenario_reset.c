/*
 * scenario_reset.c
 *		The scenarios that fill freed memory: use_after_reset and
 *		context_reset_storm.
 *
 * use_after_reset runs the workload twice as it is and then with the probe
 * "poison", each time in a new session: what an extension keeps from its first
 * call comes from that session's. A call that answered the same twice and answers
 * otherwise under poison has read what it had given back; so has one that only
 * now fails. Calls whose answer changes by itself are not compared. The call is then
 * made again under the fence, which shows who reads. A crash is a finding anyway,
 * and under poison may tell more than in the clean run.
 *
 * If all that was quiet, what no answer shows is looked at: rows that are formed or stored, keys,
 * shared memory (fill_place.h). Poison's words are found there by its probe, but a part of one is
 * not. So freed memory is filled with one byte throughout, in each of three sessions with another
 * one, and new memory with zeros (new_fill.h), since it may be what was freed. A place that has all
 * three holds freed memory.
 */
#include "postgres.h"

#include "probe/new_fill.h"
#include "probe/poison_pattern.h"
#include "scenario/scenario.h"

#define CALLS_FOR_PLACES 20

/* What a call answered, and whether it does so each time. */
typedef struct WorkloadAnswer
{
	uint64		hash;
	uint64		messages;
	bool		failed;
	bool		repeatable;
	bool		says_the_same;	/* its messages are */
} WorkloadAnswer;

static WorkloadAnswer
answer_of(const WorkloadResult *result)
{
	WorkloadAnswer answer = {result->hash, result->answer.parts[ANSWER_MESSAGES], result->failed,
	true, true};

	return answer;
}

static bool
same_answer(const WorkloadAnswer *a, const WorkloadAnswer *b)
{
	return a->hash == b->hash && a->failed == b->failed;
}

/* What one session leaves for the next; the answers come behind it. */
typedef struct ResetSearch
{
	bool		quiet;			/* poison showed nothing */
	FillPlaceList places;
} ResetSearch;

static WorkloadAnswer *
answer_at(const ScenarioJob *job, int iteration)
{
	return (WorkloadAnswer *) ((char *) job->kept + sizeof(ResetSearch)) + iteration - 1;
}

static void
take_answers(ScenarioJob *job)
{
	for (int i = 1; i <= job_answers(job); i++)
	{
		WorkloadResult result;

		if (!job_call(job, i, &result))
			return;
		*answer_at(job, i) = answer_of(&result);
	}
}

/* Where the first session came to its end: what it did not answer may be what crashes. */
static void
check_answers(ScenarioJob *job)
{
	for (int i = 1; i <= job_answers(job); i++)
	{
		WorkloadAnswer *first = answer_at(job, i);
		bool		was_given = first->repeatable;
		WorkloadResult result;
		WorkloadAnswer second;

		first->repeatable = first->says_the_same = false;
		if (!was_given || !job_call(job, i, &result))
			continue;
		second = answer_of(&result);
		first->repeatable = same_answer(first, &second);
		first->says_the_same = first->messages == second.messages;
	}
}

/* The first answer that differs. */
typedef struct Difference
{
	int			iteration;		/* 0: none */
	char		sentence[256];
} Difference;

static void
compare(const WorkloadAnswer *clean, const WorkloadResult *result, int iteration,
		Difference *difference)
{
	WorkloadAnswer answer = answer_of(result);
	bool		other_answer = clean->repeatable && !same_answer(clean, &answer);
	bool		other_messages = clean->says_the_same && clean->messages != answer.messages;

	if (difference->iteration > 0 || !(other_answer || other_messages))
		return;
	difference->iteration = iteration;
	if (result->failed)
		snprintf(difference->sentence, sizeof(difference->sentence),
				 "iteration %d fails (%s) when freed memory is filled", iteration, result->message);
	else
		snprintf(difference->sentence, sizeof(difference->sentence),
				 "iteration %d has %s when freed memory is filled", iteration,
				 other_answer ? "another result" : "other messages");
}

/* Who it was, if a repeat shows it; else what was seen. */
static void
tell(ScenarioJob *job, const Difference *difference)
{
	if (difference->iteration > 0)
	{
		if (!job_name_reader(job, difference->iteration, difference->sentence))
			job_finding(job, CHECK_USE_AFTER_RESET, "%s", difference->sentence);
	}
	else if (job_window_saw(job, CHECK_USE_AFTER_RESET))
		(void) job_name_reader(job, job->iterations, "freed memory was written to");
}

static void
compare_under_poison(ScenarioJob *job)
{
	Difference	difference = {0};

	job_window_open(job, "{\"poison\": \"all\"}");
	for (int i = 1; i <= job->iterations; i++)
	{
		WorkloadResult result;

		if (!job_call(job, i, &result))
			break;
		if (i <= job_answers(job))
			compare(answer_at(job, i), &result, i, &difference);
	}
	tell(job, &difference);
	((ResetSearch *) job->kept)->quiet = difference.iteration == 0 &&
		!job_window_saw(job, CHECK_USE_AFTER_RESET) && !job_window_saw(job, CHECK_DOUBLE_FREE) &&
		!job_window_saw(job, CHECK_CHUNK_OVERRUN);
	job_window_close(job);
}

static void
tell_place(ScenarioJob *job, const FillPlace *place)
{
	char		what[64];
	char		sentence[128];

	fill_place_describe(place, what, sizeof(what));
	snprintf(sentence, sizeof(sentence), "%s in iteration %d is what freed memory was filled with",
			 what, place->iteration);
	if (!job_name_reader(job, place->iteration, sentence))
		job_finding(job, CHECK_USE_AFTER_RESET, "%s", sentence);
}

/* With the n-th filling; the first collects places, the others drop those without theirs. */
static void
look_for_places(ScenarioJob *job, int n)
{
	static const int fillings[] = {0xA5, 0x5A, 0x3C};
	static FillCount ignored;
	ResetSearch *search = job->kept;
	WorkloadResult result;

	job->one_type = true;
	job->type = CHECK_USE_AFTER_RESET;
	poison_fill_with(fillings[n]);
	job_window_open(job, "{\"poison\": \"all\"}");
	new_fill_start(&(FillChoice) {.others = false}, &ignored);
	if (n == 0)
	{
		fill_places_collect(&search->places, fillings[n]);
		for (int i = 1; i <= Min(job->iterations, CALLS_FOR_PLACES); i++)
			if (!job_call_and_look(job, i, &result))
				break;
		job_end_collecting(job, &search->places);
	}
	else
	{
		job_check_places(job, &search->places, fillings[n]);
		fill_places_keep_seen(&search->places);
	}
	job->over = search->places.count == 0 || n == lengthof(fillings) - 1;
	if (job->over && search->places.count > 0)
		tell_place(job, &search->places.places[0]);
	new_fill_stop();
	job_window_close(job);
	poison_fill_with(0);
}

static void
use_after_reset(ScenarioJob *job)
{
	switch (job->session)
	{
		case 0:
			job_plan(job, job_answers(job));
			job_phase(job, "clean run");
			take_answers(job);
			break;
		case 1:
			job_plan(job, job_answers(job));
			job_phase(job, "clean run again");
			check_answers(job);
			break;
		case 2:
			job_phase(job, "with poison");
			compare_under_poison(job);
			job->over = !((ResetSearch *) job->kept)->quiet;
			break;
		default:
			job_plan(job, Min(job->iterations, CALLS_FOR_PLACES));
			job_phase(job, "one byte in freed memory");
			if (((ResetSearch *) job->kept)->quiet)
				look_for_places(job, job->session - 3);
			else
				job->over = true;	/* the session before crashed */
	}
}

const Scenario scenario_use_after_reset = {
	.name = "use_after_reset",
	.description =
		"Fills freed memory and compares the workload's results with those of a clean run.",
	.run = use_after_reset,
	.sessions = 6,
	.answers = 10000,
	.answer_bytes = sizeof(WorkloadAnswer),
	.kept_bytes = sizeof(ResetSearch),
	.provokes = true,
};

/*
 * Calls the workload under poison from every place that is reset. The warm-up has poison too, in
 * an outer window: what the first call keeps for later ones must not have been given back.
 * Between calls the server's caches are rebuilt, so that an entry that an extension kept without
 * a reference is freed.
 */
static void
context_reset_storm(ScenarioJob *job)
{
	job_window_open(job, "{\"poison\": \"all\"}");
	job_warm_up(job, job_number(job, "warmup"));
	job_window_open(job, "{\"poison\": \"all\"}");
	job_phase(job, "resets");
	for (int i = 1; i <= job->iterations && job_call_from_every_place(job, i); i++)
		job_invalidate_caches(job);
	job_window_close(job);
	job_window_discard(job);
}

const Scenario scenario_context_reset_storm = {
	.name = "context_reset_storm",
	.description =
		"Fills freed memory and calls the workload from every place that is reset between calls: "
		"rows, cursors, plans, the server's caches.",
	.run = context_reset_storm,
	.provokes = true,
	.parameters = {WARMUP(3)}
};
