/*
 * scenario_worker.c
 *		The background worker in which a scenario runs.
 *
 * It connects to the caller's database as the caller's role, takes over the
 * session's libraries and settings, calls the scenario's function and leaves. What ends the
 * process early lands in scenario_worker_main() again (crash.h): what the open
 * window saw is then reported, as far as that still works, and the worker
 * leaves through proc_exit() with its transaction rolled back and its locks and
 * DSM mappings released.
 *
 * A watchdog (watchdog.h) cancels a statement that takes too long, and when that
 * does not help leaves its loop as after a crash.
 *
 * Outside a statement of the workload a cancel is held off, so that it ends the
 * statement and never this machinery; the request's stop flag ends the loops.
 */
#include "postgres.h"

#include <unistd.h>

#include "access/xact.h"
#include "base/clock.h"
#include "base/compat.h"
#include "common/hashfn.h"
#include "judge/report.h"
#include "log/ring.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "portability/instr_time.h"
#include "postmaster/bgworker.h"
#include "postmaster/interrupt.h"
#include "probe/fence.h"
#include "scenario/memory_limit.h"
#include "scenario/scenario_channel.h"
#include "scenario/watchdog.h"
#include "session/options.h"
#include "session/watch.h"
#include "session/window.h"
#include "stack/language.h"
#include "storage/dsm.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/proc.h"
#include "storage/procarray.h"
#include "storage/shm_mq.h"
#include "storage/shm_toc.h"
#include "tcop/tcopprot.h"
#include "trace/held_locks.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/resowner.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"

/* From the cancel to the jump, and from a crash to giving up on what was seen. */
#define GRACE_MS 2000

/* A workload that never came as far as being executed will not: enough for each kind of payload. */
#define HOPELESS_CALLS 50

extern PGDLLEXPORT void scenario_worker_main(Datum arg);

static ScenarioRequest *request;
static ScenarioChannel *channel;
static shm_mq_handle *queue;
static const char *settings;	/* the session's */
static const char *libraries;
static ScenarioJob job;
static WindowOptions options;	/* of the open window */
static volatile sig_atomic_t watchdog_rings;
static int	landings;
static emit_log_hook_type prev_emit_log;

int
job_number(const ScenarioJob *from, const char *parameter)
{
	return scenario_value(from->scenario, from->values, parameter)->number;
}

const char *
job_text(const ScenarioJob *from, const char *parameter)
{
	return scenario_value(from->scenario, from->values, parameter)->text;
}

void
job_phase(ScenarioJob *of, const char *phase)
{
	progress_phase(request->progress, phase);
}

/* About how many calls there will be, where that is not the iterations. */
void
job_plan(ScenarioJob *of, int calls)
{
	progress_plan(request->progress, calls * request->members);
}

/* Whether more calls are wanted. */
bool
job_goes_on(ScenarioJob *of)
{
	return pg_atomic_read_u32(&request->stop) == 0 && channel->hung == 0 &&
		(channel->began || channel->calls < HOPELESS_CALLS);
}

static void
send_message(const ScenarioMessage *message)
{
	/* nobody reads any more if the session is gone */
	if (shm_mq_send(queue, sizeof(*message), message, false, true) != SHM_MQ_SUCCESS)
		pg_atomic_write_u32(&request->stop, 1);
}

/* A violation of this worker: to the ring and to the session that asked. */
void
job_report(ScenarioJob *of, Violation *violation)
{
	static ScenarioMessage message;

	violation->backend_pid = MyProcPid;
	ring_add(violation);
	message.kind = MESSAGE_VIOLATION;
	message.body.violation = *violation;
	send_message(&message);
}

/* A violation that is told by a sentence alone. */
void
job_finding(ScenarioJob *of, CheckType type, const char *format,...)
{
	Violation	violation = {.check_type = type, .severity = check_type_severity(type, 0, true),
		.confirmed = true,
	.bytes_per_call = -1, .occurrences = 1, .count = 1};
	va_list		arguments;

	violation.ts = GetCurrentTimestamp();
	va_start(arguments, format);
	vsnprintf(violation.detail, sizeof(violation.detail), format, arguments);
	va_end(arguments);
	string_copy(violation.statement, sizeof(violation.statement), of->workload);
	job_report(of, &violation);
}

/*
 * Nothing was tried, for this reason. A request that cannot be met must not look like a clean
 * result.
 */
void
job_object(ScenarioJob *of, const char *format,...)
{
	va_list		arguments;

	va_start(arguments, format);
	vsnprintf(channel->objection, sizeof(channel->objection), format, arguments);
	va_end(arguments);
}

