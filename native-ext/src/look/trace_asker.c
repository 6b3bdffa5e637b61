/*
 * trace_asker.c
 *		The order to a process, and what its looks tell; see trace_asker.h.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <unistd.h>

#include "look/observe.h"
#include "look/trace_asker.h"

#define ANSWER_TIMEOUT_MS 1000

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
	AskResult	result = exchange_order(tracing->pid, &tracing->ordered);

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

static void
take_row(Tracing *tracing, const TraceRow *row, const CrashFrame *frames)
{
	Place	   *place = place_of(tracing, row->key);

	place->look = tracing->header.looks;
	place->violation = row->violation;
	place->reported = row->reported;
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

