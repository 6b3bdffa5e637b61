/*
 * trace_asker.c
 *		The order to a process, and what its looks tell; see trace_asker.h.
 */
#include "postgres.h"

#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include "look/observe.h"
#include "look/trace_asker.h"

#define ANSWER_TIMEOUT_MS 1000

/* When a sampled place is certain to grow; see grows_throughout(). */
#define EIGHTHS 8
#define LOOKS_NEEDED 24
#define SAMPLES_NEEDED 16

/* How many standard deviations the error is: the truth is within it 19 times of 20. */
#define DEVIATIONS 1.96

/* So many places are kept that the latest look did not tell of; each has some 16 kB. */
#define MOST_PLACES 1000

/* How long an asker waits for the process to let go. */
#define LET_GO_PAUSE_MS 2
#define LET_GO_TURNS 500

/* At the end, after an error, and at this process's exit. */
void
trace_let_go(int code, Datum argument)
{
	const Tracing *tracing = (const Tracing *) DatumGetPointer(argument);

	for (int turn = 0; turn < LET_GO_TURNS && !exchange_take_back(&tracing->ordered); turn++)
		pg_usleep(LET_GO_PAUSE_MS * 1000L);
}

void
trace_order(Tracing *tracing)
{
	AskResult	result = exchange_order(tracing->pid, tracing->every, &tracing->ordered);

	if (result == ASK_NO_PLACE)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_IN_USE),
				 errmsg("process %d is traced already", tracing->pid),
				 errdetail("Process %d traces it.", tracing->ordered.other_pid),
				 errhint("Try again when that is done.")));
	if (result == ASK_NO_PROCESS)
		observe_require_process(tracing->pid);
}

static Place *
place_of(Tracing *tracing, uint64 key)
{
	MemoryContext before;
	ListCell   *cell;
	Place	   *place;

	foreach(cell, tracing->places)
	{
		place = lfirst(cell);
		if (place->key == key)
			return place;
	}
	before = MemoryContextSwitchTo(tracing->context);
	place = palloc0_object(Place);
	place->key = key;
	if (tracing->kept > 0 && tracing->looks_in_latest == 1)
		place->least[tracing->kept - 1] = PG_INT64_MAX;
	tracing->places = lappend(tracing->places, place);
	MemoryContextSwitchTo(before);
	return place;
}

static void
refuse_garbage(Size bytes)
{
	ereport(ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR),
			 errmsg("process handed over %zu bytes that are no trace", bytes)));
}

/* A look that samples begins: it has a place of its own, or one with those before it. */
static void
begin_series(Tracing *tracing)
{
	ListCell   *cell;

	tracing->looks_in_one = Max(tracing->looks_in_one, 1);
	if (tracing->kept > 0 && tracing->looks_in_latest < tracing->looks_in_one)
	{
		tracing->looks_in_latest++;
		return;
	}
	if (tracing->kept == TRACE_MOST_LOOKS)
	{
		foreach(cell, tracing->places)
		{
			Place	   *place = lfirst(cell);

			for (int i = 0; i < TRACE_MOST_LOOKS / 2; i++)
				place->least[i] = Min(place->least[2 * i], place->least[2 * i + 1]);
		}
		tracing->kept = TRACE_MOST_LOOKS / 2;
		tracing->looks_in_one *= 2;
	}
	foreach(cell, tracing->places)
		((Place *) lfirst(cell))->least[tracing->kept] = PG_INT64_MAX;
	tracing->kept++;
	tracing->looks_in_latest = 1;
}

/* The least that a place held in one of the eighths of a trace. */
static int64
least_of_eighth(const Tracing *tracing, const Place *place, int eighth)
{
	int64		least = PG_INT64_MAX;

	for (int i = tracing->kept * eighth / EIGHTHS; i < tracing->kept * (eighth + 1) / EIGHTHS; i++)
		least = Min(least, place->least[i]);
	return least;
}

/*
 * Whether it grows throughout: what it holds at least rises from each eighth to the next. What
 * comes and goes does so once in 40,320 times by chance, what has filled never.
 */
static bool
grows_throughout(const Tracing *tracing, const Place *place)
{
	if (tracing->header.looks < LOOKS_NEEDED || tracing->kept < EIGHTHS)
		return false;
	for (int i = 1; i < EIGHTHS; i++)
		if (least_of_eighth(tracing, place, i) <= least_of_eighth(tracing, place, i - 1))
			return false;
	return place->samples >= SAMPLES_NEEDED;
}

