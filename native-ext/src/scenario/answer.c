/*
 * answer.c
 *		What a call of a workload answered; see answer.h.
 */
#include "postgres.h"

#include "base/violation.h"
#include "common/hashfn.h"
#include "mb/pg_wchar.h"
#include "scenario/answer.h"
#include "utils/elog.h"
#include "utils/guc.h"

static CallAnswer *current;			/* NULL: no call is under way */
static int	log_level;			/* of the server's log, without us */
static emit_log_hook_type prev_emit_log;

static void
add(CallAnswer *answer, int part, const void *bytes, Size length)
{
	answer->parts[part] = hash_combine64(answer->parts[part],
										 hash_bytes_extended(bytes, length, 1));
}

/* One after the other, as far as there is room. */
static void
show(CallAnswer *answer, int part, const char *text)
{
	char	   *to = answer->shown[part];
	Size		used = strlen(to);

	if (used > 0 && used + 2 < ANSWER_SHOWN_BYTES)
		to[used++] = ' ';
	if (used + 1 < ANSWER_SHOWN_BYTES)
		string_copy(to + used, ANSWER_SHOWN_BYTES - used, text);
}

static void
add_text(CallAnswer *answer, int part, const char *text)
{
	add(answer, part, text, strlen(text));
	show(answer, part, text);
}

/* A value's own bytes, and none of what lies elsewhere. */
static void
add_bytes(CallAnswer *answer, int part, Form_pg_attribute attribute, Datum value)
{
	const char *at = DatumGetPointer(value);
	Datum		word;

	if (attribute->attbyval)
	{
		store_att_byval(&word, value, attribute->attlen);
		add(answer, part, &word, attribute->attlen);
	}
	else if (attribute->attlen > 0)
		add(answer, part, at, attribute->attlen);
	else if (attribute->attlen == -1 && !VARATT_IS_EXTERNAL(at))
		add(answer, part, at, VARSIZE_ANY(at));
}

/* One column of a row; the text is "" for a null. */
void
answer_add_row(CallAnswer *answer, TupleTableSlot *slot, int column, const char *text)
{
	int			place = Min(column, ANSWER_COLUMNS - 1);
	bool		is_null = slot->tts_isnull[column];

	if (column == 0)
		answer->parts[ANSWER_ROWS]++;
	add(answer, ANSWER_TEXT + place, &is_null, sizeof(is_null));
	add_text(answer, ANSWER_TEXT + place, text);
	if (!is_null)
		add_bytes(answer, ANSWER_BYTES + place, TupleDescAttr(slot->tts_tupleDescriptor, column),
				  slot->tts_values[column]);
}

void
answer_add_error(CallAnswer *answer, int sqlstate, const char *message)
{
	add(answer, ANSWER_ERROR, &sqlstate, sizeof(sqlstate));
	add_text(answer, ANSWER_ERROR, message);
}

/* The call answers from here on; what it answered before is forgotten. */
void
answer_begin(CallAnswer *answer)
{
	memset(answer, 0, sizeof(*answer));
	current = answer;
}

void
answer_end(void)
{
	current = NULL;
}

static void
take_text(int part, const char *text)
{
	if (text)
		add_text(current, part, text);
}

/* While a message is reported. Errors are taken where the call ends with one. */
static void
hear(ErrorData *error)
{
	int			part = error->elevel >= INFO ? ANSWER_MESSAGES : ANSWER_LOG;

	if (current && error->elevel >= LOG && error->elevel < ERROR)
	{
		take_text(part, error->message);
		take_text(part, error->detail);
		take_text(part, error->hint);
	}
	if (error->elevel >= INFO && error->elevel < ERROR && error->elevel < log_level)
		error->output_to_server = false;
	if (prev_emit_log)
		prev_emit_log(error);
}

/* Once, when the worker is connected. */
void
answer_hear(void)
{
	log_level = log_min_messages;
	if (log_level > INFO && log_level != LOG)
		SetConfigOption("log_min_messages", "info", PGC_SUSET, PGC_S_SESSION);
	prev_emit_log = emit_log_hook;
	emit_log_hook = hear;
}

/* "column 2", "a message", "the bytes of column 1, not its text,". */
void
answer_describe_part(int part, char *to, Size size)
{
	bool		is_bytes = part >= ANSWER_BYTES;
	int			column = part - (is_bytes ? ANSWER_BYTES : ANSWER_TEXT);

	if (part == ANSWER_ERROR)
		string_copy(to, size, "the error");
	else if (part == ANSWER_ROWS)
		string_copy(to, size, "the number of rows");
	else if (part == ANSWER_MESSAGES)
		string_copy(to, size, "a message");
	else if (part == ANSWER_LOG)
		string_copy(to, size, "a message of the log");
	else
		snprintf(to, size, "%scolumn %d%s%s", is_bytes ? "the bytes of " : "", column + 1,
				 column == ANSWER_COLUMNS - 1 ? " or one behind it" : "",
				 is_bytes ? ", not its text," : "");
}
