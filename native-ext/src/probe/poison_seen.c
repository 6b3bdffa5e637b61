/*
 * poison_seen.c
 *		Poison that leaves in results, messages and rows; see poison_seen.h.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "executor/tuptable.h"
#include "probe/guard.h"
#include "probe/poison_pattern.h"
#include "probe/poison_seen.h"
#include "stack/site.h"
#include "trace/event.h"
#include "utils/elog.h"

#define TEXT_BYTES 6			/* of a word, before its zeros */
#define LOOK_BYTES (1024 * 1024)	/* of one value */
#define TOLD 32					/* in one statement */

/* Places; a column of a result is one of its own. */
#define IN_MESSAGE 0
#define IN_FORMED_ROW (1 << 20)

typedef enum RowKind
{
	ROW_RESULT,
	ROW_FORMED,
	ROW_STORED,
} RowKind;

static uint64 told[TOLD];		/* place and site */
static int	told_count;
static emit_log_hook_type prev_emit_log;

static bool
is_known(uint32 site)
{
	const uintptr_t *pcs;

	return site_frames(site, &pcs) > 0;
}

static bool
was_told(uint64 place, uint32 site)
{
	for (int i = 0; i < told_count; i++)
		if (told[i] == (place << 32 | site))
			return true;
	return false;
}

static bool
is_news(uint64 place, uint32 site)
{
	if (told_count == TOLD || was_told(place, site))
		return false;
	told[told_count++] = place << 32 | site;
	return true;
}

/* Where the first bytes of poison in a row begin, and whose; NULL: nowhere. */
const unsigned char *
poison_find(const void *from, Size bytes, uint32 *site)
{
	const unsigned char *at = from;
	const unsigned char *end = at + bytes;

	while (end - at >= TEXT_BYTES &&
		   (at = memchr(at, POISON_LOW & 0xFF, end - at - TEXT_BYTES + 1)) != NULL)
	{
		uint64		word = 0;

		for (int i = 0; i < TEXT_BYTES; i++)
			word |= (uint64) at[i] << 8 * i;
		*site = poison_site(word);
		if (poison_is_word(word) && is_known(*site))
			return at;
		at++;
	}
	return NULL;
}

/* Who gave the memory back is all that is known, where nobody of an extension is at work. */
static void
report(uint32 site, uint32 freed_site, Event *event)
{
	event->check_type = CHECK_USE_AFTER_RESET;
	event->site = site_owner(site, OWNER_BY_REACH).pc != 0 ? site : freed_site;
	event->rule = OWNER_BY_REACH;
	event->freed_site = freed_site;
	event->count = 1;
	event->certain = true;
	event_add(event);
}

/* Who forms a row is at work; what comes in a result was made at some time before. */
static void
report_column(TupleDesc columns, int column, RowKind kind, uint32 freed_site, Size at)
{
	static const char *const rows[] = {
		[ROW_RESULT] = "result",
		[ROW_FORMED] = "row that it forms",
		[ROW_STORED] = "row that is stored",
	};
	bool		formed = kind == ROW_FORMED;
	Event		event = {.bytes = 0};

	if ((!formed && was_told(IN_FORMED_ROW, freed_site)) ||
		!is_news(formed ? IN_FORMED_ROW : column + 1, freed_site))
		return;
	snprintf(event.detail, sizeof(event.detail),
			 "column %d (\"%s\") of a %s has what freed memory was filled with, at byte %zu",
			 column + 1, NameStr(TupleDescAttr(columns, column)->attname),
			 rows[kind], at);
	report(formed ? site_here() : 0, freed_site, &event);
}

/* Where a value's own bytes are, and how many; none of what lies elsewhere. */
static const char *
bytes_of(Datum value, int16 type_length, Size *length)
{
	const char *at = DatumGetPointer(value);

	if (type_length > 0)
		*length = type_length;
	else if (type_length == -2)
		*length = strnlen(at, LOOK_BYTES);
	else if (VARATT_IS_EXTERNAL(at))
		*length = 0;
	else
	{
		*length = Min(VARSIZE_ANY_EXHDR(at), LOOK_BYTES);
		at = VARDATA_ANY(at);
	}
	return at;
}

