/*
 * held_locks.c
 *		LWLocks that a statement took and forgot; see held_locks.h.
 */
#include "postgres.h"

#include "storage/lwlock.h"
#include "trace/event.h"
#include "trace/held_locks.h"
#include "trace/resource_tracer.h"
#include "utils/wait_event.h"

/* More than that at once are not told apart. */
#define LOCKS 16

typedef struct LockList
{
	int			count;
	LWLock	   *locks[LOCKS];
} LockList;

static LockList told;			/* those held that were reported */
static LockList left;			/* those held when the latest statement was over */
static bool left_is_known;

static void
count_lock(LWLock *lock, LWLockMode mode, void *arg)
{
	(*(int *) arg)++;
}

int
held_locks_count(void)
{
	int			count = 0;

	ForEachLWLockHeldByMe(count_lock, &count);
	return count;
}

static void
append_lock(LWLock *lock, LWLockMode mode, void *arg)
{
	LockList   *list = arg;

	if (list->count < LOCKS)
		list->locks[list->count++] = lock;
}

static bool
has_lock(const LockList *list, const LWLock *lock)
{
	for (int i = 0; i < list->count; i++)
		if (list->locks[i] == lock)
			return true;
	return false;
}

static void
report(LWLock *lock)
{
	Event		event = {.check_type = CHECK_RESOURCE_LEAK,.count = 1,.certain = true};

	event.site = resource_lock_taken_by(lock);
	snprintf(event.detail, sizeof(event.detail), "the LWLock \"%s\" stayed held",
			 GetLWLockIdentifier(PG_WAIT_LWLOCK, lock->tranche));
	event_add(&event);
}

void
held_locks_note(void)
{
	left.count = 0;
	ForEachLWLockHeldByMe(append_lock, &left);
	left_is_known = true;
}

void
held_locks_check(void)
{
	LockList	held = {0};

	ForEachLWLockHeldByMe(append_lock, &held);
	for (int i = held.count - 1; left_is_known && i >= 0; i--)
		if (!has_lock(&left, held.locks[i]))
			held.locks[i] = held.locks[--held.count];
	for (int i = 0; i < held.count; i++)
		if (!has_lock(&told, held.locks[i]))
			report(held.locks[i]);
	told = held;
	left_is_known = false;
}

void
held_locks_release(void)
{
	LockList	held = {0};

	ForEachLWLockHeldByMe(append_lock, &held);
	for (int i = 0; i < held.count; i++)
		LWLockRelease(held.locks[i]);
	told.count = 0;
}