/* Places that were not told of hold no more than before the trace. */
static void
judge_series(Tracing *tracing)
{
	ListCell   *cell;

	foreach(cell, tracing->places)
	{
		Place	   *place = lfirst(cell);
		bool		told = place->look == tracing->header.looks;

		if (!told)
			place->least[tracing->kept - 1] = 0;
		place->violation.occurrences = Max(place->risen, 1);
		place->violation.confirmed = told && grows_throughout(tracing, place);
		place->violation.severity = check_type_severity(place->violation.check_type,
														place->violation.bytes,
														place->violation.confirmed);
	}
}

static void
take_samples(Tracing *tracing, Place *place, const TraceRow *row)
{
	int64	   *least = &place->least[tracing->kept - 1];

	*least = Min(*least, row->violation.bytes);
	place->samples = row->samples;
	place->error = DEVIATIONS * sqrt(Max(row->variance, 0));
	if (row->violation.bytes > place->most)
	{
		place->most = row->violation.bytes;
		place->risen++;
	}
}

static void
take_row(Tracing *tracing, const TraceRow *row, const CrashFrame *frames)
{
	Place	   *place = place_of(tracing, row->key);

	place->look = tracing->header.looks;
	place->violation = row->violation;
	place->reported = row->reported;
	if (tracing->header.every > 0)
		take_samples(tracing, place, row);
	if (row->frames > 0)
	{
		place->has_stack = true;
		place->is_named = false;
		place->stack.count = row->frames;
		place->stack.noted = row->noted;
		memcpy(place->stack.frames, frames, row->frames * sizeof(CrashFrame));
	}
	if (!place->has_stack)
		tracing->stacks_missing = true;
}

/*
 * In a process that does many things some place comes and goes at each look. One that comes back
 * is new, and its stack is asked for again.
 */
static void
drop_places_not_told(Tracing *tracing)
{
	ListCell   *cell;

	foreach(cell, tracing->places)
	{
		Place	   *place = lfirst(cell);

		if (place->look == tracing->header.looks)
			continue;
		tracing->places = foreach_delete_current(tracing->places, cell);
		pfree(place);
	}
}

static void
take_look(void *arg, const char *data, Size bytes)
{
	Tracing    *tracing = arg;
	const char *at = data + sizeof(TraceHeader);
	const char *end = data + bytes;

	if (bytes < sizeof(TraceHeader))
		refuse_garbage(bytes);
	memcpy(&tracing->header, data, sizeof(TraceHeader));
	tracing->stacks_missing = false;
	if (tracing->header.every > 0)
		begin_series(tracing);
	for (int i = 0; i < tracing->header.rows; i++)
	{
		const TraceRow *row = (const TraceRow *) at;

		if (end - at < (ptrdiff_t) sizeof(TraceRow) || row->frames < 0 ||
			row->frames > CRASH_FRAMES ||
			end - at - sizeof(TraceRow) < row->frames * sizeof(CrashFrame))
			refuse_garbage(bytes);
		at += sizeof(TraceRow);
		take_row(tracing, row, (const CrashFrame *) at);
		at += row->frames * sizeof(CrashFrame);
	}
	if (tracing->header.every > 0)
		judge_series(tracing);
	if (list_length(tracing->places) > MOST_PLACES)
		drop_places_not_told(tracing);
}

static void
look_by_file(Tracing *tracing, int fd)
{
	Answer		answer = {0};
	int			wants = ASK_FOR_TRACE | (tracing->stacks_missing ? ASK_FOR_STACKS : 0);
	AskState	state = observe_ask(tracing->pid, wants, fd, ANSWER_TIMEOUT_MS, &answer);

	if (state == ASK_IN_VAIN)
		tracing->ended = true;
	else if (state == ASK_WAITS)
		tracing->stacks_missing = true; /* it may answer nobody, and count them as told */
	else if (answer.error)
		observe_raise_system_error(psprintf("trace process %d", tracing->pid), answer.error);
	else
		observe_read("trace", fd, take_look, tracing);
}

void
trace_look(Tracing *tracing)
{
	int			fd = memfd_create("pg_ext_memcheck", MFD_CLOEXEC);

	if (fd < 0)
		observe_raise_system_error("make room for a trace", errno);
	PG_TRY();
	{
		look_by_file(tracing, fd);
	}
	PG_FINALLY();
	{
		close(fd);
	}
	PG_END_TRY();
}

