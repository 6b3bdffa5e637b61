/*
 * statement_kind.c
 *		The text of a statement without what differs; see statement_kind.h.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "judge/statement_kind.h"

typedef struct Reading
{
	const char *at;
	const char *end;
	uint64		hash;
	bool		after_word;		/* the next word needs a blank before it */
} Reading;

static char
next_of(const Reading *reading, int ahead)
{
	return reading->at + ahead < reading->end ? reading->at[ahead] : '\0';
}

static void
put(Reading *reading, char c)
{
	reading->hash = own_hash(reading->hash ^ (unsigned char) c) + 1;
}

/* A word, number or constant begins. */
static void
begin_word(Reading *reading)
{
	if (reading->after_word)
		put(reading, ' ');
	reading->after_word = true;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* A comment of blocks, which may lie in each other. */
static void
skip_block(Reading *reading)
{
	int			depth = 0;

	do
	{
		bool		opens = next_of(reading, 0) == '/' && next_of(reading, 1) == '*';
		bool		closes = next_of(reading, 0) == '*' && next_of(reading, 1) == '/';

		depth += opens - closes;
		reading->at += opens || closes ? 2 : 1;
	} while (depth > 0 && reading->at < reading->end);
}

/* Whether blanks or a comment were there. */
static bool
skip_gap(Reading *reading)
{
	char		c = next_of(reading, 0);

	if (c == '-' && next_of(reading, 1) == '-')
		while (reading->at < reading->end && *reading->at != '\n')
			reading->at++;
	else if (c == '/' && next_of(reading, 1) == '*')
		skip_block(reading);
	else if (is_blank(c))
		reading->at++;
	else
		return false;
	return true;
}

/* A constant in quotes, which is one as any other; a backslash counts after an E alone. */
static void
read_string(Reading *reading, bool escapes)
{
	begin_word(reading);
	put(reading, '0');
	for (reading->at++; reading->at < reading->end; reading->at++)
	{
		if (*reading->at == '\\' && escapes)
			reading->at++;
		else if (*reading->at == '\'' && next_of(reading, 1) == '\'')
			reading->at++;
		else if (*reading->at == '\'')
			break;
	}
	reading->at = Min(reading->at + 1, reading->end);
}

static void
read_number(Reading *reading)
{
	begin_word(reading);
	put(reading, '0');
	while (is_digit(next_of(reading, 0)) || is_letter(next_of(reading, 0)) ||
		   next_of(reading, 0) == '.')
	{
		bool		exponent = (*reading->at == 'e' || *reading->at == 'E') &&
			(next_of(reading, 1) == '-' || next_of(reading, 1) == '+');

		reading->at += exponent ? 2 : 1;
	}
}

/* A name as it is written, but for its digits. */
static void
read_quoted_name(Reading *reading)
{
	begin_word(reading);
	put(reading, '"');
	for (reading->at++; reading->at < reading->end && *reading->at != '"'; reading->at++)
		if (!is_digit(*reading->at))
			put(reading, *reading->at);
	reading->at = Min(reading->at + 1, reading->end);
}

static void
read_name(Reading *reading)
{
	begin_word(reading);
	for (; is_letter(next_of(reading, 0)) || is_digit(next_of(reading, 0)); reading->at++)
		if (!is_digit(*reading->at))
			put(reading, pg_ascii_tolower((unsigned char) *reading->at));
}

/* The letter before a constant's quote: E'...', B'...', X'...', N'...'. */
static bool
is_prefixed_string(const Reading *reading)
{
	return strchr("eEbBxXnN", *reading->at) != NULL && next_of(reading, 1) == '\'';
}

static void
read_token(Reading *reading)
{
	char		c = *reading->at;

	if (c == '\'')
		read_string(reading, false);
	else if (c == '"')
		read_quoted_name(reading);
	else if (is_digit(c) || (c == '.' && is_digit(next_of(reading, 1))))
		read_number(reading);
	else if (is_letter(c) && is_prefixed_string(reading))
	{
		reading->at++;
		read_string(reading, c == 'e' || c == 'E');
	}
	else if (is_letter(c))
		read_name(reading);
	else
	{
		put(reading, c);
		reading->after_word = false;
		reading->at++;
	}
}

uint64
statement_kind(const char *text, int length)
{
	Reading		reading = {.at = text, .end = text + length, .hash = 1};

	while (reading.at < reading.end)
		if (!skip_gap(&reading))
			read_token(&reading);
	return reading.hash;
}
