/*
 * scenario_unfilled.c
 *		The scenario that fills new memory: unfilled_memory.
 *
 * The workload runs twice with zeros in all that extensions allocate, and then with
 * NEW_FILL_OTHER in it (new_fill.h), each time in a new session: what an extension keeps from its
 * first call comes from that session's. A call that answered the same twice and now does not, in
 * some part (answer.h), has used memory before anybody filled it. So has one that crashes only now.
 *
 * A part that changes by itself is not compared, and a remark says so. The first difference is
 * tried once more with zeros: what differs then, too, was chance.
 *
 * What no answer shows is looked at, too: rows that are formed or stored, keys that are hashed,
 * shared memory (fill_place.h, fill_watch.h), and what is logged for recovery (wal_places.h). Where
 * the other filling was seen there, the calls run with zeros and with a third filling. A place that
 * has each of them is a finding, unless an answer is one.
 *
 * Whose memory it was is found by halving: in one session after the other only half of the
 * functions get the other filling. The last one runs with zeros again, where nothing can crash, to
 * take the stack of the function that was found.
 *
 * What one session leaves for the next is a Search. It is written at once, so that it is there
 * after a crash.
 */
#include "postgres.h"

#include "probe/fill_watch.h"
#include "probe/new_fill.h"
#include "scenario/scenario.h"
#include "stack/site.h"
#include "trace/event.h"

#define MOST_ANSWERS 200
#define MOST_BITS 24			/* of a key: functions are some hundreds */
#define PART_CRASH ANSWER_PARTS /* the call did not come to its end */

typedef enum SearchStep
{
	STEP_ZEROS,
	STEP_ZEROS_AGAIN,
	STEP_OTHER,
	STEP_CHANCE,				/* zeros once more */
	STEP_PLACES_ZEROS,
	STEP_PLACES_THIRD,
	STEP_HALF,
	STEP_TELL,
} SearchStep;

typedef struct Search
{
	SearchStep	step;
	bool		ended;			/* the session of this step came to its end */
	int			iteration;		/* that is under way; from STEP_CHANCE on: that differed */
	bool		differs;
	int			part;
	char		before[ANSWER_SHOWN_BYTES];
	char		after[ANSWER_SHOWN_BYTES];
	bool		found;			/* the function with this key */
	uint32		key;
	FillChoice	choice;
	FillCount	count;
	bool		by_place;		/* the first of these is what is looked for */
	FillPlaceList places;
} Search;

/* Of one iteration, with zeros. */
typedef struct KnownAnswer
{
	bool		given;
	bool		repeatable[ANSWER_PARTS];
	CallAnswer		answer;
} KnownAnswer;

static Search *
search_of(const ScenarioJob *job)
{
	return job->kept;
}

static KnownAnswer *
known_answer(const ScenarioJob *job, int iteration)
{
	return (KnownAnswer *) ((char *) job->kept + sizeof(Search)) + iteration - 1;
}

static void
take_answers(ScenarioJob *job)
{
	for (int i = 1; i <= job_answers(job); i++)
	{
		KnownAnswer *known = known_answer(job, i);
		WorkloadResult result;

		if (!job_call(job, i, &result))
			return;
		known->answer = result.answer;
		known->given = true;
	}
}

/* Which parts are the same again; a remark if some are not. */
static void
check_answers(ScenarioJob *job)
{
	int			changing = 0;

	for (int i = 1; i <= job_answers(job); i++)
	{
		KnownAnswer *known = known_answer(job, i);
		bool		all = true;
		WorkloadResult result;

		if (!known->given || !job_call(job, i, &result))
			break;
		for (int part = 0; part < ANSWER_PARTS; part++)
		{
			known->repeatable[part] = known->answer.parts[part] == result.answer.parts[part];
			all = all && known->repeatable[part];
		}
		changing += !all;
	}
	if (changing > 0)
		job_remark(job, "the answers of %d of %d calls change by themselves, and were compared "
				   "only as far as they do not", changing, job_answers(job));
}

/* The first part that differs from what it was with zeros, twice; -1: none. */
static int
different_part(const KnownAnswer *known, const CallAnswer *answer)
{
	for (int part = 0; part < ANSWER_PARTS && known->given; part++)
		if (known->repeatable[part] && known->answer.parts[part] != answer->parts[part])
			return part;
	return -1;
}

