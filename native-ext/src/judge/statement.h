/*
 * statement.h
 *		Which top-level statement is, or was, the subject.
 *
 * While the session is watched the hooks (hooks.h) note each statement that starts
 * at nesting level 0, after the one before it was judged. The subject is the latest one. Statements
 * are the same if the server gives them the same query id (statement_number_queries() has it give
 * one while the session is watched), or else, and for utility statements, if their texts
 * are; unless statement_identify() gave what follows a hash of its own: a
 * scenario's workload with another parameter is the same statement.
 *
 * Process-private and of fixed size; raises no error.
 */
#ifndef MEMCHECK_STATEMENT_H
#define MEMCHECK_STATEMENT_H

typedef struct Statement
{
	uint64		sequence;		/* grows with each statement; 0: none yet */
	uint64		hash;			/* of the whole text */
	bool		is_utility;
	int			executions;		/* of this very text, while watched */
	int64		query_id;		/* 0 unless compute_query_id is on */
	char		text[512];		/* clipped */
} Statement;

extern void statement_identify(uint64 hash);
extern void statement_count(void);
extern void statement_enter(void);
extern bool statement_leave(void);
extern void statement_note(const char *source, int location, int length, uint64 query_id,
						   bool is_utility);
extern bool statement_is_running(void);
extern void statement_forget(void);
extern const Statement *statement_subject(void);
extern uint64 statement_top_level(void);
extern void statement_number_queries(bool wanted);

#endif							/* MEMCHECK_STATEMENT_H */
