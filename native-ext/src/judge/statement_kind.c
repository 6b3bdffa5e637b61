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

static inline char
next_of(const Reading *reading, int ahead)
{
	return reading->at + ahead < reading->end ? reading->at[ahead] : '\0';
}

/* Spread at the end. */
static inline void
put(Reading *reading, char c)
{
	reading->hash = (reading->hash ^ (unsigned char) c) * UINT64CONST(0x9E3779B97F4A7C15);
}

/* A word, number or constant begins. */
static void
begin_word(Reading *reading)
{
	if (reading->after_word)
		put(reading, ' ');
	reading->after_word = true;
}

#define LETTER 1
#define DIGIT 2
#define BLANK 4

static const unsigned char classes[256] = {
	['a' ... 'z'] = LETTER,['A' ... 'Z'] = LETTER,['_'] = LETTER,[0x80 ... 0xFF] = LETTER,
	['0' ... '9'] = DIGIT,
	[' '] = BLANK,['\n'] = BLANK,['\t'] = BLANK,['\r'] = BLANK,['\f'] = BLANK,['\v'] = BLANK,
};

static inline unsigned char
class_of(char c)
{
	return classes[(unsigned char) c];
}

static inline bool
is_letter(char c)
{
	return class_of(c) == LETTER;
}

static inline bool
is_digit(char c)
{
	return class_of(c) == DIGIT;
}

static inline char
in_lower_case(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
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
	else if (class_of(c) == BLANK)
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
	const char *at = reading->at;

	begin_word(reading);
	for (; at < reading->end && (class_of(*at) & (LETTER | DIGIT)) != 0; at++)
		if (!is_digit(*at))
			put(reading, in_lower_case(*at));
	reading->at = at;
}

/* The letter before a constant's quote: E'...', B'...', X'...', N'...'. */
static bool
is_prefixed_string(const Reading *reading)
{
	return next_of(reading, 1) == '\'' && strchr("eEbBxXnN", *reading->at) != NULL;
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
	return own_hash(reading.hash);
}
