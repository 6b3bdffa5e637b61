/*
 * crash_stack.c
 *		A call stack that another process can name; see crash_stack.h.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/stat.h>
#include <time.h>

#include "stack/author.h"
#include "stack/crash_stack.h"
#include "stack/frame.h"
#include "stack/symbol.h"

/* Where a return address lies, for a process that has not loaded the library. */
static void
name_frame(CrashFrame *frame)
{
	uintptr_t	pc = frame->offset;
	ElfW(Sym) * symbol = NULL;
	Dl_info		info;

	frame->path[0] = frame->symbol[0] = '\0';
	frame->of_extension = false;
	if (dladdr1((void *) (pc - 1), &info, (void **) &symbol, RTLD_DL_SYMENT) == 0)
		return;
	string_copy(frame->path, sizeof(frame->path), frame_path(pc));
	frame->offset = pc - (uintptr_t) info.dli_fbase;
	if (symbol && info.dli_sname && pc - 1 < (uintptr_t) info.dli_saddr + symbol->st_size)
		string_copy(frame->symbol, sizeof(frame->symbol), info.dli_sname);
	frame->of_extension = frame_module_kind(pc) == MODULE_EXTENSION;
}

/* Return addresses, without frames of ours. */
void
crash_stack_note_pcs(CrashStack *to, const uintptr_t *pcs, int count)
{
	to->count = 0;
	to->noted = time(NULL);
	for (int i = 0; i < count && to->count < CRASH_FRAMES; i++)
	{
		CrashFrame *frame = &to->frames[to->count];

		/* where a layer of ours is called back by the server */
		if (frame_is_observer(pcs[i]))
			continue;
		frame->offset = pcs[i];
		name_frame(frame);
		to->count++;
	}
}

/* The calling process's stack. */
void
crash_stack_note(CrashStack *to, StackMoment moment)
{
	uintptr_t	pcs[CRASH_FRAMES];

	crash_stack_note_pcs(to, pcs, interrupted_stack_take(pcs, CRASH_FRAMES, moment));
}

/* The innermost frame of an extension; NULL: there is none. */
const CrashFrame *
crash_stack_extension(const CrashStack *stack)
{
	for (int i = 0; i < stack->count; i++)
		if (stack->frames[i].of_extension)
			return &stack->frames[i];
	return NULL;
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

/* A library that was built anew has other functions at the same offsets. */
static bool
is_as_it_was(const char *path, time_t then)
{
	struct stat status;

	return stat(path, &status) == 0 && status.st_ctime <= then;
}

/* What is known of them without asking. */
static void
prepare_frames(const CrashStack *stack, ForeignFrame *frames)
{
	for (int i = 0; i < stack->count; i++)
	{
		const CrashFrame *frame = &stack->frames[i];
		Symbol	   *symbol = &frames[i].symbol;

		frames[i].path = is_as_it_was(frame->path, stack->noted) ? frame->path : "";
		frames[i].offset = frame->offset;
		if (frame->symbol[0])
			string_copy(symbol->function, sizeof(symbol->function), frame->symbol);
		else
			snprintf(symbol->function, sizeof(symbol->function), "%s0x%lx",
					 frame->path[0] ? "+" : "", (unsigned long) (frame->offset - 1));
	}
}

static void
name_frames(const CrashStack *stack, ForeignFrame *frames)
{
	prepare_frames(stack, frames);
	if (stack->count > 0)
		symbols_name_frames(frames, stack->count);
}

/* The finding's stack, and whose it is, by frames that are named. */
static void
tell(Violation *violation, const CrashStack *stack, const ForeignFrame *frames)
{
	int			owner;

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

void
crash_stack_tell(Violation *violation, const CrashStack *stack)
{
	ForeignFrame frames[CRASH_FRAMES] = {0};

	name_frames(stack, frames);
	tell(violation, stack, frames);
}

/* The same of many: the program that names lines is started once. */
void
crash_stacks_tell(Violation *violations, const CrashStack *stacks, int count)
{
	ForeignFrame *frames;
	int			total = 0;

	for (int i = 0; i < count; i++)
		total += stacks[i].count;
	if (total == 0)
		return;
	frames = palloc0_array(ForeignFrame, total);
	total = 0;
	for (int i = 0; i < count; i++)
	{
		prepare_frames(&stacks[i], frames + total);
		total += stacks[i].count;
	}
	symbols_name_frames(frames, total);
	total = 0;
	for (int i = 0; i < count; i++)
	{
		tell(&violations[i], &stacks[i], frames + total);
		total += stacks[i].count;
	}
	pfree(frames);
}

/* The stack that gave memory back. */
void
crash_stack_tell_freed(Violation *violation, const CrashStack *stack)
{
	ForeignFrame frames[CRASH_FRAMES] = {0};

	name_frames(stack, frames);
	append_frames(&violation->freed_stack, violation->freed_text, PACKED_FREED_BYTES, stack,
				  frames);
}
