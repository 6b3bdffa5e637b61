/*
 * watch.h
 *		When this session's allocations are followed: in windows, and by mode.
 *
 * Windows hold the watch while they are open; so does the setting
 * pg_ext_memcheck.memcheck_mode outside windows. "none" (the default) watches
 * nothing outside windows and costs one comparison a statement; "all" judges
 * every top-level statement of the session, "executor" those that go through
 * the executor and not utility statements. What is confirmed there, once for
 * each site, goes to the violation ring; one sighting alone does not. A
 * window judges everything whatever the mode, and leaves the setting alone.
 *
 * watch_is_held() says whether a window is open, the setting left aside.
 *
 * watch_statement_begins() is called from the hooks before a top-level statement
 * begins, when the one before it is over for good, its transaction's end and
 * its error's clean-up included. It raises no error.
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

extern void watch_acquire(const WatchHolder *holder);
extern void watch_release(void);
extern bool watch_is_held(void);
extern bool watch_statement_begins(void);

#endif							/* MEMCHECK_WATCH_H */