static void
note_difference(Search *search, const KnownAnswer *known, const CallAnswer *answer, int part)
{
	search->differs = true;
	search->part = part;
	if (part >= ANSWER_SHOWN)
		return;
	strcpy(search->before, known->answer.shown[part]);
	strcpy(search->after, answer->shown[part]);
}

static void
compare_places(ScenarioJob *job, int filling)
{
	Search	   *search = search_of(job);

	job_check_places(job, &search->places, filling);
	fill_places_keep_seen(&search->places);
	job->over = search->places.count == 0;
}

/* Until a call answers otherwise. */
static void
compare_answers(ScenarioJob *job, int last)
{
	Search	   *search = search_of(job);

	for (int i = 1; i <= last && !search->differs; i++)
	{
		const KnownAnswer *known = known_answer(job, i);
		WorkloadResult result;
		int			part;

		search->iteration = i;
		if (!job_call_and_look(job, i, &result))
			break;
		part = different_part(known, &result.answer);
		if (part >= 0)
			note_difference(search, known, &result.answer, part);
	}
}

/* The same calls, of which only the last is looked at, and there the part that differed. */
static void
repeat_difference(ScenarioJob *job)
{
	Search	   *search = search_of(job);

	search->differs = false;
	if (search->by_place)
	{
		job_check_places(job, &search->places, NEW_FILL_OTHER);
		search->differs = search->places.places[0].seen;
		return;
	}
	for (int i = 1; i <= search->iteration; i++)
	{
		const KnownAnswer *known = known_answer(job, i);
		WorkloadResult result;

		if (!job_call(job, i, &result))
			return;
		if (i == search->iteration && search->part != PART_CRASH)
			search->differs = known->answer.parts[search->part] !=
				result.answer.parts[search->part];
	}
}

static void
describe(const Search *search, char *to, Size size)
{
	char		part[64];

	if (search->by_place)
	{
		fill_place_describe(&search->places.places[0], part, sizeof(part));
		snprintf(to, size, "%s in iteration %d is what was in new memory", part,
				 search->iteration);
		return;
	}
	if (search->part == PART_CRASH)
	{
		snprintf(to, size, "iteration %d crashes unless new memory holds zeros",
				 search->iteration);
		return;
	}
	answer_describe_part(search->part, part, sizeof(part));
	if (search->part == ANSWER_ROWS || search->part >= ANSWER_SHOWN)
		snprintf(to, size, "%s in iteration %d depends on what was in new memory", part,
				 search->iteration);
	else
		snprintf(to, size, "%s in iteration %d depends on what was in new memory: \"%s\" where "
				 "that was zeros, else \"%s\"", part, search->iteration, search->before,
				 search->after);
}

/* Of the function that was found, if one was. */
static void
tell(ScenarioJob *job)
{
	const Search *search = search_of(job);
	Event		event = {.check_type = CHECK_UNFILLED_MEMORY,.rule = OWNER_BY_REACH,.count = 1,
	.certain = true};

	describe(search, event.detail, sizeof(event.detail));
	event.site = search->found ? new_fill_site(search->key) : 0;
	if (event.site == 0)
		job_finding(job, CHECK_UNFILLED_MEMORY, "%s", event.detail);
	else
		event_add(&event);
}

/* The other half: all but the highest of the bits are the same. */
static void
take_other_half(Search *search)
{
	search->choice.key ^= (uint32) 1 << (search->choice.bits - 1);
	search->count.chosen = search->count.beside;
	search->count.key_of_chosen = search->count.key_of_beside;
}

/* A step further down: from what differs, half of that. */
static void
halve(Search *search)
{
	if (search->count.chosen == 1)
	{
		search->found = true;
		search->key = search->count.key_of_chosen;
	}
	if (search->count.chosen <= 1 || search->choice.bits == MOST_BITS)
	{
		search->step = STEP_TELL;
		return;
	}
	search->choice.key |= (uint32) 1 << search->choice.bits;
	search->choice.bits++;
	search->step = STEP_HALF;
}

