/*
 * c_library.c
 *		Memory that the C library makes for its caller, for the regression tests.
 */
#include "postgres.h"

#include <dirent.h>
#include <langinfo.h>
#include <locale.h>
#include <netdb.h>
#include <regex.h>
#include <search.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fmgr.h"
#include "utils/builtins.h"

/* The C library's other name for malloc(): no header has it. */
extern void *__libc_malloc(size_t bytes);

/* As in any real program, the result is looked at. */
static volatile size_t looked_at;

/* Bug if it is to be lost: a compiled expression. */
static pg_noinline void
use_expression(bool lose)
{
	regex_t		expression;

	if (regcomp(&expression, "^(a|b)*c{1,3}[[:alpha:]]+$", REG_EXTENDED) != 0)
		elog(ERROR, "no expression");
	looked_at = expression.re_nsub;
	if (!lose)
		regfree(&expression);
}

/* Bug if it is to be lost: a line of a file. */
static pg_noinline void
use_line(bool lose)
{
	FILE	   *file = fopen("/proc/self/status", "r");
	char	   *line = NULL;
	size_t		room = 0;

	if (file == NULL)
		elog(ERROR, "no file");
	looked_at = getline(&line, &room, file);
	fclose(file);
	if (!lose)
		free(line);
}

/* Bug if it is to be lost: what was written into memory. */
static pg_noinline void
use_stream(bool lose)
{
	char	   *text = NULL;
	size_t		length = 0;
	FILE	   *stream = open_memstream(&text, &length);

	for (int i = 0; i < 1000; i++)
		fprintf(stream, "%d, ", i);
	fclose(stream);
	looked_at = length;
	if (!lose)
		free(text);
}

/* Bug if it is to be lost: the stream itself, and its buffer. */
static pg_noinline void
use_file(bool lose)
{
	FILE	   *file = fopen("/dev/null", "w");

	looked_at = fprintf(file, "text");
	if (!lose)
		fclose(file);
	else
		close(fileno(file));
}

/* Bug if it is to be lost: addresses of a host. */
static pg_noinline void
use_addresses(bool lose)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;

	if (getaddrinfo("127.0.0.1", "80", &hints, &found) != 0)
		elog(ERROR, "no address");
	looked_at = found->ai_addrlen;
	if (!lose)
		freeaddrinfo(found);
}

/* Bug if it is to be lost: names of files. */
static pg_noinline void
use_names(bool lose)
{
	struct dirent **names = NULL;
	int			count = scandir("/", &names, NULL, alphasort);

	looked_at = count;
	if (lose)
		return;
	for (int i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

/* Bug if it is to be lost: a path. */
static pg_noinline void
use_path(bool lose)
{
	char	   *path = realpath("/proc/self/../self", NULL);

	looked_at = strlen(path);
	if (!lose)
		free(path);
}

/* Bug if it is to be lost: an open directory. */
static pg_noinline void
use_directory(bool lose)
{
	DIR		   *directory = opendir("/");

	looked_at = readdir(directory)->d_name[0];
	if (!lose)
		closedir(directory);
	else
		close(dirfd(directory));
}

static int
compare(const void *one, const void *other)
{
	return (one > other) - (one < other);
}

/* Bug if it is to be lost: the nodes of a tree. */
static pg_noinline void
use_tree(bool lose)
{
	void	   *root = NULL;

	for (uintptr_t i = 1; i <= 20; i++)
		tsearch((void *) (i * 7 % 23), &root, compare);
	if (!lose)
		for (uintptr_t i = 1; i <= 20; i++)
			tdelete((void *) (i * 7 % 23), &root, compare);
}

/* Bug if it is to be lost: a locale, in which names come from files. */
static pg_noinline void
use_locale(bool lose)
{
	locale_t	locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);

	if (locale == (locale_t) 0)
		elog(ERROR, "no locale");
	looked_at = nl_langinfo_l(CODESET, locale)[0];
	if (!lose)
		freelocale(locale);
}

typedef struct Use
{
	const char *name;
	void		(*use) (bool lose);
} Use;

static const Use uses[] = {
	{"expression", use_expression}, {"line", use_line}, {"stream", use_stream}, {"file", use_file},
	{"addresses", use_addresses}, {"names", use_names}, {"path", use_path},
	{"directory", use_directory}, {"tree", use_tree}, {"locale", use_locale},
};

/* Bug if "lose" is true, otherwise clean. */
PG_FUNCTION_INFO_V1(use_c_library);
Datum
use_c_library(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));

	for (int i = 0; i < lengthof(uses); i++)
		if (strcmp(uses[i].name, name) == 0)
			uses[i].use(PG_GETARG_BOOL(1));
	PG_RETURN_INT32((int32) looked_at);
}

/* Clean: one compiled expression at a time. */
PG_FUNCTION_INFO_V1(keep_expression);
Datum
keep_expression(PG_FUNCTION_ARGS)
{
	static regex_t kept;
	static bool is_kept;

	if (is_kept)
		regfree(&kept);
	is_kept = regcomp(&kept, text_to_cstring(PG_GETARG_TEXT_PP(0)), REG_EXTENDED) == 0;
	PG_RETURN_BOOL(is_kept);
}

/* Bug: nobody frees it, and nobody sees where it comes from. */
PG_FUNCTION_INFO_V1(lose_unseen);
Datum
lose_unseen(PG_FUNCTION_ARGS)
{
	void	   *volatile lost = __libc_malloc(PG_GETARG_INT32(0));

	memset(lost, 'x', PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}
