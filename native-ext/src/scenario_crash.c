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

#include "scenario_channel.h"
#include "symbol.h"
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
			appendStringInfo(to, "signal %d (SIG%s)", crash->signal, sigabbrev_np(crash->signal));
			if (crash->signal == SIGSEGV || crash->signal == SIGBUS)
				appendStringInfo(to, " at address 0x%lx", (unsigned long) crash->address);
			if (crash->poisoned)
				appendStringInfoString(to, ", which looks like freed memory");
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
	appendStringInfo(to, ", in %s %d", channel->warming_up ? "warm-up call" : "iteration", channel->iteration);
	if (channel->parameters[0])
		appendStringInfo(to, " with %s", channel->parameters);
	if (channel->left_behind)
		appendStringInfo(to, "; process %d is still there%s", channel->pid,
						 channel->waits ? ", waiting for an LWLock" : "");
}

static const char *
library_of(const CrashFrame *frame, char *to, Size size)
{
	const char *slash = strrchr(frame->path, '/');
	const char *name = slash ? slash + 1 : frame->path;
	const char *end = strstr(name, ".so");

	text_copy(to, size, name, end ? end - name : strlen(name));
	return to;
}

static void
append_frame(Violation *violation, const CrashFrame *frame, const Symbol *symbol)
{
	char		line[512];
	char		library[64];

	library_of(frame, library, sizeof(library));
	if (symbol->file[0])
		snprintf(line, sizeof(line), "%s (%s) at %s:%d", symbol->function, library, symbol->file,
				 symbol->line);
	else
		snprintf(line, sizeof(line), "%s (%s)", symbol->function, library);
	packed_append(&violation->stack, violation->stack_text, PACKED_STACK_BYTES, line);
}

/*
 * The innermost frame of an extension that its author wrote: a panic dies in the
 * library of its language, which is linked in. -1: no extension is on the stack.
 */
static int
owner_of(const CrashReport *crash, const ForeignFrame *frames)
{
	int			innermost = -1;

	for (int i = 0; i < crash->frame_count; i++)
	{
		if (!crash->frames[i].of_extension)
			continue;
		if (innermost < 0)
			innermost = i;
		if (!symbol_is_of_language(&frames[i].symbol))
			return i;
	}
	return innermost;
}

static void
fill_stack(Violation *violation, const CrashReport *crash)
{
	ForeignFrame frames[CRASH_FRAMES] = {0};
	int			owner;

	for (int i = 0; i < crash->frame_count; i++)
	{
		const CrashFrame *frame = &crash->frames[i];
		Symbol	   *symbol = &frames[i].symbol;

		frames[i].path = frame->path;
		frames[i].offset = frame->offset;
		if (frame->symbol[0])
			string_copy(symbol->function, sizeof(symbol->function), frame->symbol);
		else
			snprintf(symbol->function, sizeof(symbol->function), "+0x%lx",
					 (unsigned long) (frame->offset - 1));
	}
	symbols_name_frames(frames, crash->frame_count);
	for (int i = 0; i < crash->frame_count; i++)
		append_frame(violation, &crash->frames[i], &frames[i].symbol);
	owner = owner_of(crash, frames);
	if (owner < 0)
		return;
	violation->provenance = PROVENANCE_EXTENSION;
	library_of(&crash->frames[owner], violation->source_lib, sizeof(violation->source_lib));
	string_copy(violation->symbol, sizeof(violation->symbol), frames[owner].symbol.function);
	string_copy(violation->source_file, sizeof(violation->source_file), frames[owner].symbol.file);
	violation->source_line = frames[owner].symbol.line;
}

static void
fill(Violation *violation, CheckType type, const ScenarioChannel *channel, const CrashReport *stack)
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
	fill_stack(violation, stack);
}

/* The violation of a worker that ended badly; may allocate in CurrentMemoryContext. */
void
crash_violation(const ScenarioChannel *channel, Violation *violation)
{
	StringInfoData detail;

	fill(violation, CHECK_CRASH, channel, &channel->crash);
	initStringInfo(&detail);
	describe(channel, &detail);
	string_copy(violation->detail, sizeof(violation->detail), detail.data);
	pfree(detail.data);
}

/* The violation of a worker in which a statement ran out of memory. */
void
oom_violation(const ScenarioChannel *channel, Violation *violation)
{
	char		detail[VIOLATION_DETAIL_BYTES * 2];

	fill(violation, CHECK_STATEMENT_BLOAT, channel, &channel->oom);
	snprintf(detail, sizeof(detail), "iteration %d: %s", channel->oom_iteration, channel->oom_message);
	string_copy(violation->detail, sizeof(violation->detail), detail);
}