/* What could not be looked at, of a scenario that tried what it could. */
void
job_remark(ScenarioJob *of, const char *format,...)
{
	va_list		arguments;

	va_start(arguments, format);
	vsnprintf(channel->remark, sizeof(channel->remark), format, arguments);
	va_end(arguments);
}

/* A point of a curve. */
void
job_point(ScenarioJob *of, const char *series, int iteration, double value)
{
	static ScenarioMessage message;

	message.kind = MESSAGE_POINT;
	string_copy(message.body.point.series, SERIES_BYTES, series);
	message.body.point.iteration = iteration;
	message.body.point.value = value;
	send_message(&message);
}

/*
 * In a signal handler: first the statement is cancelled, then its loop is left.
 * Where that cannot be (crash.h), the session that asked goes on without us.
 */
static void
ring_watchdog(void)
{
	watchdog_rings++;
	if (watchdog_rings == 1 && landings == 0)
	{
		crash_note_stack(&channel->crash.stack, IN_SIGNAL_HANDLER);
		InterruptPending = true;
		QueryCancelPending = true;
	}
	else if (crash_can_leave_loop())
		crash_jump(CRASH_HUNG, IN_SIGNAL_HANDLER);
	else if (held_locks_count() > 0)
		held_locks_release();	/* it may wait for itself */
	else
	{
		channel->crash.reason = CRASH_HUNG;
		channel->waits = true;
	}
}

static void
start_watchdog(int milliseconds)
{
	watchdog_rings = 0;
	channel->deadline = clock_ms() + milliseconds + 5 * GRACE_MS;
	watchdog_start(milliseconds, GRACE_MS);
}

/* While an error is raised: who ran out of memory. */
static void
note_who_fails(void *arg)
{
	if (geterrcode() == ERRCODE_OUT_OF_MEMORY && channel->oom_message[0] == '\0')
		crash_note_stack(&channel->oom, IN_CODE);
}

/* Runs a text under the watchdog. */
static void
run(const char *text, uint64 identity, WorkloadResult *result)
{
	ErrorContextCallback callback = {.previous = error_context_stack,.callback = note_who_fails};

	error_context_stack = &callback;
	string_copy(channel->statement, sizeof(channel->statement), text);
	start_watchdog(job_number(&job, "timeout_ms"));
	QueryCancelHoldoffCount = 0;
	(void) workload_run(text, identity, result);
	error_context_stack = callback.previous;
	QueryCancelHoldoffCount = 1;
	QueryCancelPending = false;
	watchdog_stop();
	channel->deadline = 0;
	if (watchdog_rings > 0)
		channel->hung++;
	/* the next call would wait for this one's */
	held_locks_check();
	held_locks_release();
	windows_close_those_by_sql();
}

/* An error of the workload; what only ended because nobody wants it any more is none. */
static void
note_error(const WorkloadResult *result)
{
	if (result->sqlstate == ERRCODE_QUERY_CANCELED && pg_atomic_read_u32(&request->stop) != 0)
		return;
	if (channel->errors++ == 0)
	{
		strcpy(channel->first_error, result->message);
		channel->first_sqlstate = result->sqlstate;
	}
	else if (channel->first_sqlstate != result->sqlstate)
		channel->other_errors++;
	if (result->sqlstate == ERRCODE_OUT_OF_MEMORY && !job.scenario->out_of_memory &&
		channel->oom_message[0] == '\0')
	{
		strcpy(channel->oom_message, result->message);
		channel->oom_iteration = channel->iteration;
	}
}

/*
 * Runs a statement of the scenario's own. Two statements are the same if their texts are. Once a
 * statement did not end in time, nothing more is run: it might call what hung.
 */
bool
job_statement(ScenarioJob *of, const char *text, WorkloadResult *result)
{
	WorkloadResult ignored;

	if (channel->hung > 0)
		return false;
	if (result == NULL)
		result = &ignored;
	run(text, 0, result);
	return !result->failed;
}

/*
 * A text that the server does not understand, or that names what is not there.
 * Other errors may come from extensions, while a query is planned too.
 */
static bool
is_of_no_use(const WorkloadResult *result)
{
	return !result->began &&
		(!result->failed ||
		 ERRCODE_TO_CATEGORY(result->sqlstate) == ERRCODE_SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION);
}

static void
object_to_workload(void)
{
	if (channel->calls == 0 || channel->began)
		return;
	if (channel->errors > 0)
		job_object(&job, "the workload cannot run: %s", channel->first_error);
	else
		job_object(&job, "the workload has no statement");
}

/*
 * The workload once, with this payload (an SQL expression, or NULL for none).
 * False when no more calls are wanted and this one was not made.
 */
