/*
 * window_limits.h
 *		What a window was not to report, and what it left out for that.
 *
 * begin() says what a limited window limits; end() counts the findings that it kept
 * back, so that "no findings" is not taken for more than it is. The figures of the
 * window that this session closed last are rows of window_limits(), until the next end().
 *
 * Its messages have an SQLSTATE of their own, a warning's, by which clients know them.
 *
 * Called in SQL functions: raises errors, and messages of level NOTICE and WARNING.
 */
#ifndef MEMCHECK_WINDOW_LIMITS_H
#define MEMCHECK_WINDOW_LIMITS_H

#include "judge/growth.h"
#include "session/options.h"

#define ERRCODE_WINDOW_LIMITS MAKE_SQLSTATE('0', '1', 'M', '0', '1')

extern void limits_announce(const WindowOptions *options);
extern bool limits_see_match(const WindowOptions *options);
extern void limits_start(const WindowOptions *options, bool matched);
extern void limits_count(const OwnArray *growths);
extern bool limits_admit(const Violation *violation);
extern void limits_tell(void);

#endif							/* MEMCHECK_WINDOW_LIMITS_H */