static void
look_at_column(TupleDesc columns, int column, Datum value, RowKind kind)
{
	Form_pg_attribute attribute = TupleDescAttr(columns, column);
	uint32		site = poison_site(value);
	const char *bytes;
	Size		length;
	const unsigned char *found;

	if (attribute->attbyval)
	{
		if (attribute->attlen == sizeof(uint64) && poison_is_word(value) && is_known(site))
			report_column(columns, column, kind, site, 0);
		return;
	}
	/* a pointer from there: whoever follows it crashes, and is told by that */
	if (poison_looks_like(value))
		return;
	bytes = bytes_of(value, attribute->attlen, &length);
	found = poison_find(bytes, length, &site);
	if (found)
		report_column(columns, column, kind, site, found - (const unsigned char *) bytes);
}

/* Before an extension's values become a row; NULL: none of them is left as it was. */
void
poison_seen_formed(TupleDesc columns, const Datum *values, const bool *nulls,
				   const bool *replaces)
{
	for (int i = 0; i < columns->natts; i++)
		if (!nulls[i] && (replaces == NULL || replaces[i]))
			look_at_column(columns, i, values[i], ROW_FORMED);
}

/* Before the executor stores it. */
void
poison_seen_stored(TupleDesc columns, const Datum *values, const bool *nulls)
{
	for (int i = 0; i < columns->natts; i++)
		if (!nulls[i])
			look_at_column(columns, i, values[i], ROW_STORED);
}

static bool
receive(TupleTableSlot *slot, DestReceiver *self)
{
	SeenReceiver *receiver = (SeenReceiver *) self;

	slot_getallattrs(slot);
	for (int i = 0; i < slot->tts_nvalid; i++)
		if (!slot->tts_isnull[i])
			look_at_column(slot->tts_tupleDescriptor, i, slot->tts_values[i], ROW_RESULT);
	return receiver->theirs->receiveSlot(slot, receiver->theirs);
}

static void
start(DestReceiver *self, int operation, TupleDesc columns)
{
	SeenReceiver *receiver = (SeenReceiver *) self;

	receiver->theirs->rStartup(receiver->theirs, operation, columns);
}

static void
shut_down(DestReceiver *self)
{
	SeenReceiver *receiver = (SeenReceiver *) self;

	receiver->theirs->rShutdown(receiver->theirs);
}

/* What the query gives out comes through here. */
void
poison_seen_receive(SeenReceiver *receiver, QueryDesc *query)
{
	receiver->theirs = query->dest;
	receiver->ours = *query->dest;
	receiver->ours.receiveSlot = receive;
	receiver->ours.rStartup = start;
	receiver->ours.rShutdown = shut_down;
	query->dest = &receiver->ours;
}

void
poison_seen_statement_over(void)
{
	told_count = 0;
}

static void
look_at_message(const char *what, const char *text)
{
	uint32		freed_site;
	const unsigned char *found = text ? poison_find(text, strlen(text), &freed_site) : NULL;
	Event		event = {.bytes = 0};

	if (found == NULL || !is_news(IN_MESSAGE, freed_site))
		return;
	snprintf(event.detail, sizeof(event.detail),
			 "the %s of a message has what freed memory was filled with, at byte %zd", what,
			 (const char *) found - text);
	report(site_here(), freed_site, &event);
}

/* For each message that goes to the log, while it is reported. */
static void
memcheck_emit_log(ErrorData *error)
{
	if (guards_are_kept())
	{
		look_at_message("text", error->message);
		look_at_message("detail", error->detail);
		look_at_message("detail", error->detail_log);
		look_at_message("hint", error->hint);
		look_at_message("context", error->context);
	}
	if (prev_emit_log)
		prev_emit_log(error);
}

/* From _PG_init, once. */
void
poison_seen_install_hook(void)
{
	prev_emit_log = emit_log_hook;
	emit_log_hook = memcheck_emit_log;
}
