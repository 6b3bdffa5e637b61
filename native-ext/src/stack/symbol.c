/*
 * symbol.c
 *		Function and source line of return addresses; see symbol.h.
 */
#include "postgres.h"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash_index.h"
#include "base/own_memory.h"
#include "base/violation.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "portability/instr_time.h"
#include "stack/frame.h"
#include "stack/symbol.h"

#define PROGRAM "pg_ext_memcheck_symbolize"

static OwnArray symbols = {.width = sizeof(Symbol)};
static OwnArray wanted = {.width = sizeof(uint32)};	/* entries to ask for */
static HashIndex by_pc = HASH_INDEX_INIT;

static Symbol *
symbol_at(uint32 number)
{
	return own_array_at(&symbols, number - 1);
}

/* The entry of this address, which may be that of a library that has gone; NULL without memory. */
static Symbol *
entry_of(uintptr_t pc)
{
	uint32		number = hash_index_find(&by_pc, pc);

	if (number != 0)
		return symbol_at(number);
	if (own_array_append(&symbols) == NULL)
		return NULL;
	if (hash_index_put(&by_pc, pc, symbols.count))
		return symbol_at(symbols.count);
	symbols.count--;
	return NULL;
}

/* Notes that this address will be reported. */
void
symbols_want(uintptr_t pc)
{
	Symbol	   *symbol = entry_of(pc);
	uint32	   *want;

	if (symbol == NULL || symbol->pc == pc)
		return;
	*symbol = (Symbol) {.pc = pc};
	frame_symbol(pc, symbol->function, sizeof(symbol->function));
	symbol->offset = frame_symbol_offset(pc);
	want = own_array_append(&wanted);
	if (want)
		*want = symbol - symbol_at(1) + 1;
}

/* The library of these addresses has gone, and another one may come to lie there. */
void
symbols_forget(uintptr_t start, uintptr_t end, uintptr_t renamed)
{
	for (Size i = 0; i < symbols.count; i++)
	{
		Symbol	   *symbol = symbol_at(i + 1);

		if (symbol->pc >= start && symbol->pc <= end)
			symbol->pc = 0;
	}
}

/* What is known of an address; NULL if it was never wanted. */
const Symbol *
symbol_of(uintptr_t pc)
{
	uint32		number = hash_index_find(&by_pc, pc);

	return number && symbol_at(number)->pc == pc ? symbol_at(number) : NULL;
}

/* A return address stands after its call: asks for the call itself. */
static void
append_question(StringInfo questions, const char *path, uintptr_t offset)
{
	appendStringInfo(questions, "%s\t%lx\n", path, (unsigned long) (offset - 1));
}

/* Starts the program with pipes at both ends; false if it cannot. */
static bool
start_program(pid_t *pid, int *to, int *from)
{
	char		path[MAXPGPATH];
	char	   *argv[] = {path, NULL};
	char	   *envp[] = {NULL};
	int			in[2];
	int			out[2];
	posix_spawn_file_actions_t actions;
	bool		started;

	snprintf(path, sizeof(path), "%s/%s", pkglib_path, PROGRAM);
	if (access(path, X_OK) != 0 || pipe(in) != 0)
		return false;
	if (pipe(out) != 0)
	{
		close(in[0]);
		close(in[1]);
		return false;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], 0);
	posix_spawn_file_actions_adddup2(&actions, out[1], 1);
	for (int i = 0; i < 2; i++)
	{
		posix_spawn_file_actions_addclose(&actions, in[i]);
		posix_spawn_file_actions_addclose(&actions, out[i]);
	}
	started = posix_spawn(pid, path, &actions, NULL, argv, envp) == 0;
	posix_spawn_file_actions_destroy(&actions);
	close(in[0]);
	close(out[1]);
	if (!started)
	{
		close(in[1]);
		close(out[0]);
		return false;
	}
	*to = in[1];
	*from = out[0];
	return true;
}

static int
milliseconds_left(instr_time start)
{
	instr_time	now;

	INSTR_TIME_SET_CURRENT(now);
	INSTR_TIME_SUBTRACT(now, start);
	return Max(0, SYMBOLIZE_SECONDS * 1000 - (int) INSTR_TIME_GET_MILLISEC(now));
}

/* Writes the questions and reads the answers until the program is done. */
static void
converse(int to, int from, StringInfo questions, StringInfo answers)
{
	instr_time	start;
	int			written = 0;

	INSTR_TIME_SET_CURRENT(start);
	for (;;)
	{
		struct pollfd fds[2] = {{from, POLLIN, 0}, {to, POLLOUT, 0}};
		int			left = milliseconds_left(start);

		if (left == 0 || (poll(fds, to >= 0 ? 2 : 1, left) < 0 && errno != EINTR))
			break;
		if (to >= 0 && (fds[1].revents & (POLLOUT | POLLERR | POLLHUP)))
		{
			ssize_t		n = write(to, questions->data + written,
								  Min(questions->len - written, 4096));

			if (n > 0)
				written += n;
			if ((n < 0 && errno != EINTR) || written == questions->len)
			{
				close(to);
				to = -1;
			}
		}
		if (fds[0].revents & (POLLIN | POLLERR | POLLHUP))
		{
			ssize_t		n;

			enlargeStringInfo(answers, 8192);
			n = read(from, answers->data + answers->len, 8191);
			if (n == 0 || (n < 0 && errno != EINTR))
				break;
			if (n > 0)
				answers->len += n;
		}
	}
	answers->data[answers->len] = '\0';
	if (to >= 0)
		close(to);
	close(from);
}

