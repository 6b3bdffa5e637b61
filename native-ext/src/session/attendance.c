/*
 * attendance.c
 *		Whether who opened the windows of this session still looks at them; see attendance.h.
 */
#include "postgres.h"

#include "session/attendance.h"
#include "session/peak.h"

/* Top-level statements since the latest look. */
static int	unattended;

/* The statement that runs, or a call outside any, is the client's look at its session. */
void
attendance_look(void)
{
	unattended = 0;
	peak_statement_is_observer();
}

/* Before a top-level statement: how many there are now without a look. */
int
attendance_statement_begins(void)
{
	if (unattended < PG_INT32_MAX)
		unattended++;
	return unattended;
}

/* The session was made as new, for another client perhaps. */
void
attendance_discard_all(void)
{
	unattended = PG_INT32_MAX - 1;
}
