/*
 * window.h
 *		What the rest tells the windows, and windows that are opened from C.
 *
 * window_open() and window_close() bracket what a scenario runs in its worker,
 * as begin() and end() do in a session; window_verdict() is what end() would
 * judge now. They raise an error when no memory is left, and window_open() also
 * when the tracer cannot start; nothing is open then.
 */
#ifndef MEMCHECK_WINDOW_H
#define MEMCHECK_WINDOW_H

#include "judge/growth.h"
#include "session/options.h"

extern bool window_is_of_running_statement(void);
extern bool windows_have_news(void);
extern void windows_statement_begins(const Node *command);
extern void windows_reset_contexts(void);
extern void windows_add_finding(const Violation *violation);

extern void window_open(const WindowOptions *options);
extern const GrowthList *window_verdict(void);
extern void window_close(void);
extern void windows_close_those_by_sql(void);

#endif							/* MEMCHECK_WINDOW_H */
