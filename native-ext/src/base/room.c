/*
 * room.c
 *		Shared memory, or a session's own in its place; see room.h.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "base/room.h"
#include "base/settings.h"
#include "storage/ipc.h"
#include "storage/shmem.h"

#define LONE_LOCKS 8

static LWLock lone_locks[LONE_LOCKS];	/* of a library that came later */
static int	lone_locks_used;

/* From shmem_request_hook. */
void
room_request(const char *name, Size bytes, int locks)
{
	RequestAddinShmemSpace(bytes);
	RequestNamedLWLockTranche(name, locks);
}

/* Zeroed if it was not there before. */
void *
room_open(const char *name, Size bytes, bool *found)
{
	OwnArray	lone;			/* lives as long as the process */
	void	   *room;

	if (memcheck_is_preloaded())
	{
		room = ShmemInitStruct(name, bytes, found);
		if (!*found)
			memset(room, 0, bytes);
		return room;
	}
	*found = false;
	own_array_init(&lone, 1);
	if (!own_array_reserve(&lone, bytes))
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	return memset(lone.data, 0, bytes);
}

/*
 * A lock of its own needs no tranche of its own: nobody ever waits for it, so its name is never
 * shown. Numbers of tranches are few, and a server would run out of them, one per session.
 */
LWLock *
room_lock(const char *name, int which)
{
	LWLock	   *lock;

	if (memcheck_is_preloaded())
		return &GetNamedLWLockTranche(name)[which].lock;
	Assert(lone_locks_used < LONE_LOCKS);
	lock = &lone_locks[lone_locks_used++];
	LWLockInitialize(lock, LWTRANCHE_PARALLEL_QUERY_DSA);
	return lock;
}
