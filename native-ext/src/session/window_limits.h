/*
 * window_limits.h
 *		What a window was not to report, and what it left out for that.
 *
 * begin() says what the window is limited to. end() counts the findings that were left out, so
 * that nobody takes "no findings" for more than it is. window_limits() returns these figures for
 * the window that this session closed last.
 *
 * The messages have an SQLSTATE of their own, in the class of warnings, so that clients can tell
 * them from others.
 *
 * Called in SQL functions: raises errors, and messages of level NOTICE and WARNING.
 */
#ifndef MEMCHECK_WINDOW_LIMITS_H
#define MEMCHECK_WINDOW_LIMITS_H

#include "judge/growth.h"
#include "session/options.h"

#define ERRCODE_WINDOW_LIMITS MAKE_SQLSTATE('0', '1', 'M', '0', '1')

extern void limits_window_begins(void);
extern void limits_announce(const WindowOptions *options);
extern bool limits_see_match(const WindowOptions *options);
extern void limits_start(const WindowOptions *options, bool matched);
extern void limits_count(const OwnArray *growths);
extern bool limits_admit(const Violation *violation);
extern void limits_tell(void);

#endif							/* MEMCHECK_WINDOW_LIMITS_H */
