/*
 * scenario_run.c
 *		The session's side of a scenario: starts workers, listens, never hangs.
 *
 * What the call holds (segment, workers, progress slot) hangs on the DSM segment,
 * which belongs to the current resource owner: an error, a cancel, the end of
 * the session and the ordinary end all come through release_team(). It stops
 * workers that still run, at first by asking: the stop flag and a cancel, so
 * that they report what they found to the ring; then SIGTERM; then SIGABRT,
 * which their crash guard turns into leaving from wherever they are.
 *
 * A worker that cannot be ended, since it waits for an LWLock or heeds no signal, is left
 * behind: it is told to end when it can, and the session goes on.
 *
 * The state lies in a context of its own below TopMemoryContext, since an abort
 * deletes the statement's contexts before it releases the segment.
 */
#include "postgres.h"

#include <signal.h>

#include "base/clock.h"
#include "base/compat.h"
#include "miscadmin.h"
#include "postmaster/bgworker.h"
#include "scenario/scenario_channel.h"
#include "storage/dsm.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/proc.h"
#include "storage/shm_mq.h"
#include "storage/shm_toc.h"
#include "utils/memutils.h"
#include "utils/wait_event.h"

#define QUEUE_BYTES (64 * 1024)
#define PATIENCE_MS 3000		/* before the next harder way to stop a worker */
#define RESTARTS 10				/* of a scenario that goes on after a crash */

typedef struct Member
{
	BackgroundWorkerHandle *handle; /* NULL: not started */
	shm_mq_handle *queue;
	bool		gone;
} Member;

/* Workers that run side by side. A scenario of several sessions has a team for each, in turn. */
typedef struct WorkerTeam
{
	MemoryContext context;		/* of all this */
	dsm_segment *segment;
	ScenarioRequest *request;
	ScenarioChannel *channels;
	void	   *kept;
	int			started;
	Member		members[FLEXIBLE_ARRAY_MEMBER];
} WorkerTeam;

/* the scenario that runs */
static bool stopped;			/* from another session */
static bool hung;				/* it would do so again in a new worker */
static bool over;				/* the scenario has seen enough */

typedef struct SegmentPlan
{
	const char *workload;
	Size		workload_bytes;
	StringInfoData settings;
	StringInfoData libraries;
	const ParameterValue *values;
	Size		values_bytes;
	void	   *kept;			/* what the sessions so far left for the next */
	Size		kept_bytes;
	int			members;
} SegmentPlan;

static bool
is_gone(Member *member)
{
	pid_t		pid;
	BgwHandleStatus status;

	if (member->gone || member->handle == NULL)
		return true;
	status = GetBackgroundWorkerPid(member->handle, &pid);
	return status == BGWH_STOPPED || status == BGWH_POSTMASTER_DIED;
}

/* Waits until all are gone, without heeding interrupts; false if some are not. */
static bool
all_go(WorkerTeam *team, int milliseconds)
{
	for (int waited = 0;; waited += 10)
	{
		bool		all = true;

		for (int i = 0; i < team->started; i++)
			all = all && is_gone(&team->members[i]);
		if (all || waited >= milliseconds)
			return all;
		pg_usleep(10 * 1000);
	}
}

static void
signal_all(WorkerTeam *team, int signal_number)
{
	for (int i = 0; i < team->started; i++)
	{
		pid_t		pid;

		if (!is_gone(&team->members[i]) &&
			GetBackgroundWorkerPid(team->members[i].handle, &pid) == BGWH_STARTED)
			kill(pid, signal_number);
	}
}

static void
stop_members(WorkerTeam *team)
{
	static const int ways[] = {SIGINT, SIGTERM, SIGABRT};

	pg_atomic_write_u32(&team->request->stop, 1);
	pg_atomic_write_u32(&team->request->released, 1);
	ConditionVariableBroadcast(&team->request->release);
	for (int i = 0; i < team->started; i++)
		if (team->members[i].queue)
			shm_mq_detach(team->members[i].queue);
	for (int way = 0; way < lengthof(ways); way++)
	{
		if (all_go(team, 0))
			return;
		signal_all(team, ways[way]);
		/* not started yet, and now never */
		for (int i = 0; i < team->started && way > 0; i++)
			TerminateBackgroundWorker(team->members[i].handle);
		if (all_go(team, PATIENCE_MS))
			return;
	}
	ereport(WARNING,
			(errmsg("a scenario's worker does not end"),
			 errhint("Look for \"memcheck scenario\" in pg_stat_activity.")));
}

/* When the segment is detached, for whatever reason. */
static void
release_team(dsm_segment *segment, Datum arg)
{
	WorkerTeam *team = (WorkerTeam *) DatumGetPointer(arg);

	if (!all_go(team, 0))
		stop_members(team);
	progress_end(team->request->progress);
	MemoryContextDelete(team->context);
}

