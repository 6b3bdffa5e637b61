/*
 * observe.c
 *		Answers whoever looks at this process; see observe.h.
 */
#include "postgres.h"

#include "judge/statement.h"
#include "look/exchange.h"
#include "look/contents_answer.h"
#include "look/heap.h"
#include "look/heap_dump.h"
#include "look/observe.h"
#include "look/trace.h"
#include "look/write_all.h"
#include "session/peak.h"
#include "trace/tracer.h"
#include "tree/process_memory.h"
#include "utils/elog.h"

static emit_log_hook_type prev_emit_log;
static Walk walk;				/* kept for its memory */
/* whether we asked for the lines that follow, one bit for each level of nesting */
static uint32 silent;

/* Returns errno, or 0. */
static int
hand_over(int fd)
{
	TreeHeader	header = {0};
	int			error;

	header.facts = snapshot_facts();
	snapshot_measure(&header.facts, &walk);
	header.sequence = walk.sequence;
	header.taken_at = walk.taken_at;
	header.nodes = walk.nodes.count;
	header.text_bytes = walk.text.count;
	error = write_all(fd, &header, sizeof(header));
	if (error == 0)
		error = write_all(fd, walk.nodes.data, walk.nodes.count * walk.nodes.width);
	if (error == 0)
		error = write_all(fd, walk.text.data, walk.text.count);
	return error;
}

/* Whether the tree is there for those who want it. */
static bool
walk_if_wanted(const TakenAsk *taken, int count)
{
	for (int i = 0; i < count; i++)
		if (taken[i].fd >= 0 && (taken[i].wants & ASK_FOR_TREE))
		{
			if (walk.nodes.width == 0)
				walk_init(&walk);
			return tracer_walk_running(&walk);
		}
	return false;
}

static void
answer(TakenAsk *taken, int count)
{
	bool		walked = walk_if_wanted(taken, count);
	ContextSum	sum = context_sum();

	for (int i = 0; i < count; i++)
	{
		Answer		given = {.error = taken[i].error, .contexts = sum.contexts,
		.context_bytes = sum.bytes, .malloc_bytes = -1};

		if (taken[i].wants & ASK_FOR_MALLOC)
			given.malloc_bytes = malloc_outside_contexts(sum.bytes);
		if (taken[i].fd >= 0 && (taken[i].wants & ASK_FOR_TRACE))
			given.error = traced_answer(taken[i].fd, taken[i].wants & ASK_FOR_STACKS);
		else if (taken[i].fd >= 0 && (taken[i].wants & ASK_FOR_HEAP))
			given.error = heap_answer(taken[i].fd);
		else if (taken[i].fd >= 0 && (taken[i].wants & ASK_FOR_CONTENTS))
			given.error = contents_answer(taken[i].fd);
		else if (taken[i].fd >= 0)
			given.error = walked ? hand_over(taken[i].fd) : ENOMEM;
		exchange_answer(&taken[i], &given);
	}
	if (walked && statement_is_running())
		peak_offer(&walk, walk.bytes);
}

/* Answers all who have asked until now; whether a signal of theirs had come. */
static bool
answer_askers(bool at_interrupt)
{
	TakenAsk	taken[ASKS_PER_DESK];
	int			count;
	bool		dumped = at_interrupt && heap_dump_if_due();
	bool		ours = exchange_take(at_interrupt && !dumped, taken, &count);

	if (ours)
		traced_obey();
	if (count > 0)
		answer(taken, count);
	heap_dump_remind();
	return ours || dumped;
}

static bool
is_line_of(const ErrorData *edata, const char *function)
{
	return edata->elevel == LOG_SERVER_ONLY && edata->funcname != NULL &&
		strncmp(edata->funcname, function, strlen(function)) == 0;
}

/*
 * Whether this is one of the lines that we have caused. Some releases serve the
 * next interrupt in the middle of these lines and so nest them; others forget an interrupt
 * that comes there, so the last line is the time to answer late askers.
 */
static bool
is_to_be_silent(const ErrorData *edata)
{
	bool		now = silent & 1;

	if (is_line_of(edata, "ProcessLogMemoryContextInterrupt"))
	{
		now = answer_askers(true);
		silent = silent << 1 | now;
	}
	else if (!is_line_of(edata, "MemoryContextStats"))
		now = false;
	else if (is_line_of(edata, "MemoryContextStatsDetail"))
	{
		(void) answer_askers(false);
		silent >>= 1;
	}
	return now;
}

/* For each message that goes to the log, while it is reported. */
static void
memcheck_emit_log(ErrorData *edata)
{
	if (is_to_be_silent(edata))
		edata->output_to_server = false;
	else if (prev_emit_log)
		prev_emit_log(edata);
}

/* From _PG_init, once. */
void
observe_install_hook(void)
{
	prev_emit_log = emit_log_hook;
	emit_log_hook = memcheck_emit_log;
}
