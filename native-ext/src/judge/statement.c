/*
 * statement.c
 *		Which top-level statement is, or was, the subject; see statement.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/own_memory.h"
#include "base/settings.h"
#include "base/violation.h"
#include "common/hashfn.h"
#include "judge/execution_count.h"
#include "judge/statement.h"
#include "judge/statement_kind.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "nodes/plannodes.h"
#include "stack/language_function.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"

#define LOOK_HASH UINT64CONST(0x6C6F6F6B)	/* of no statement's text */

int			statement_nesting;
static uint64 last_sequence;
static Statement subject;		/* the latest statement */
static uint64 top_level;		/* number of the latest one, watched or not */
static uint64 identity;			/* of the statements that follow, 0: by their kind */

/* Says which statement the next ones are, whatever their text; 0: by their kind. */
void
statement_identify(uint64 hash)
{
	identity = hash;
}

/* A top-level statement begins, watched or not. */
void
statement_count(void)
{
	top_level++;
}

/*
 * The next statement is the subject. A source text may hold several: location and length say
 * which part is this one.
 */
void
statement_note(const char *source, int location, int length, uint64 query_id,
			   const Node *command)
{
	bool		is_utility = !IsA(command, Query) && !IsA(command, PlannedStmt);

	if (location > 0)
		source += location;
	if (length <= 0)
		length = strlen(source);
	while (length > 0 && (*source == ' ' || *source == '\n' || *source == '\t'))
	{
		source++;
		length--;
	}
	subject.sequence = ++last_sequence;
	subject.hash = subject.words = identity;
	if (identity == 0)
	{
		subject.hash = query_id == 0 || is_utility ? statement_kind(source, length) :
			own_hash(query_id);
		subject.words = hash_bytes_extended((const unsigned char *) source, length, GetUserId());
		(void) executions_add(subject.words);
	}
	subject.executions = executions_add(subject.hash);
	subject.query_id = (int64) query_id;
	subject.is_utility = is_utility;
	subject.writes = GetCommandLogLevel((Node *) command) != LOGSTMT_ALL;
	text_copy(subject.text, sizeof(subject.text), source, length);
	if (IsA(command, CreateFunctionStmt))
		language_functions_made(strVal(llast(((const CreateFunctionStmt *) command)->funcname)));
}

/*
 * A look is the subject, for what a process does without statements. Each has words of its own: a
 * cache may get an entry between any two looks, so that it grew again says little.
 */
void
statement_note_look(void)
{
	memset(&subject, 0, sizeof(subject));
	subject.sequence = ++last_sequence;
	subject.hash = own_hash(LOOK_HASH);
	subject.words = own_hash(LOOK_HASH + subject.sequence);
	subject.executions = executions_add(subject.hash);
}

/* The number of the top-level statement that runs, or of the latest one. */
uint64
statement_top_level(void)
{
	return top_level;
}

const Statement *
statement_subject(void)
{
	return &subject;
}

/* The session is no longer watched. */
void
statement_forget(void)
{
	memset(&subject, 0, sizeof(subject));
}

/*
 * The server is to compute query ids for the statements that follow, as for pg_stat_statements:
 * statements that differ only in constants are the same. Not if compute_query_id is off.
 */
void
statement_number_queries(bool wanted)
{
	static bool by_us;

	if (wanted && !query_id_enabled)
	{
		EnableQueryId();
		by_us = query_id_enabled;
	}
	else if (!wanted && by_us)
	{
		query_id_enabled = false;
		by_us = false;
	}
}
