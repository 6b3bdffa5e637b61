/*
 * scenario_crash.c
 *		From what a worker left behind to the violation that is reported.
 *
 * In the session that asked, which may never have loaded the library that
 * crashed: frames come as file and offset and are named by the program that
 * reads debug information.
 */
#include "postgres.h"

#include <string.h>

#include "base/amount.h"
#include "scenario/scenario_channel.h"
#include "utils/timestamp.h"

/* Whether the worker's end is a finding. */
bool
ended_badly(const ScenarioChannel *channel)
{
	return channel->crash.reason != CRASH_NONE || !channel->finished || channel->hung > 0;
}

static void
describe(const ScenarioChannel *channel, StringInfo to)
{
	const CrashReport *crash = &channel->crash;

	switch ((CrashReason) crash->reason)
	{
		case CRASH_SIGNAL:
			crash_describe_signal(crash, to);
			break;
		case CRASH_EXIT:
			appendStringInfo(to, "the workload called exit(%d)", crash->exit_status);
			break;
		case CRASH_HUNG:
			appendStringInfoString(to, "did not end in time, nor when it was cancelled");
			break;
		case CRASH_FATAL:
		case CRASH_NONE:
			if (channel->left_behind)
				appendStringInfoString(to, "did not end in time and heeds no signal");
			else if (channel->hung > 0)
				appendStringInfoString(to, "did not end in time and was cancelled");
			else if (channel->fatal[0])
				appendStringInfo(to, "the session was ended: %s", channel->fatal);
			else
				appendStringInfoString(to, "the worker ended without a word");
			break;
	}
	appendStringInfo(to, ", in %s %d", channel->warming_up ? "warm-up call" : "iteration",
					 channel->iteration);
	if (channel->parameters[0])
		appendStringInfo(to, " with %s", channel->parameters);
	if (channel->held_count > 0)
		appendStringInfo(to, "; that call held " INT64_FORMAT " pieces of memory, %s",
						 channel->held_count, amount_of_bytes(channel->held_bytes).text);
	if (channel->left_behind)
		appendStringInfo(to, "; process %d is still there%s", channel->pid,
						 channel->waits ? ", waiting for an LWLock" : "");
}

static void
fill(Violation *violation, CheckType type, const ScenarioChannel *channel, const CrashStack *stack)
{
	memset(violation, 0, sizeof(*violation));
	violation->check_type = type;
	violation->severity = SEVERITY_ERROR;
	violation->confirmed = true;
	violation->backend_pid = channel->pid;
	violation->ts = GetCurrentTimestamp();
	violation->count = 1;
	violation->occurrences = 1;
	violation->bytes_per_call = -1;
	string_copy(violation->statement, sizeof(violation->statement), channel->statement);
	crash_stack_tell(violation, stack);
}

/*
 * Whether Rust's library ended the process because its heap had no memory: what it always does,
 * whoever asked for memory.
 */
static bool
is_way_of_rust(const ScenarioChannel *channel, const Violation *violation)
{
	const char *frame = violation->stack_text;

	if (channel->crash.reason != CRASH_SIGNAL || channel->crash.signal != SIGABRT)
		return false;
	for (int i = 0; i < violation->stack.count; i++, frame += strlen(frame) + 1)
		if (strncmp(frame, "alloc::alloc::handle_alloc_error", 32) == 0)
			return true;
	return false;
}

/* The violation of a worker that ended badly; may allocate in CurrentMemoryContext. */
void
crash_violation(const ScenarioChannel *channel, Violation *violation)
{
	StringInfoData detail;

	fill(violation, CHECK_CRASH, channel, &channel->crash.stack);
	crash_stack_tell_freed(violation, &channel->crash.freed);
	initStringInfo(&detail);
	describe(channel, &detail);
	if (is_way_of_rust(channel, violation))
	{
		violation->severity = SEVERITY_INFO;
		appendStringInfoString(&detail, ": Rust's library ends a process whose heap has no memory");
	}
	string_copy(violation->detail, sizeof(violation->detail), detail.data);
	pfree(detail.data);
}

/* The violation of a worker in which a statement ran out of memory. */
void
oom_violation(const ScenarioChannel *channel, Violation *violation)
{
	char		detail[VIOLATION_DETAIL_BYTES * 2];

	fill(violation, CHECK_STATEMENT_BLOAT, channel, &channel->oom);
	snprintf(detail, sizeof(detail), "iteration %d: %s", channel->oom_iteration,
			 channel->oom_message);
	string_copy(violation->detail, sizeof(violation->detail), detail);
}