/* From here on only the first of them matters. */
static void
look_for_place(Search *search, bool crashed)
{
	search->by_place = true;
	search->iteration = search->places.places[0].iteration;
	search->places.count = 1;
	if (crashed)
		search->step = STEP_TELL;
	else
		halve(search);
}

/* What this session does, by what the one before saw, which may have crashed. */
static void
next_step(ScenarioJob *job, Search *search)
{
	bool		crashed = !search->ended;

	if (job->session == 0)
		search->step = STEP_ZEROS;
	else if (search->step < STEP_OTHER)
		search->step++;
	else if (search->step == STEP_OTHER)
	{
		if (crashed)
			search->part = PART_CRASH;
		search->step = crashed || search->differs ? STEP_CHANCE : STEP_PLACES_ZEROS;
	}
	else if (search->step == STEP_CHANCE && search->differs)
		search->step = STEP_PLACES_ZEROS;
	else if (search->step == STEP_CHANCE)
		halve(search);
	else if (search->step == STEP_PLACES_ZEROS)
	{
		if (crashed)
			search->places.count = 0;
		search->step = STEP_PLACES_THIRD;
	}
	else if (search->step == STEP_PLACES_THIRD)
		look_for_place(search, crashed);
	else
	{
		if (!crashed && !search->differs)
			take_other_half(search);
		halve(search);
	}
	search->ended = false;
}

/* The filling of this step; how many functions allocate at all is counted once. */
static void
start_filling(Search *search)
{
	static FillCount ignored;
	bool		counts = search->step == STEP_OTHER || search->step == STEP_HALF;
	FillChoice	choice = search->choice;

	choice.others = counts || search->step == STEP_PLACES_THIRD;
	choice.third = search->step == STEP_PLACES_THIRD;
	new_fill_start(&choice, counts ? &search->count : &ignored);
}

static void
take_step(ScenarioJob *job, Search *search)
{
	switch (search->step)
	{
		case STEP_ZEROS:
			job_phase(job, "zeros in new memory");
			take_answers(job);
			break;
		case STEP_ZEROS_AGAIN:
			job_phase(job, "zeros in new memory again");
			check_answers(job);
			break;
		case STEP_OTHER:
			job_phase(job, "something else in new memory");
			fill_places_collect(&search->places, NEW_FILL_OTHER);
			compare_answers(job, job_answers(job));
			job_end_collecting(job, &search->places);
			job->over = !search->differs && search->places.count == 0;
			break;
		case STEP_CHANCE:
			repeat_difference(job);
			job->over = search->differs && search->places.count == 0;
			break;
		case STEP_PLACES_ZEROS:
			job_phase(job, "zeros where something else was left");
			compare_places(job, 0);
			break;
		case STEP_PLACES_THIRD:
			job_phase(job, "a third filling where something else was left");
			compare_places(job, NEW_FILL_THIRD);
			break;
		case STEP_HALF:
			job_phase(job, "looking for the author");
			repeat_difference(job);
			break;
		case STEP_TELL:
			repeat_difference(job);
			tell(job);
			job->over = true;
			break;
	}
}

static void
unfilled_memory(ScenarioJob *job)
{
	Search	   *search = search_of(job);

	next_step(job, search);
	if (!fill_watch_learn() && job->session == 0)
		job_remark(job, "keys of hash tables were not looked at: this server's tables are of "
				   "another form than is known");
	job_plan(job, search->step > STEP_OTHER ? search->iteration : job_answers(job));
	job->one_type = true;
	job->type = CHECK_UNFILLED_MEMORY;
	job_window_open(job, "{\"track_dsm\": false, \"track_shmem\": false}");
	start_filling(search);
	take_step(job, search);
	new_fill_stop();
	job_window_close(job);
	search->ended = true;
}

const Scenario scenario_unfilled_memory = {
	.name = "unfilled_memory",
	.description =
		"Fills new memory with zeros and then with something else, and compares the workload's "
		"results and messages, and what it stores, hashes and shares.",
	.run = unfilled_memory,
	.sessions = STEP_HALF + MOST_BITS + 1,
	.answers = MOST_ANSWERS,
	.answer_bytes = sizeof(KnownAnswer),
	.kept_bytes = sizeof(Search),
	.provokes = true,
};
