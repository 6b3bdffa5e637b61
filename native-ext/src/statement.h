/*
 * statement.h
 *		Which top-level statement is, or was, the subject.
 *
 * While a window is open the executor and utility hooks note each statement
 * that starts at nesting level 0, and have the one before it judged: only then
 * is it over for good, its transaction's end and its error's clean-up included.
 * The subject is the latest one in which
 * memcheck's own begin(), judge() and end() did not run.
 *
 * Process-private and of fixed size; survives errors because the nesting level
 * is restored in PG_FINALLY. Nothing is done while no window is open but one
 * test of a flag.
 */
#ifndef MEMCHECK_STATEMENT_H
#define MEMCHECK_STATEMENT_H

typedef struct Statement
{
	uint64		sequence;		/* grows with each statement; 0: none yet */
	uint64		hash;			/* of the whole text */
	int64		query_id;		/* 0 unless compute_query_id is on */
	char		text[512];		/* clipped */
} Statement;

extern void statement_install_hooks(void);
extern void statement_track(bool on);
extern const Statement *statement_subject(void);
extern void statement_is_observer(void);

#endif							/* MEMCHECK_STATEMENT_H */
