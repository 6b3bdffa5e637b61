/*
 * window.h
 *		What the rest tells the windows.
 */
#ifndef MEMCHECK_WINDOW_H
#define MEMCHECK_WINDOW_H

#include "growth.h"

extern bool windows_are_open(void);
extern bool windows_have_news(void);
extern bool windows_tally(const Growth *growth);
extern void windows_interval_is_judged(void);

#endif							/* MEMCHECK_WINDOW_H */
