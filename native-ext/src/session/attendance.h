/*
 * attendance.h
 *		Whether who opened the windows of this session still looks at them.
 *
 * Behind a connection pooler that hands out backends by transaction, the client that opened
 * a window may never reach this backend again, and nothing tells the backend: it would go on
 * following the statements of others. So begin() takes "abandon_after", a number of
 * statements. A client that looks in after each of its statements, with snapshot(), judge() or
 * another function of memcheck's that is about this session, gives a small number. When more
 * top-level statements than that have begun since the latest look, nobody attends the
 * window any more: it closes, with those inside it, before the statement that was one
 * too many runs, which is not followed. DISCARD ALL, which poolers send between clients,
 * counts as all of them: the next statement closes the window, unless somebody looks in
 * before. So does a statement that comes under another application_name than the latest look:
 * poolers set that for each client before its first statement. Settings and BEGIN are let
 * through, so that a client which changed the name itself may look in first, and inside a
 * transaction block nobody else gets the backend. Time does not count: an idle backend with an
 * open window costs nothing. Without the option, or with 0, a window waits for its end().
 *
 * What such a window found is not reported: it is of several clients, and none of them has
 * asked. The server's log says that it was closed. Its probes and memcheck_mode go back as
 * at end().
 *
 * Counted is what a client sends: several statements in one message, and those that deferred
 * triggers run when the transaction ends, count as one.
 *
 * Process-private; called in SQL functions and in the hooks of a top-level statement. No errors.
 */
#ifndef MEMCHECK_ATTENDANCE_H
#define MEMCHECK_ATTENDANCE_H

#include "nodes/nodes.h"

extern void attendance_look(void);
extern int	attendance_statement_begins(const Node *command);
extern void attendance_discard_all(void);

#endif							/* MEMCHECK_ATTENDANCE_H */
