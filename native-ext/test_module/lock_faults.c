/*
 * lock_faults.c
 *		What the tests of LWLocks that are forgotten or waited for do. The lock is
 *		AddinShmemInitLock, which a running server hardly needs.
 */
#include "postgres.h"

#include <signal.h>

#include "fmgr.h"
#include "portability/instr_time.h"
#include "storage/lwlock.h"

/* Bug: returns with the lock. */
PG_FUNCTION_INFO_V1(forget_lock);
Datum
forget_lock(PG_FUNCTION_ARGS)
{
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	PG_RETURN_VOID();
}

/* What forget_lock() forgot. */
PG_FUNCTION_INFO_V1(release_lock);
Datum
release_lock(PG_FUNCTION_ARGS)
{
	LWLockRelease(AddinShmemInitLock);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(use_lock);
Datum
use_lock(PG_FUNCTION_ARGS)
{
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	LWLockRelease(AddinShmemInitLock);
	PG_RETURN_VOID();
}

/* The error releases it: no bug. */
PG_FUNCTION_INFO_V1(fail_with_lock);
Datum
fail_with_lock(PG_FUNCTION_ARGS)
{
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	ereport(ERROR, (errmsg("failed with a lock")));
}

/* Bug: waits for itself. */
PG_FUNCTION_INFO_V1(lock_twice);
Datum
lock_twice(PG_FUNCTION_ARGS)
{
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	LWLockRelease(AddinShmemInitLock);
	PG_RETURN_VOID();
}

/* Bug: no end, and no cancel comes through. */
PG_FUNCTION_INFO_V1(loop_with_lock);
Datum
loop_with_lock(PG_FUNCTION_ARGS)
{
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	for (;;)
		pg_usleep(1000);
}

/* Bug: hears nothing for so many seconds. */
PG_FUNCTION_INFO_V1(block_signals);
Datum
block_signals(PG_FUNCTION_ARGS)
{
	sigset_t	all;
	sigset_t	before;
	instr_time	start;
	instr_time	passed;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	INSTR_TIME_SET_CURRENT(start);
	do
	{
		pg_usleep(1000);
		INSTR_TIME_SET_CURRENT(passed);
		INSTR_TIME_SUBTRACT(passed, start);
	} while (INSTR_TIME_GET_DOUBLE(passed) < PG_GETARG_INT32(0));
	sigprocmask(SIG_SETMASK, &before, NULL);
	PG_RETURN_VOID();
}
