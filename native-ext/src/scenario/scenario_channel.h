/*
 * scenario_channel.h
 *		The DSM segment that a session shares with the workers of its scenario.
 *
 * The session makes the segment, writes the request, starts the workers and reads their
 * results. Each worker has a ScenarioChannel that it alone writes: plain fields, which
 * are read once the worker is gone, and a shm_mq for results of any number,
 * violations and points of curves. The segment lives as long as the call. A
 * worker whose session has gone finds its queue detached and stops.
 *
 * Layout: a shm_toc with the keys below; texts end in NUL and have any length.
 */
#ifndef MEMCHECK_SCENARIO_CHANNEL_H
#define MEMCHECK_SCENARIO_CHANNEL_H

#include "port/atomics.h"
#include "scenario/crash.h"
#include "scenario/scenario.h"
#include "storage/condition_variable.h"

#define CHANNEL_MAGIC 0x6d656d63

enum ChannelKey
{
	KEY_REQUEST,
	KEY_WORKLOAD,
	KEY_SETTINGS,
	KEY_LIBRARIES,
	KEY_VALUES,
	KEY_KEPT,
	KEY_CHANNELS,
	KEY_QUEUES = 100,			/* and one more for each member */
};

typedef struct ScenarioRequest
{
	/* fixed before the workers start */
	Oid			database;
	Oid			role;
	int			caller_pid;
	int			scenario;		/* index in the list */
	int			iterations;
	int			members;
	int			session;
	int			previous_pid;	/* of the session before, or its last member */
	int			progress;		/* slot in shared memory */

	/* changes */
	pg_atomic_uint32 stop;		/* no further calls are wanted */
	pg_atomic_uint32 ready;		/* workers at the barrier */
	pg_atomic_uint32 released;
	ConditionVariable release;
} ScenarioRequest;

typedef struct ScenarioChannel
{
	/* fixed before the worker starts */
	int			first;			/* iteration */

	/* the session's */
	bool		left_behind;	/* the worker cannot be ended */

	/* the worker's */
	int			pid;
	bool		connected;
	bool		finished;		/* came to its end */
	bool		over;			/* and no further session is wanted */
	int			calls;
	int			errors;			/* calls that failed */
	int			other_errors;	/* of them, in another way than the first */
	int			hung;			/* statements that had to be cancelled */
	volatile sig_atomic_t waits;	/* for an LWLock, and cannot leave */
	volatile int64 deadline;	/* by clock_ms(), for the watchdog to end the statement; 0: none */
	char		first_error[256];
	int			first_sqlstate;
	char		fatal[256];		/* message of a FATAL error */
	int			iteration;		/* the one that runs */
	bool		warming_up;		/* it does not count yet */
	char		parameters[64]; /* what else was special about it */
	char		statement[512];
	bool		began;			/* a call came as far as being executed */
	char		remark[320];	/* what could not be looked at; empty: nothing */
	char		objection[320];	/* why nothing was tried; empty: it was */
	double		seconds;
	CrashReport crash;
	int64		held_count;		/* by the call that did not come to its end */
	int64		held_bytes;
	CrashStack	oom;			/* stack of the first error for want of memory */
	char		oom_message[256];	/* empty: there was none */
	int			oom_iteration;
} ScenarioChannel;

/* What goes through the queue. */
typedef enum MessageKind
{
	MESSAGE_VIOLATION,
	MESSAGE_POINT,
} MessageKind;

typedef struct PointMessage
{
	char		series[SERIES_BYTES];
	int			iteration;
	double		value;
} PointMessage;

typedef struct ScenarioMessage
{
	MessageKind kind;
	union
	{
		Violation	violation;
		PointMessage point;
	}			body;
} ScenarioMessage;

/* scenario_settings.c */
extern void settings_write(StringInfo to);
extern void settings_apply(const char *settings);
extern void libraries_write(StringInfo to);
extern bool libraries_load(ScenarioJob *job, const char *libraries);

/* scenario_progress.c */
extern Size progress_bytes(void);
extern void progress_request(void);
extern void progress_startup(void);
extern int	progress_start(const char *scenario, int iterations);
extern void progress_phase(int slot, const char *phase);
extern void progress_plan(int slot, int calls);
extern void progress_call(int slot);
extern bool progress_stop_wanted(int slot);
extern void progress_end(int slot);

/* scenario_crash.c */
extern bool ended_badly(const ScenarioChannel *channel);
extern void crash_violation(const ScenarioChannel *channel, Violation *violation);
extern void oom_violation(const ScenarioChannel *channel, Violation *violation);

/* scenario_run.c */
typedef struct ScenarioListener
{
	void		(*message) (const ScenarioMessage *message, void *arg);
	void		(*ended) (const ScenarioChannel *channel, void *arg);
	void	   *arg;
} ScenarioListener;

extern void scenario_run(int scenario, int iterations, const char *workload,
						 const ParameterValue *values, const ScenarioListener *listener);

#endif							/* MEMCHECK_SCENARIO_CHANNEL_H */