static Size
estimate(const SegmentPlan *plan)
{
	shm_toc_estimator estimator;

	shm_toc_initialize_estimator(&estimator);
	shm_toc_estimate_chunk(&estimator, sizeof(ScenarioRequest));
	shm_toc_estimate_chunk(&estimator, plan->workload_bytes);
	shm_toc_estimate_chunk(&estimator, plan->settings.len);
	shm_toc_estimate_chunk(&estimator, plan->libraries.len);
	shm_toc_estimate_chunk(&estimator, plan->values_bytes);
	shm_toc_estimate_chunk(&estimator, plan->kept_bytes);
	shm_toc_estimate_chunk(&estimator, mul_size(sizeof(ScenarioChannel), plan->members));
	for (int i = 0; i < plan->members; i++)
		shm_toc_estimate_chunk(&estimator, QUEUE_BYTES);
	shm_toc_estimate_keys(&estimator, KEY_CHANNELS + 1 + plan->members);
	return shm_toc_estimate(&estimator);
}

static void *
place(shm_toc *toc, uint64 key, const void *from, Size bytes)
{
	void	   *to = shm_toc_allocate(toc, bytes);

	if (from)
		memcpy(to, from, bytes);
	else
		memset(to, 0, bytes);
	shm_toc_insert(toc, key, to);
	return to;
}

static void
fill_segment(WorkerTeam *team, const SegmentPlan *plan, const ScenarioRequest *request, Size size)
{
	shm_toc    *toc = shm_toc_create(CHANNEL_MAGIC, dsm_segment_address(team->segment), size);

	team->request = place(toc, KEY_REQUEST, request, sizeof(ScenarioRequest));
	place(toc, KEY_WORKLOAD, plan->workload, plan->workload_bytes);
	place(toc, KEY_SETTINGS, plan->settings.data, plan->settings.len);
	place(toc, KEY_LIBRARIES, plan->libraries.data, plan->libraries.len);
	place(toc, KEY_VALUES, plan->values, plan->values_bytes);
	team->kept = place(toc, KEY_KEPT, plan->kept, plan->kept_bytes);
	team->channels = place(toc, KEY_CHANNELS, NULL, sizeof(ScenarioChannel) * plan->members);
	for (int i = 0; i < plan->members; i++)
	{
		shm_mq	   *queue = shm_mq_create(shm_toc_allocate(toc, QUEUE_BYTES), QUEUE_BYTES);

		shm_toc_insert(toc, KEY_QUEUES + i, queue);
		shm_mq_set_receiver(queue, MyProc);
		team->members[i].queue = shm_mq_attach(queue, team->segment, NULL);
	}
	pg_atomic_init_u32(&team->request->stop, 0);
	pg_atomic_init_u32(&team->request->ready, 0);
	pg_atomic_init_u32(&team->request->released, 0);
	ConditionVariableInit(&team->request->release);
}

/* Everything but the workers; released with the segment from here on. */
static WorkerTeam *
make_team(const SegmentPlan *plan, const ScenarioRequest *request, int first)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "pg_ext_memcheck scenario",
												  ALLOCSET_SMALL_SIZES);
	WorkerTeam *volatile team = NULL;
	MemoryContext before = MemoryContextSwitchTo(context);

	PG_TRY();
	{
		Size		size = estimate(plan);

		team = palloc0(offsetof(WorkerTeam, members) + sizeof(Member) * plan->members);
		team->context = context;
		team->segment = dsm_create(size, 0);
		fill_segment(team, plan, request, size);
		for (int i = 0; i < plan->members; i++)
			team->channels[i].first = first;
		on_dsm_detach(team->segment, release_team, PointerGetDatum(team));
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(before);
		progress_end(request->progress);
		MemoryContextDelete(context);
		PG_RE_THROW();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(before);
	return team;
}

static void
start_member(WorkerTeam *team, int number)
{
	BackgroundWorker worker = {.bgw_flags = BGWORKER_SHMEM_ACCESS |
							   BGWORKER_BACKEND_DATABASE_CONNECTION,
		.bgw_start_time = BgWorkerStart_ConsistentState,.bgw_restart_time = BGW_NEVER_RESTART,
	.bgw_notify_pid = MyProcPid};
	MemoryContext before = MemoryContextSwitchTo(team->context);
	bool		registered;

	snprintf(worker.bgw_name, BGW_MAXLEN, "memcheck scenario %s",
			 scenario_at(team->request->scenario)->name);
	strcpy(worker.bgw_type, "memcheck scenario");
	strcpy(worker.bgw_library_name, "pg_ext_memcheck");
	strcpy(worker.bgw_function_name, "scenario_worker_main");
	worker.bgw_main_arg = UInt32GetDatum(dsm_segment_handle(team->segment));
	snprintf(worker.bgw_extra, BGW_EXTRALEN, "%d", number);
	registered = RegisterDynamicBackgroundWorker(&worker, &team->members[number].handle);
	MemoryContextSwitchTo(before);
	if (!registered)
		ereport(ERROR,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("no background worker is free for worker %d of %d of the scenario",
						number + 1,
						team->request->members),
				 errhint("Wait for other workers to end, or raise max_worker_processes and restart "
						 "the server.")));
	team->started++;
	shm_mq_set_handle(team->members[number].queue, team->members[number].handle);
}

