/*
 * room.c
 *		Shared memory, or a session's own in its place; see room.h.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/own_memory.h"
#include "base/room.h"
#include "base/settings.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/proc.h"
#include "storage/shmem.h"

#define MOST_ROOMS 8

/* What a named segment begins with. */
typedef struct SegmentHead
{
	LWLock		lock;
	uint64		ready;			/* SEGMENT_READY: whoever made it got as far as to fill it in */
} SegmentHead;

#define SEGMENT_READY UINT64CONST(0x6d656d636865636b)
#define HEAD_BYTES CACHELINEALIGN(sizeof(SegmentHead))

typedef struct Room
{
	const char *name;
	LWLock	   *lock;
} Room;

static Room rooms[MOST_ROOMS];
static int	rooms_opened;
static LWLock lone_locks[MOST_ROOMS];	/* of a library that came later */
static bool named;				/* rooms are segments that others find, too */

/* From shmem_request_hook. */
void
room_request(const char *name, Size bytes)
{
	RequestAddinShmemSpace(bytes);
	RequestNamedLWLockTranche(name, 1);
}

/* The library comes into a running process, which opens its rooms now. */
void
rooms_begin(void)
{
	named = compat_has_named_segments() && IsUnderPostmaster && MyProc != NULL;
	if (named)
		LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
}

void
rooms_end(void)
{
	if (!named)
		return;
	LWLockRelease(AddinShmemInitLock);
	settings_note_shared();
}

/* Whether rooms are shared among the sessions that loaded the library. */
bool
room_is_named(void)
{
	return named;
}

/* The same memory at another place, where it stays as long as the process; NULL: it cannot be. */
static char *
map_once_more(char *segment, Size bytes)
{
	Size		before = (uintptr_t) segment % sysconf(_SC_PAGESIZE);
	char	   *again = mremap(segment - before, 0, before + bytes, MREMAP_MAYMOVE);

	return again == MAP_FAILED ? NULL : again + before;
}

/* Its name has the version and the size, so that two that differ never share one. */
static char *
open_segment(const char *name, Size bytes, bool *found)
{
	char		full[NAMEDATALEN];

	snprintf(full, sizeof(full), "%s %s %zu", name, settings_version(), bytes);
	return map_once_more(compat_named_segment(full, bytes, found), bytes);
}

/*
 * Where that fails, the session is not to: it may be any session of the server. What the server
 * held when it failed is let go, ours included, which is taken again by nobody.
 */
static char *
try_segment(const char *name, Size bytes, bool *found)
{
	MemoryContext context = CurrentMemoryContext;
	uint32		interrupts_held = InterruptHoldoffCount - 1;
	uint32		cancels_held = QueryCancelHoldoffCount;
	ErrorData  *error = NULL;
	char	   *volatile segment = NULL;

	PG_TRY();
	{
		segment = open_segment(name, bytes, found);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
	}
	PG_END_TRY();
	if (segment)
		return segment;
	named = false;
	LWLockReleaseAll();
	InterruptHoldoffCount = interrupts_held;
	QueryCancelHoldoffCount = cancels_held;
	ereport(LOG,
			(errmsg("pg_ext_memcheck shares no memory with other sessions: %s",
					error ? error->message : "its segment cannot be mapped once more")));
	return NULL;
}

/* One that was made by a session which failed then counts as not found. */
static LWLock *
lock_of_segment(const char *name, char *segment, Size bytes, bool *found)
{
	SegmentHead *head = (SegmentHead *) segment;

	*found = *found && head->ready == SEGMENT_READY;
	if (!*found)
	{
		memset(segment, 0, bytes);
		LWLockInitialize(&head->lock, LWLockNewTrancheId());
		head->ready = SEGMENT_READY;
	}
	LWLockRegisterTranche(head->lock.tranche, name);
	return &head->lock;
}

static char *
open_lone(Size bytes)
{
	OwnArray	lone;			/* lives as long as the process */

	own_array_init(&lone, 1);
	if (!own_array_reserve(&lone, bytes))
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	return memset(lone.data, 0, bytes);
}

/* A new one, or where a server begins again after a crash the one that it had by this name. */
static Room *
room_of(const char *name)
{
	for (int i = 0; i < rooms_opened; i++)
		if (strcmp(rooms[i].name, name) == 0)
			return &rooms[i];
	if (rooms_opened == MOST_ROOMS)
		elog(ERROR, "no room for \"%s\"", name);
	rooms[rooms_opened].name = name;
	return &rooms[rooms_opened++];
}

/*
 * A lock of its own needs no tranche of its own: nobody ever waits for it, so its name is never
 * shown. Numbers of tranches are few, and a server would run out of them, one per session.
 */
static LWLock *
lone_lock(const Room *room)
{
	LWLock	   *lock = &lone_locks[room - rooms];

	LWLockInitialize(lock, LWTRANCHE_PARALLEL_QUERY_DSA);
	return lock;
}

/* Zeroed if it was not there before. */
void *
room_open(const char *name, Size bytes, bool *found)
{
	Room	   *room = room_of(name);
	char	   *memory;

	if (memcheck_is_preloaded())
	{
		memory = ShmemInitStruct(name, bytes, found);
		if (!*found)
			memset(memory, 0, bytes);
		room->lock = &GetNamedLWLockTranche(name)->lock;
	}
	else if (named && (memory = try_segment(name, HEAD_BYTES + bytes, found)) != NULL)
	{
		room->lock = lock_of_segment(name, memory, HEAD_BYTES + bytes, found);
		memory += HEAD_BYTES;
	}
	else
	{
		*found = false;
		memory = open_lone(bytes);
		room->lock = lone_lock(room);
	}
	return memory;
}

/* Of a room that is open. */
LWLock *
room_lock(const char *name)
{
	for (int i = 0; i < rooms_opened; i++)
		if (strcmp(rooms[i].name, name) == 0)
			return rooms[i].lock;
	return NULL;
}
