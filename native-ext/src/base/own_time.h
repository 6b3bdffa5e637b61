/*
 * own_time.h
 *		memcheck's own time does not count against statement_timeout.
 *
 * The timeout may be shorter than our work takes. own_time_begin() stops the timer, and
 * own_time_end() lets it go on with the time that was left. Called in our SQL functions. If an
 * error leaves the function in between, the timer stays off until the next statement, which sets
 * it anew.
 */
#ifndef MEMCHECK_OWN_TIME_H
#define MEMCHECK_OWN_TIME_H

#include "utils/timeout.h"
#include "utils/timestamp.h"

typedef struct OwnTime
{
	bool		paused;
	TimestampTz since;
	TimestampTz finish;			/* when the timer would have gone off */
} OwnTime;

static inline OwnTime
own_time_begin(void)
{
	OwnTime		own = {.paused = get_timeout_active(STATEMENT_TIMEOUT)};

	if (own.paused)
	{
		own.since = GetCurrentTimestamp();
		own.finish = get_timeout_finish_time(STATEMENT_TIMEOUT);
		disable_timeout(STATEMENT_TIMEOUT, false);
	}
	return own;
}

static inline void
own_time_end(const OwnTime *own)
{
	if (own->paused)
		enable_timeout_at(STATEMENT_TIMEOUT, own->finish + (GetCurrentTimestamp() - own->since));
}

#endif							/* MEMCHECK_OWN_TIME_H */