static void
drain(Member *member, const ScenarioListener *listener)
{
	Size		size;
	void	   *data;

	while (shm_mq_receive(member->queue, &size, &data, true) == SHM_MQ_SUCCESS)
		listener->message(data, listener->arg);
}

/* Lets the members start together when all that live are at the barrier. */
static void
release_barrier(WorkerTeam *team, int alive)
{
	if (pg_atomic_read_u32(&team->request->released) == 0 &&
		pg_atomic_read_u32(&team->request->ready) >= alive)
	{
		pg_atomic_write_u32(&team->request->released, 1);
		ConditionVariableBroadcast(&team->request->release);
	}
}

/* Another session wants no more of it: no further calls, and the running ones end now. */
static void
stop_early(WorkerTeam *team)
{
	stopped = true;
	pg_atomic_write_u32(&team->request->stop, 1);
	pg_atomic_write_u32(&team->request->released, 1);
	ConditionVariableBroadcast(&team->request->release);
	signal_all(team, SIGINT);
}

/* It says so itself, or does not even hear its watchdog. */
static bool
cannot_be_ended(const ScenarioChannel *channel)
{
	int64		deadline = channel->deadline;

	return channel->waits || (deadline != 0 && clock_ms() > deadline);
}

/* Listens until the last member is gone, or cannot go. */
static void
listen_to(WorkerTeam *team, const ScenarioListener *listener)
{
	for (;;)
	{
		int			alive = 0;

		for (int i = 0; i < team->started; i++)
		{
			Member	   *member = &team->members[i];

			/* asked before the queue is read, so that nothing is left in it */
			bool		gone = is_gone(member);

			if (member->gone)
				continue;
			if (!gone && cannot_be_ended(&team->channels[i]))
			{
				/* it is to end when it can, and nobody waits for that */
				TerminateBackgroundWorker(member->handle);
				team->channels[i].left_behind = gone = true;
			}
			drain(member, listener);
			member->gone = gone;
			alive += !gone;
		}
		if (alive == 0)
			return;
		release_barrier(team, alive);
		if (!stopped && progress_stop_wanted(team->request->progress))
			stop_early(team);
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, 1000,
						 PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
	}
}

/* A worker that never got as far as the workload is an error of the call. */
static void
require_connection(const ScenarioChannel *channel)
{
	if (channel->connected)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("a scenario's worker could not connect"),
			 channel->fatal[0] ? errdetail_internal("%s", channel->fatal) :
			 errhint("The server's log says why.")));
}

/* One set of workers from start to end; says behind which iteration to go on, 0: not. */
static int
run_team(const SegmentPlan *plan, ScenarioRequest *request, int first,
			const ScenarioListener *listener)
{
	WorkerTeam *team = make_team(plan, request, first);
	int			crashed_at = 0;

	for (int i = 0; i < request->members; i++)
		start_member(team, i);
	listen_to(team, listener);
	for (int i = 0; i < request->members; i++)
	{
		ScenarioChannel *channel = &team->channels[i];

		require_connection(channel);
		/* the warm-up would only do it again */
		hung = hung || channel->hung > 0 || channel->left_behind;
		over = over || channel->over;
		if (ended_badly(channel) && !channel->warming_up)
			crashed_at = channel->iteration;
		listener->ended(channel, listener->arg);
		request->previous_pid = channel->pid;
	}
	memcpy(plan->kept, team->kept, plan->kept_bytes);
	dsm_detach(team->segment);
	return crashed_at;
}

/* Raises an error if the scenario cannot run; findings go to the listener. */
void
scenario_run(int scenario, int iterations, const char *workload, const ParameterValue *values,
			 const ScenarioListener *listener)
{
	const Scenario *entry = scenario_at(scenario);
	ScenarioRequest request = {.database = MyDatabaseId,.role = GetUserId(),
		.caller_pid = MyProcPid,.scenario = scenario,.iterations = iterations,
	.members = entry->members ? scenario_value(entry, values, entry->members)->number : 1};
	SegmentPlan plan = {.workload = workload,.workload_bytes = strlen(workload) + 1,
		.values = values,.members = request.members,
		.values_bytes = sizeof(ParameterValue) * scenario_parameter_count(entry),
	.kept_bytes = entry->kept_bytes + entry->answer_bytes * Min(entry->answers, iterations)};

	initStringInfo(&plan.settings);
	settings_write(&plan.settings);
	initStringInfo(&plan.libraries);
	libraries_write(&plan.libraries);
	plan.kept = palloc0(plan.kept_bytes);
	stopped = hung = over = false;
	for (request.session = 0;
		 request.session < Max(entry->sessions, 1) && !stopped && !hung && !over;
		 request.session++)
	{
		int			first = 1;

		for (int restarts = 0; first > 0 && restarts <= RESTARTS && !stopped && !hung; restarts++)
		{
			request.progress = progress_start(entry->name, iterations * request.members);
			first = run_team(&plan, &request, first, listener);
			first = entry->goes_on && first > 0 ? first + 1 : 0;
		}
	}
}
