/*
 * scenario_progress.c
 *		How far the running scenarios are, readable from other sessions.
 *
 * One slot for each backend that asked for a scenario, in shared memory made at
 * server start; there are as many as there can be backends, so one is always
 * free. The LWLock guards who has which slot and what is read together; the
 * count of calls is atomic, since all workers of a scenario add to it, and so is
 * the wish of another session that the scenario stop. A slot is
 * given back when the call ends, and, should its backend be gone by then, when
 * the next one looks for a slot.
 */
#include "postgres.h"

#include "base/contract.h"
#include "base/room.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "scenario/scenario_channel.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lwlock.h"
#include "storage/proc.h"
#include "storage/procarray.h"
#include "storage/shmem.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#define PROGRESS_ROOM "pg_ext_memcheck scenarios"

typedef struct ProgressSlot
{
	int			pid;			/* 0: free */
	Oid			role;			/* of the session that asked */
	char		scenario[NAMEDATALEN];
	char		phase[NAMEDATALEN];
	int			iterations;		/* calls that are planned */
	pg_atomic_uint32 calls;
	pg_atomic_uint32 stop;
	TimestampTz started;
} ProgressSlot;

typedef struct Progress
{
	/* fixed at start */
	int			size;

	/* changes, under the lock, except calls and stop */
	ProgressSlot slots[FLEXIBLE_ARRAY_MEMBER];
} Progress;

static Progress *progress;
static LWLock *progress_lock;

Size
progress_bytes(void)
{
	return add_size(offsetof(Progress, slots), mul_size(MaxBackends, sizeof(ProgressSlot)));
}

/* From shmem_request_hook. */
void
progress_request(void)
{
	room_request(PROGRESS_ROOM, progress_bytes());
}

/* See room.h for when. */
void
progress_startup(void)
{
	bool		found;

	progress = room_open(PROGRESS_ROOM, progress_bytes(), &found);
	progress_lock = room_lock(PROGRESS_ROOM);
	if (found)
		return;
	progress->size = MaxBackends;
	for (int i = 0; i < progress->size; i++)
	{
		pg_atomic_init_u32(&progress->slots[i].calls, 0);
		pg_atomic_init_u32(&progress->slots[i].stop, 0);
	}
}

static bool
is_free(const ProgressSlot *slot)
{
	return slot->pid == 0 || BackendPidGetProc(slot->pid) == NULL;
}

/* Takes a slot for this backend; -1 if there is none, and nobody sees the progress. */
int
progress_start(const char *scenario, int iterations)
{
	int			taken = -1;

	LWLockAcquire(progress_lock, LW_EXCLUSIVE);
	for (int i = 0; i < progress->size && taken < 0; i++)
		if (is_free(&progress->slots[i]))
			taken = i;
	if (taken >= 0)
	{
		ProgressSlot *slot = &progress->slots[taken];

		slot->pid = MyProcPid;
		slot->role = GetUserId();
		string_copy(slot->scenario, sizeof(slot->scenario), scenario);
		string_copy(slot->phase, sizeof(slot->phase), "start");
		slot->iterations = iterations;
		slot->started = GetCurrentTimestamp();
		pg_atomic_write_u32(&slot->calls, 0);
		pg_atomic_write_u32(&slot->stop, 0);
	}
	LWLockRelease(progress_lock);
	return taken;
}

void
progress_phase(int slot, const char *phase)
{
	if (slot < 0)
		return;
	LWLockAcquire(progress_lock, LW_EXCLUSIVE);
	string_copy(progress->slots[slot].phase, sizeof(progress->slots[slot].phase), phase);
	LWLockRelease(progress_lock);
}

/* So many calls are planned, by all workers together. */
void
progress_plan(int slot, int calls)
{
	if (slot < 0)
		return;
	LWLockAcquire(progress_lock, LW_EXCLUSIVE);
	progress->slots[slot].iterations = calls;
	LWLockRelease(progress_lock);
}

void
progress_call(int slot)
{
	if (slot >= 0)
		pg_atomic_fetch_add_u32(&progress->slots[slot].calls, 1);
}

/* Whether another session wants the scenario to stop. */
bool
progress_stop_wanted(int slot)
{
	return slot >= 0 && pg_atomic_read_u32(&progress->slots[slot].stop) != 0;
}

void
progress_end(int slot)
{
	if (slot < 0)
		return;
	LWLockAcquire(progress_lock, LW_EXCLUSIVE);
	progress->slots[slot].pid = 0;
	LWLockRelease(progress_lock);
}

static void
emit(ReturnSetInfo *result, const ProgressSlot *slot)
{
	bool		nulls[6] = {0};
	Datum		values[6] = {
		Int32GetDatum(slot->pid), CStringGetTextDatum(slot->scenario),
		CStringGetTextDatum(slot->phase), Int32GetDatum(slot->calls.value),
		Int32GetDatum(slot->iterations), TimestampTzGetDatum(slot->started)
	};

	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static const RowColumn progress_columns[] = {
	{"pid", INT4OID},
	{"scenario", TEXTOID},
	{"phase", TEXTOID},
	{"iteration", INT4OID},
	{"iterations", INT4OID},
	{"started", TIMESTAMPTZOID}
};

PG_FUNCTION_INFO_V1(memcheck_scenario_progress);
Datum
memcheck_scenario_progress(PG_FUNCTION_ARGS)
{
	ProgressSlot *slots;
	int			count = 0;

	memcheck_require_hooks();
	contract_rows(fcinfo, progress_columns, lengthof(progress_columns));
	slots = palloc(sizeof(ProgressSlot) * progress->size);
	LWLockAcquire(progress_lock, LW_SHARED);
	for (int i = 0; i < progress->size; i++)
		if (progress->slots[i].pid != 0)
			slots[count++] = progress->slots[i];
	LWLockRelease(progress_lock);
	for (int i = 0; i < count; i++)
		emit((ReturnSetInfo *) fcinfo->resultinfo, &slots[i]);
	pfree(slots);
	return (Datum) 0;
}

/* The scenario of this session and the role that asked for it; NULL if it runs none. */
static ProgressSlot *
slot_of(int pid, Oid *role)
{
	ProgressSlot *found = NULL;

	LWLockAcquire(progress_lock, LW_SHARED);
	for (int i = 0; i < progress->size && found == NULL; i++)
		if (progress->slots[i].pid == pid)
			found = &progress->slots[i];
	if (found)
		*role = found->role;
	LWLockRelease(progress_lock);
	return found;
}

/*
 * Ends a scenario of another session as though its iterations were over: its running statement is
 * cancelled, and it reports what it found.
 */
PG_FUNCTION_INFO_V1(memcheck_stop_scenario);
Datum
memcheck_stop_scenario(PG_FUNCTION_ARGS)
{
	int			pid = PG_GETARG_INT32(0);
	Oid			role;
	ProgressSlot *slot;
	PGPROC	   *asker;

	memcheck_require_hooks();
	slot = pid == 0 ? NULL : slot_of(pid, &role);
	if (slot == NULL)
		PG_RETURN_BOOL(false);
	/* reads the catalog, so not under the lock; a slot that is taken anew forgets the wish */
	if (!has_privs_of_role(GetUserId(), role))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be a member of the role that runs the scenario")));
	pg_atomic_write_u32(&slot->stop, 1);
	asker = BackendPidGetProc(pid);
	if (asker)
		SetLatch(&asker->procLatch);
	PG_RETURN_BOOL(true);
}