bool
job_call_with(ScenarioJob *of, int iteration, const char *payload, const char *payload_name,
			  WorkloadResult *result)
{
	WorkloadResult ignored;
	uint64		identity;

	if (!job_goes_on(of))
		return false;
	if (result == NULL)
		result = &ignored;
	MemoryContextReset(MessageContext);
	MemoryContextSwitchTo(MessageContext);
	channel->iteration = iteration;
	string_copy(channel->parameters, sizeof(channel->parameters), payload_name ? payload_name : "");
	identity = hash_bytes_extended((const unsigned char *) of->workload, strlen(of->workload), 1);
	channel->calls++;
	run(workload_substitute(of->workload, iteration, payload), identity, result);
	if (!is_of_no_use(result))
		channel->began = true;
	if (!channel->warming_up)
		progress_call(request->progress);
	if (result->failed)
		note_error(result);
	/* an iteration that leaves a transaction open would swallow the next */
	if (!of->in_transaction && IsTransactionBlock())
		job_statement(of, "ROLLBACK", NULL);
	return true;
}

bool
job_call(ScenarioJob *of, int iteration, WorkloadResult *result)
{
	return job_call_with(of, iteration, NULL, NULL, result);
}

/* Lets caches fill before the judging starts. */
void
job_warm_up(ScenarioJob *of, int calls)
{
	job_phase(of, "warm-up");
	channel->warming_up = true;
	for (int i = 1; i <= calls; i++)
		if (!job_call(of, i, NULL))
			break;
	channel->warming_up = false;
}

/* A window, outside any transaction block; options as begin() takes them, or NULL. */
void
job_window_open(ScenarioJob *of, const char *json)
{
	/* a probe may read the catalog, and what runs a language stands there */
	StartTransactionCommand();
	options_parse(&options, cstring_to_text(""),
				  json ? DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(json))) :
				  NULL);
	languages_look();
	window_open(&options);
	CommitTransactionCommand();
	MemoryContextSwitchTo(TopMemoryContext);
}

/*
 * In a scenario that repeats, what was seen once is a cache. Only what came again, or is certain
 * at once, is reported.
 */
static void
take_violation(const Violation *violation, void *arg)
{
	Violation	copy = *violation;

	if (!violation->confirmed && channel->crash.reason != CRASH_NONE)
	{
		/* what a call holds that does not come to its end is no leak */
		channel->held_count += violation->count;
		channel->held_bytes += violation->bytes;
		return;
	}
	if (!violation->confirmed && channel->calls > 1 && violation->provenance != PROVENANCE_SERVER)
		return;
	if (job.one_type && violation->check_type != job.type)
		return;
	if (job.named && violation->check_type == job.named_type && violation->symbol[0] == '\0')
		return;
	if (channel->parameters[0])
		snprintf(copy.detail, sizeof(copy.detail), "%s, with %s", violation->detail,
				 channel->parameters);
	job_report(&job, &copy);
}

void
job_window_close(ScenarioJob *of)
{
	MemoryContext before = MemoryContextSwitchTo(MessageContext);

	report_growths(&window_verdict()->items, &options.filter, take_violation, NULL);
	window_close();
	MemoryContextSwitchTo(before);
}

/* Closes the window without a report: the scenario made its own. */
void
job_window_discard(ScenarioJob *of)
{
	window_close();
}

/* Waits until all members of the scenario are here. */
void
job_barrier(ScenarioJob *of)
{
	PGPROC	   *caller = BackendPidGetProc(request->caller_pid);

	job_phase(of, "barrier");
	pg_atomic_fetch_add_u32(&request->ready, 1);
	if (caller)
		SetLatch(&caller->procLatch);
	ConditionVariablePrepareToSleep(&request->release);
	while (pg_atomic_read_u32(&request->released) == 0)
		ConditionVariableSleep(&request->release, PG_WAIT_EXTENSION);
	ConditionVariableCancelSleep();
}

/* Keeps what ends the session: an error outside the workload does so, too. */
static void
keep_fatal(ErrorData *error)
{
	if (error->elevel >= ERROR && channel->fatal[0] == '\0')
	{
		string_copy(channel->fatal, sizeof(channel->fatal), message_text(error));
		crash_note_stack(&channel->crash.stack, IN_CODE);
	}
	if (prev_emit_log)
		prev_emit_log(error);
}

/* Sets what the session had set, at first and after a DISCARD ALL. */
void
job_restore_settings(ScenarioJob *of)
{
	StartTransactionCommand();
	settings_apply(settings);
	CommitTransactionCommand();
	MemoryContextSwitchTo(TopMemoryContext);
}

