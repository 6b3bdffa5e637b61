/*
 * answer.h
 *		What a call of a workload answered, part by part, so that answers can be compared.
 *
 * A part is a hash: of how many rows there were, of the error, of each column as text and as it
 * lies in memory, of the messages for the client, of those for the log alone. So what changes by
 * itself in one part, a time or a number, hides nothing in another. Columns behind the first
 * ANSWER_COLUMNS count as one. Beside it stands how a part begins, to be shown.
 *
 * In a scenario's worker. answer_begin() and answer_end() stand around a call; what comes in
 * between is added to that answer; who leaves the call by a jump ends it, too. answer_add_row() is
 * called by whoever receives rows: it allocates nothing. answer_hear() makes the server tell us
 * also of messages that its log does not take, which then do not go there.
 */
#ifndef MEMCHECK_ANSWER_H
#define MEMCHECK_ANSWER_H

#include "executor/tuptable.h"

#define ANSWER_COLUMNS 16
#define ANSWER_SHOWN_BYTES 48

typedef enum AnswerPart
{
	ANSWER_ERROR,
	ANSWER_ROWS,
	ANSWER_TEXT,				/* ANSWER_COLUMNS of them */
	ANSWER_MESSAGES = ANSWER_TEXT + ANSWER_COLUMNS,
	ANSWER_LOG,
	ANSWER_BYTES,				/* likewise */
} AnswerPart;

#define ANSWER_PARTS (ANSWER_BYTES + ANSWER_COLUMNS)
#define ANSWER_SHOWN ANSWER_BYTES	/* parts that can be shown */

typedef struct CallAnswer
{
	uint64		parts[ANSWER_PARTS];
	char		shown[ANSWER_SHOWN][ANSWER_SHOWN_BYTES];
} CallAnswer;

extern void answer_hear(void);
extern void answer_begin(CallAnswer *answer);
extern void answer_end(void);
extern void answer_add_row(CallAnswer *answer, TupleTableSlot *slot, int column, const char *text);
extern void answer_add_error(CallAnswer *answer, int sqlstate, const char *message);
extern void answer_describe_part(int part, char *to, Size size);

#endif							/* MEMCHECK_ANSWER_H */
