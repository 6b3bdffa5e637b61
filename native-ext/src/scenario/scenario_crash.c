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

#include "scenario/scenario_channel.h"
#include "stack/author.h"
#include "utils/timestamp.h"

/* Whether the worker's end is a finding. */
bool
ended_badly(const ScenarioChannel *channel)
{
	return channel->crash.reason != CRASH_NONE || !channel->finished || channel->hung > 0;
}

/* sigabbrev_np() is newer than the oldest C library that we run on. */
static const char *
signal_name(int signal)
{
	switch (signal)
	{
		case SIGSEGV:
			return "SIGSEGV";
		case SIGBUS:
			return "SIGBUS";
		case SIGABRT:
			return "SIGABRT";
		case SIGFPE:
			return "SIGFPE";
		case SIGILL:
			return "SIGILL";
		default:
			return "SIG?";
	}
}

static void
describe(const ScenarioChannel *channel, StringInfo to)
{
	const CrashReport *crash = &channel->crash;

	switch ((CrashReason) crash->reason)
	{
		case CRASH_SIGNAL:
			appendStringInfo(to, "signal %d (%s)", crash->signal, signal_name(crash->signal));
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
	appendStringInfo(to, ", in %s %d", channel->warming_up ? "warm-up call" : "iteration",
					 channel->iteration);
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

/* One text for each frame, from the innermost out until no more fit. */
static void
append_frames(PackedList *list, char *text, Size size, const CrashStack *stack,
			  const ForeignFrame *frames)
{
	for (int i = 0; i < stack->count; i++)
	{
		char		line[512];
		char		library[64];

		symbol_text(&frames[i].symbol, library_of(&stack->frames[i], library, sizeof(library)),
					line, sizeof(line));
		if (!packed_append(list, text, size, line))
			return;
	}
}

/*
 * The frame of an extension that its author would name: a panic dies in the library of its
 * language, which is linked in. -1: no extension is on the stack.
 */
static int
owner_of(const CrashStack *stack, const ForeignFrame *frames)
{
	const Symbol *symbols[CRASH_FRAMES];
	int			places[CRASH_FRAMES];
	int			count = 0;

	for (int i = 0; i < stack->count; i++)
	{
		if (!stack->frames[i].of_extension)
			continue;
		places[count] = i;
		symbols[count++] = &frames[i].symbol;
	}
	return count > 0 ? places[author_find(symbols, count)] : -1;
}

static void
name_frames(const CrashStack *stack, ForeignFrame *frames)
{
	for (int i = 0; i < stack->count; i++)
	{
		const CrashFrame *frame = &stack->frames[i];
		Symbol	   *symbol = &frames[i].symbol;

		frames[i].path = frame->path;
		frames[i].offset = frame->offset;
		if (frame->symbol[0])
			string_copy(symbol->function, sizeof(symbol->function), frame->symbol);
		else
			snprintf(symbol->function, sizeof(symbol->function), "%s0x%lx",
					 frame->path[0] ? "+" : "", (unsigned long) (frame->offset - 1));
	}
	if (stack->count > 0)
		symbols_name_frames(frames, stack->count);
}

static void
fill_stack(Violation *violation, const CrashStack *stack)
{
	ForeignFrame frames[CRASH_FRAMES] = {0};
	int			owner;

	name_frames(stack, frames);
	append_frames(&violation->stack, violation->stack_text, PACKED_STACK_BYTES, stack, frames);
	owner = owner_of(stack, frames);
	if (owner < 0)
		return;
	violation->provenance = PROVENANCE_EXTENSION;
	library_of(&stack->frames[owner], violation->source_lib, sizeof(violation->source_lib));
	string_copy(violation->symbol, sizeof(violation->symbol), frames[owner].symbol.function);
	string_copy(violation->source_file, sizeof(violation->source_file), frames[owner].symbol.file);
	violation->source_line = frames[owner].symbol.line;
}

static void
fill_freed_stack(Violation *violation, const CrashStack *stack)
{
	ForeignFrame frames[CRASH_FRAMES] = {0};

	name_frames(stack, frames);
	append_frames(&violation->freed_stack, violation->freed_text, PACKED_FREED_BYTES, stack,
				  frames);
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
	fill_stack(violation, stack);
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
	fill_freed_stack(violation, &channel->crash.freed);
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