static CodeOrigin
origin_named(const char *name)
{
	static const char *const names[] = {
		[ORIGIN_UNKNOWN] = "", [ORIGIN_LANGUAGE] = "language", [ORIGIN_PRIVATE] = "private",
		[ORIGIN_CRATE] = "crate", [ORIGIN_AUTHOR] = "author", [ORIGIN_GENERIC] = "generic",
	};

	for (int i = 0; i < lengthof(names); i++)
		if (strcmp(name, names[i]) == 0)
			return i;
	return ORIGIN_UNKNOWN;
}

enum AnswerField
{
	ANSWER_FUNCTION,
	ANSWER_FILE,
	ANSWER_LINE,
	ANSWER_ORIGIN,
	ANSWER_TYPE,
	ANSWER_TYPE_BYTES,
	ANSWER_TYPE_MARKS,
	ANSWER_FIELDS
};

static void
take_answer(Symbol *symbol, char *line)
{
	char	   *fields[ANSWER_FIELDS];

	for (int i = 0; i < ANSWER_FIELDS; i++)
	{
		char	   *end = line ? strchr(line, '\t') : NULL;

		/* a program of another version says less, or more */
		fields[i] = line ? line : "";
		if (end)
			*end++ = '\0';
		line = end;
	}
	symbol->origin = origin_named(fields[ANSWER_ORIGIN]);
	if (fields[ANSWER_FUNCTION][0])
		string_copy(symbol->function, sizeof(symbol->function), fields[ANSWER_FUNCTION]);
	string_copy(symbol->file, sizeof(symbol->file), fields[ANSWER_FILE]);
	symbol->line = atoi(fields[ANSWER_LINE]);
	string_copy(symbol->type, sizeof(symbol->type), fields[ANSWER_TYPE]);
	symbol->type_bytes = strtoul(fields[ANSWER_TYPE_BYTES], NULL, 10);
	symbol->type_is_node = strchr(fields[ANSWER_TYPE_MARKS], 'n') != NULL;
	symbol->type_is_open = strchr(fields[ANSWER_TYPE_MARKS], 'o') != NULL;
}

/* Takes one line off the answers; NULL when it is cut off or none is left. */
static char *
next_line(char **answers)
{
	char	   *line = *answers;
	char	   *end = strchr(line, '\n');

	if (end == NULL)
		return NULL;
	*end = '\0';
	*answers = end + 1;
	return line;
}

/* Empty answers if the program cannot start. */
static void
ask(StringInfo questions, StringInfo answers)
{
	pid_t		pid;
	int			to;
	int			from;

	if (!start_program(&pid, &to, &from))
		return;
	converse(to, from, questions, answers);
	/* it ends by itself at the end of its input; if not, it hangs */
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* Asks for everything wanted that was not asked before. */
void
symbols_resolve(void)
{
	StringInfoData questions;
	StringInfoData answers;
	char	   *rest;
	char	   *line;

	if (wanted.count == 0)
		return;
	initStringInfo(&questions);
	initStringInfo(&answers);
	for (Size i = 0; i < wanted.count; i++)
	{
		uintptr_t	pc = symbol_at(*(uint32 *) own_array_at(&wanted, i))->pc;

		append_question(&questions, frame_path(pc), frame_offset(pc));
	}
	ask(&questions, &answers);
	rest = answers.data;
	for (Size i = 0; i < wanted.count && (line = next_line(&rest)) != NULL; i++)
		take_answer(symbol_at(*(uint32 *) own_array_at(&wanted, i)), line);
	wanted.count = 0;
	pfree(questions.data);
	pfree(answers.data);
}

/* Names the frames of another process. */
void
symbols_name_frames(ForeignFrame *frames, int count)
{
	StringInfoData questions;
	StringInfoData answers;
	char	   *rest;
	char	   *line;

	initStringInfo(&questions);
	initStringInfo(&answers);
	for (int i = 0; i < count; i++)
		append_question(&questions, frames[i].path, frames[i].offset);
	ask(&questions, &answers);
	rest = answers.data;
	for (int i = 0; i < count && (line = next_line(&rest)) != NULL; i++)
		take_answer(&frames[i].symbol, line);
	pfree(questions.data);
	pfree(answers.data);
}

/* A language's own library that was linked into the extension. */
bool
symbol_is_of_language(const Symbol *symbol)
{
	return symbol->origin == ORIGIN_LANGUAGE || symbol->origin == ORIGIN_PRIVATE ||
		strstr(symbol->file, "/rustc/") != NULL || strstr(symbol->file, "/rustlib/") != NULL ||
		strstr(symbol->file, "/include/c++/") != NULL || strncmp(symbol->file, "library/", 8) == 0;
}

/*
 * The file as stacks have it: of a package that cargo fetched, from its own directory on, and none
 * of the language's library, since stacks of Rust have dozens of such frames.
 */
static const char *
short_file(const Symbol *symbol)
{
	const char *packages = symbol->origin == ORIGIN_CRATE ? strstr(symbol->file, "/registry/src/") :
		NULL;
	const char *index = packages ? strchr(packages + strlen("/registry/src/"), '/') : NULL;

	if (symbol->origin == ORIGIN_LANGUAGE || symbol->origin == ORIGIN_PRIVATE)
		return "";
	return index ? index + 1 : symbol->file;
}

/*
 * A frame as reports have it: function (library) at file:line, as much of it as
 * is known. Without a line the offset in the function tells two calls apart.
 */
void
symbol_text(const Symbol *symbol, const char *library, char *to, Size size)
{
	int			length = snprintf(to, size, "%s", symbol->function);
	const char *file = short_file(symbol);

	if (symbol->offset && !symbol->file[0] && length < size)
		length += snprintf(to + length, size - length, "+0x%x", symbol->offset);
	if (library[0] && length < size)
		length += snprintf(to + length, size - length, " (%s)", library);
	if (file[0] && length < size)
		snprintf(to + length, size - length, " at %s:%d", file, symbol->line);
}
