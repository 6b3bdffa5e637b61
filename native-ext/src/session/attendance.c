/*
 * attendance.c
 *		Whether who opened the windows of this session still looks at them; see attendance.h.
 */
#include "postgres.h"

#include "access/xact.h"
#include "session/attendance.h"
#include "session/peak.h"
#include "utils/guc.h"

/* Top-level statements since the latest look. */
static int	unattended;

/* When the message came whose statement was counted last. */
static TimestampTz counted;

/* application_name at the latest look, and whether this transaction began under another. */
static char client[NAMEDATALEN];
static bool is_other_client;

/* The statement that runs, or a call outside any, is the client's look at its session. */
void
attendance_look(void)
{
	unattended = 0;
	strlcpy(client, application_name, sizeof(client));
	is_other_client = false;
	peak_statement_is_observer();
}

/* What poolers, and clients that are about to look, may send first. */
static bool
prepares_only(const Node *command)
{
	return IsA(command, VariableSetStmt) || IsA(command, TransactionStmt);
}

/*
 * Before a top-level statement, its query, plan or utility command: how many there are now
 * without a look; as many as there can be, if it is another client's.
 */
int
attendance_statement_begins(const Node *command)
{
	if (!IsTransactionBlock())
		is_other_client = strcmp(client, application_name) != 0;
	if (is_other_client && !prepares_only(command))
		unattended = PG_INT32_MAX;
	/* what deferred triggers run at the end of the transaction has no statement around it */
	if (unattended < PG_INT32_MAX && GetCurrentStatementStartTimestamp() != counted)
		unattended++;
	counted = GetCurrentStatementStartTimestamp();
	return unattended;
}

/* The session was made as new, for another client perhaps. */
void
attendance_discard_all(void)
{
	unattended = PG_INT32_MAX - 1;
}
