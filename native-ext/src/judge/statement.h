/*
 * statement.h
 *		Which top-level statement is, or was, the subject.
 *
 * While the session is watched, the hooks (hooks.h) note each statement that starts at nesting
 * level 0, after the one before it was judged. The subject is the latest one.
 *
 * Two statements are the same if the server gives them the same query id;
 * statement_number_queries() makes it compute one while the session is watched. Utility
 * statements, and statements without a query id, are the same if they are of one kind
 * (statement_kind.h). A scenario calls statement_identify(), so that its workload is the same
 * statement with each parameter.
 *
 * A statement writes if the server would log it as "ddl" or "mod" (log_statement).
 *
 * A process that runs no SQL has no statements. While it is traced from outside each look at it
 * that finds none is one (statement_note_look()): all looks are the same statement, without a text.
 *
 * Process-private and of fixed size; raises no error.
 */
#ifndef MEMCHECK_STATEMENT_H
#define MEMCHECK_STATEMENT_H

#include "base/settings.h"
#include "nodes/nodes.h"

typedef struct Statement
{
	uint64		sequence;		/* grows with each statement; 0: none yet */
	uint64		hash;			/* of what it has in common with others that are the same */
	uint64		words;			/* of its text, its constants and names, and its role */
	bool		is_utility;
	bool		writes;			/* and so may not run again as it is */
	int			executions;		/* of it and those that are the same, while watched */
	int64		query_id;		/* 0 unless compute_query_id is on */
	char		text[512];		/* clipped */
} Statement;

extern void statement_identify(uint64 hash);
extern void statement_count(void);
extern void statement_note(const char *source, int location, int length, uint64 query_id,
						   const Node *command);
extern void statement_note_look(void);
extern void statement_forget(void);
extern const Statement *statement_subject(void);
extern uint64 statement_top_level(void);
extern void statement_number_queries(bool wanted);

extern OWN_VARIABLE int statement_nesting;

/* What is planned or executed from here on is inside a statement. */
static inline void
statement_enter(void)
{
	statement_nesting++;
}

/* Whether one was entered and not left: what is inside it need not be entered. */
static inline bool
statement_is_counted(void)
{
	return statement_nesting > 0;
}

/* Whether one is being planned or executed right now. */
static inline bool
statement_is_running(void)
{
	return statement_nesting > 0 || settings_arrive_now();
}

/* Whether that was the top-level statement. */
static inline bool
statement_leave(void)
{
	return --statement_nesting == 0 && !settings_arrive_now();
}

#endif							/* MEMCHECK_STATEMENT_H */
