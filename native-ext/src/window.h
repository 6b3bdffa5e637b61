/*
 * window.h
 *		What the hooks tell the windows.
 */
#ifndef MEMCHECK_WINDOW_H
#define MEMCHECK_WINDOW_H

extern void window_statement_is_over(void);

#endif							/* MEMCHECK_WINDOW_H */
