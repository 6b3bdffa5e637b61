/*
 * workload.h
 *		Runs SQL text as a client's simple query would, each statement for itself.
 *
 * Only in a scenario's worker, which is connected and has no transaction of
 * its own open. Every statement commits when it is done unless the workload
 * itself began a transaction, so VACUUM and CALL with COMMIT work in a text of
 * several. Result rows go through their types' output functions and are
 * counted and hashed. An error ends the text, rolls back and is returned, not
 * raised; the transaction block that it happened in stays open and failed, as for
 * any client. FATAL is FATAL.
 *
 * Everything is allocated in MessageContext, which is reset before the next
 * text; nothing stays.
 */
#ifndef MEMCHECK_WORKLOAD_H
#define MEMCHECK_WORKLOAD_H

#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "scenario/answer.h"

typedef struct WorkloadResult
{
	int64		rows;
	uint64		hash;			/* of all rows' texts, in order */
	char		first[64];		/* first column of the first row */
	bool		began;			/* a statement came as far as being executed */
	bool		failed;
	int			sqlstate;
	char		message[256];
	CallAnswer	answer;			/* the same, part by part, and messages */
} WorkloadResult;

/* A statement of a text, for scenarios that run it in another way. */
typedef struct WorkloadPart
{
	char	   *text;
	bool		is_query;		/* can stand behind DECLARE CURSOR FOR */
	bool		can_prepare;	/* can stand behind PREPARE AS */
} WorkloadPart;

/* workload.c */
extern void workload_init(void);
extern bool workload_run(const char *text, uint64 identity, WorkloadResult *result);
extern List *workload_parts(const char *text, WorkloadResult *result);

/* workload_parameters.c */
extern char *workload_substitute(const char *text, int iteration, const char *payload);
extern bool workload_mentions(const char *text, const char *parameter);

#endif							/* MEMCHECK_WORKLOAD_H */