static void
connect_as_caller(void)
{
	const Scenario *scenario = job.scenario;

	BackgroundWorkerInitializeConnectionByOid(request->database, request->role,
											  compat_worker_bypass_login());
	pgstat_report_appname(psprintf("memcheck scenario %s", scenario->name));
	/* COPY TO STDOUT is work, too, but not for the server's log */
	if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "r", stdin) == NULL)
		elog(WARNING, "could not redirect standard input and output: %m");
	workload_init();
	channel->connected = true;
}

/* The scenario's function, under the guard. */
static void
run_scenario(void)
{
	if (!libraries_load(&job, libraries))
		return;
	job_restore_settings(&job);
	if (job.scenario->answers > 0)
		answer_hear();
	memory_limit_set((int64) job_number(&job, "memory_limit_mb") * 1024 * 1024);
	/* watched from the first call on: exit() and _exit() are ours only then */
	job_window_open(&job, "{\"track_dsm\": false, \"track_shmem\": false}");
	job.scenario->run(&job);
	job_window_discard(&job);
	object_to_workload();
}

static void
attach(dsm_handle handle, int member)
{
	dsm_segment *segment;
	shm_toc    *toc;
	shm_mq	   *mq;

	CurrentResourceOwner = ResourceOwnerCreate(NULL, "memcheck scenario");
	segment = dsm_attach(handle);
	if (segment == NULL)
		proc_exit(0);			/* the session that asked is gone */
	dsm_pin_mapping(segment);
	toc = shm_toc_attach(CHANNEL_MAGIC, dsm_segment_address(segment));
	request = shm_toc_lookup(toc, KEY_REQUEST, false);
	channel = (ScenarioChannel *) shm_toc_lookup(toc, KEY_CHANNELS, false) + member;
	mq = shm_toc_lookup(toc, KEY_QUEUES + member, false);
	shm_mq_set_sender(mq, MyProc);
	queue = shm_mq_attach(mq, segment, NULL);
	settings = shm_toc_lookup(toc, KEY_SETTINGS, false);
	libraries = shm_toc_lookup(toc, KEY_LIBRARIES, false);
	channel->pid = MyProcPid;

	job.scenario = scenario_at(request->scenario);
	job.workload = shm_toc_lookup(toc, KEY_WORKLOAD, false);
	job.values = shm_toc_lookup(toc, KEY_VALUES, false);
	job.kept = shm_toc_lookup(toc, KEY_KEPT, false);
	job.iterations = request->iterations;
	job.first = channel->first;
	job.member = member;
	job.members = request->members;
	job.session = request->session;
	job.previous_pid = request->previous_pid;
}

/* After a crash: says what was seen until then, if the process can still do so. */
static void
leave_after_crash(void)
{
	fence_down();
	answer_end();
	InterruptHoldoffCount = 0;
	QueryCancelHoldoffCount = 1;
	error_context_stack = NULL;
	memory_limit_set(0);
	watchdog_stop();
	disable_all_timeouts(false);
	if (++landings > 1)
		return;
	start_watchdog(GRACE_MS);
	FlushErrorState();
	MemoryContextSwitchTo(MessageContext);
	if (watch_is_held())
		job_window_close(&job);
	watchdog_stop();
	disable_all_timeouts(false);
}

/*
 * The process leaves, perhaps by a FATAL error: a crash or a ring that comes later would find the
 * channel unmapped. What extensions have registered to be called at the exit has run by now.
 */
static void
end_guard(int code, Datum arg)
{
	watchdog_stop();
	crash_guard_end();
}

/* The worker's entry; the argument is the segment, bgw_extra the member's number. */
void
scenario_worker_main(Datum arg)
{
	instr_time	start;
	instr_time	end;

	pqsignal(SIGTERM, die);
	pqsignal(SIGHUP, SignalHandlerForConfigReload);
	BackgroundWorkerUnblockSignals();
	attach(DatumGetUInt32(arg), atoi(MyBgworkerEntry->bgw_extra));
	prev_emit_log = emit_log_hook;
	emit_log_hook = keep_fatal;
	INSTR_TIME_SET_CURRENT(start);
	connect_as_caller();
	watchdog_init(ring_watchdog);
	crash_guard_start(&channel->crash);
	before_shmem_exit(end_guard, (Datum) 0);
	if (sigsetjmp(crash_landing, 1) == 0)
	{
		QueryCancelHoldoffCount = 1;
		run_scenario();
		channel->finished = true;
		channel->over = job.over;
	}
	else
		leave_after_crash();
	crash_guard_end();
	INSTR_TIME_SET_CURRENT(end);
	INSTR_TIME_SUBTRACT(end, start);
	channel->seconds = INSTR_TIME_GET_DOUBLE(end);
	proc_exit(0);
}
