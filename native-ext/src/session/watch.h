/*
 * watch.h
 *		When this session's allocations are followed: in windows, and by mode.
 *
 * Windows hold the watch while they are open. Outside windows the setting
 * pg_ext_memcheck.memcheck_mode may hold it:
 *
 *	none		(the default) Nothing is watched. It costs one comparison for each statement.
 *	executor	Top-level statements that go through the executor are judged; utility
 *				statements are not.
 *	all			Every top-level statement is judged.
 *
 * What is confirmed there goes to the violation ring, once for each site. A window judges
 * everything, whatever the mode, and does not change the setting.
 *
 * A process may also be traced from outside. Then its statements are judged, or, where it runs
 * none, what it did between two looks; nothing goes to the ring, and whoever has it traced is the
 * witness of what grows. A window or the mode goes on as if the trace were not there.
 *
 * A trace that samples follows nothing by itself. It hears of each statement that begins
 * (watch_tell_statements()), to see whether its asker is still there.
 *
 * watch_is_held() says whether a window is open; the setting does not matter.
 *
 * The hooks call watch_statement_begins() before a top-level statement begins. Only then is the
 * statement before it over for good: its transaction has ended, and the clean-up after an error
 * is done. It raises no error.
 */
#ifndef MEMCHECK_WATCH_H
#define MEMCHECK_WATCH_H

#include "judge/growth.h"

/* What a holder is told; both run at a statement's boundary and raise no error. */
typedef struct WatchHolder
{
	bool		(*tally) (const Growth *growth);	/* inside contexts; false without memory */
	void		(*judged) (void);	/* judgement_growths() has a statement's */
} WatchHolder;

/* The process that traces from outside (look/trace.h); none of it raises an error. */
typedef struct WatchWitness
{
	bool		(*tally) (const Growth *growth);	/* all growth, also the server's own */
	void		(*statement_begins) (void);	/* may end the trace */
} WatchWitness;

extern bool watch_trace_begins(const WatchWitness *told);
extern void watch_trace_ends(void);
extern void watch_tell_statements(void (*begins) (void));
extern void watch_trace_looks(void);
extern void watch_acquire(const WatchHolder *holder);
extern void watch_release(void);
extern bool watch_is_held(void);
extern bool watch_statement_begins(void);

#endif							/* MEMCHECK_WATCH_H */
