/*
 * workload_parameters.c
 *		:i and :payload in a workload's text, replaced by SQL literals.
 *
 * Scans as psql does: what stands in quotes, quoted names, dollar quotes and
 * comments is left alone, "::" is a cast, ":=" is not a parameter, and other
 * names after a colon are passed on. The iteration becomes a number, the
 * payload an SQL expression that the caller made (a quoted literal, or NULL).
 */
#include "postgres.h"

#include "parser/parser.h"
#include "scenario/workload.h"

static bool
starts_name(char c)
{
	return isalpha((unsigned char) c) || c == '_' || IS_HIGHBIT_SET(c);
}

static bool
continues_name(char c)
{
	return starts_name(c) || isdigit((unsigned char) c) || c == '$';
}

/* After a quoted stretch; backslashes escape in E'' and where the session says so. */
static const char *
after_quotes(const char *at, char quote, bool escapes)
{
	for (at++; *at; at++)
	{
		if (escapes && *at == '\\' && at[1])
			at++;
		else if (*at == quote && at[1] == quote)
			at++;
		else if (*at == quote)
			return at + 1;
	}
	return at;
}

static const char *
after_line(const char *at)
{
	while (*at && *at != '\n')
		at++;
	return at;
}

/* Comments nest. */
static const char *
after_comment(const char *at)
{
	int			depth = 0;

	while (*at)
	{
		if (at[0] == '/' && at[1] == '*')
		{
			depth++;
			at += 2;
		}
		else if (at[0] == '*' && at[1] == '/')
		{
			at += 2;
			if (--depth == 0)
				break;
		}
		else
			at++;
	}
	return at;
}

/* After $tag$ ... $tag$, or after the dollar where it opens no quote. */
static const char *
after_dollar(const char *at)
{
	const char *end = at + 1;
	const char *close;
	char	   *tag;

	if (starts_name(*end))
		while (continues_name(*end) && *end != '$')
			end++;
	if (*end != '$')
		return at + 1;
	tag = pnstrdup(at, end + 1 - at);
	close = strstr(end + 1, tag);
	close = close ? close + strlen(tag) : at + strlen(at);
	pfree(tag);
	return close;
}

/* After what may hide a colon, or the same place where nothing does. */
static const char *
after_hidden(const char *text, const char *at)
{
	bool		in_name = at > text && continues_name(at[-1]);

	if (*at == '\'')
	{
		bool		marked = at > text && (at[-1] == 'e' || at[-1] == 'E') &&
			!(at - 1 > text && continues_name(at[-2]));

		return after_quotes(at, '\'', marked || !standard_conforming_strings);
	}
	if (*at == '"')
		return after_quotes(at, '"', false);
	if (at[0] == '-' && at[1] == '-')
		return after_line(at);
	if (at[0] == '/' && at[1] == '*')
		return after_comment(at);
	if (*at == '$' && !in_name)
		return after_dollar(at);
	if (at[0] == ':' && (at[1] == ':' || at[1] == '='))
		return at + 2;
	return at;
}

/* Length of the name if a parameter stands here, else 0. */
static int
parameter_at(const char *at, const char *name)
{
	int			length = strlen(name);

	if (*at != ':' || strncmp(at + 1, name, length) != 0 || continues_name(at[1 + length]))
		return 0;
	return length + 1;
}

/* Allocated in CurrentMemoryContext; the payload may be NULL, then it stays. */
char *
workload_substitute(const char *text, int iteration, const char *payload)
{
	StringInfoData out;
	const char *at = text;
	const char *copied = text;

	initStringInfo(&out);
	while (*at)
	{
		const char *after = after_hidden(text, at);
		int			length;

		if (after != at)
		{
			at = after;
			continue;
		}
		if ((length = parameter_at(at, "i")) != 0)
		{
			appendBinaryStringInfo(&out, copied, at - copied);
			appendStringInfo(&out, "%d", iteration);
			copied = at += length;
		}
		else if (payload && (length = parameter_at(at, "payload")) != 0)
		{
			appendBinaryStringInfo(&out, copied, at - copied);
			appendStringInfoString(&out, payload);
			copied = at += length;
		}
		else
			at++;
	}
	appendBinaryStringInfo(&out, copied, at - copied);
	return out.data;
}

bool
workload_mentions(const char *text, const char *parameter)
{
	const char *at = text;

	while (*at)
	{
		const char *after = after_hidden(text, at);

		if (after == at && parameter_at(at, parameter))
			return true;
		at = after == at ? at + 1 : after;
	}
	return false;
}
