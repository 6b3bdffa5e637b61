/*
 * poison_seen.h
 *		Poison that leaves: in a result, a message, or a row that is stored.
 *
 * Who reads freed memory under the probe "poison" gets its pattern (poison_pattern.h), and mostly
 * does not crash: it stands in a number or a text. So what leaves is looked at while the probe
 * runs:
 *
 *		rows		between executor and receiver, also those that a statement inside another
 *					one gets, or that are stored: a number of eight bytes that is a word of
 *					poison; six bytes of one in a row within a value, wherever they begin,
 *					since a text ends before the zeros.
 *		tuples		that extensions form (poison_tuples.h), so also what they store by themselves;
 *					and those that the executor is about to store (stored_rows.h).
 *		messages	for the log: text, detail, hint and context.
 *
 * A word counts only if its site is one that was given out. So 45 fixed bits (of six bytes 29) and
 * a number that is in use have to come together, which no data does by chance. Numbers of four
 * bytes are not looked at.
 *
 * Called in executing and in error reporting: no palloc, no error; values are read as they are, and
 * not detoasted. The same of the same place is told once for each statement.
 */
#ifndef MEMCHECK_POISON_SEEN_H
#define MEMCHECK_POISON_SEEN_H

#include "executor/execdesc.h"
#include "probe/guard.h"
#include "tcop/dest.h"

/* Lies on the stack of whoever runs the executor. */
typedef struct SeenReceiver
{
	DestReceiver ours;
	DestReceiver *theirs;		/* NULL: nothing is looked at */
} SeenReceiver;

extern const unsigned char *poison_find(const void *from, Size bytes, uint32 *site);
extern void poison_seen_formed(TupleDesc columns, const Datum *values, const bool *nulls,
							   const bool *replaces);
extern void poison_seen_stored(TupleDesc columns, const Datum *values, const bool *nulls);
extern void poison_seen_receive(SeenReceiver *receiver, QueryDesc *query);
extern void poison_seen_statement_over(void);
extern void poison_seen_install_hook(void);

/* Around the executor's run. */
static inline void
poison_seen_begin(SeenReceiver *receiver, QueryDesc *query)
{
	receiver->theirs = NULL;
	if (guards_are_kept() && query->dest != NULL)
		poison_seen_receive(receiver, query);
}

static inline void
poison_seen_end(SeenReceiver *receiver, QueryDesc *query)
{
	if (receiver->theirs)
		query->dest = receiver->theirs;
}

#endif							/* MEMCHECK_POISON_SEEN_H */
