/*
 * ring.c
 *		The violation ring in shared memory; see ring.h for locks and lifetime.
 */
#include "postgres.h"

#include "base/room.h"
#include "base/settings.h"
#include "log/ring.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "storage/proc.h"
#include "storage/procarray.h"
#include "storage/shmem.h"

typedef struct Ring
{
	/* fixed at start */
	int			size;

	/* changes, under the lock */
	uint64		last_sequence;
	uint64		dropped;
	int			free;			/* the first free slot, linked by "newer"; -1: none */
	int			oldest;			/* of those in use; -1: none */
	int			newest;
	RingSlot	slots[FLEXIBLE_ARRAY_MEMBER];
} Ring;

static Ring *ring;
static LWLock *ring_lock;

Size
ring_bytes(void)
{
	return add_size(offsetof(Ring, slots), mul_size(memcheck_ring_size, sizeof(RingSlot)));
}

/* Where the segment of this name lies. */
const char *
ring_address(void)
{
	return (const char *) ring;
}

/* From shmem_request_hook. */
void
ring_request(void)
{
	room_request(RING_SEGMENT, ring_bytes());
}

/* All slots are free. Lock held, or nobody else there yet. */
static void
empty_ring(void)
{
	for (int i = 0; i < ring->size; i++)
	{
		ring->slots[i].sequence = 0;
		ring->slots[i].place = i;
		ring->slots[i].newer = i + 1 < ring->size ? i + 1 : -1;
	}
	ring->free = 0;
	ring->oldest = ring->newest = -1;
}

/* See room.h for when. */
void
ring_startup(void)
{
	bool		found;

	/* one ring for all sessions, whatever each of them says */
	if (room_is_named())
		memcheck_ring_size = RING_SIZE;
	ring = room_open(RING_SEGMENT, ring_bytes(), &found);
	ring_lock = room_lock(RING_SEGMENT);
	if (!found)
	{
		ring->size = memcheck_ring_size;
		empty_ring();
	}
}

/* Takes a slot out of those in use, which are linked by age. Lock held. */
static void
free_slot(RingSlot *slot)
{
	if (slot->older >= 0)
		ring->slots[slot->older].newer = slot->newer;
	else
		ring->oldest = slot->newer;
	if (slot->newer >= 0)
		ring->slots[slot->newer].older = slot->older;
	else
		ring->newest = slot->older;
	slot->sequence = 0;
	slot->newer = ring->free;
	ring->free = slot->place;
}

/* A free slot, or the one that has waited longest, as the newest. Lock held. */
static RingSlot *
slot_for_new(void)
{
	RingSlot   *slot;

	if (ring->free < 0)
	{
		ring->dropped++;
		free_slot(&ring->slots[ring->oldest]);
	}
	slot = &ring->slots[ring->free];
	ring->free = slot->newer;
	slot->older = ring->newest;
	slot->newer = -1;
	if (ring->newest >= 0)
		ring->slots[ring->newest].newer = slot->place;
	else
		ring->oldest = slot->place;
	ring->newest = slot->place;
	return slot;
}

void
ring_add(const Violation *violation)
{
	RingSlot   *slot;

	LWLockAcquire(ring_lock, LW_EXCLUSIVE);
	slot = slot_for_new();
	slot->sequence = ++ring->last_sequence;
	slot->writer_pid = MyProcPid;
	slot->writer_started = MyStartTimestamp;
	slot->role = MyProc->roleId;
	slot->encoding = GetDatabaseEncoding();
	slot->violation = *violation;
	LWLockRelease(ring_lock);
}

/* Violations that had to give way since the server started. */
uint64
ring_dropped(void)
{
	uint64		dropped;

	LWLockAcquire(ring_lock, LW_SHARED);
	dropped = ring->dropped;
	LWLockRelease(ring_lock);
	return dropped;
}

/* Forgets how many had to give way. */
void
ring_forget_dropped(void)
{
	LWLockAcquire(ring_lock, LW_EXCLUSIVE);
	ring->dropped = 0;
	LWLockRelease(ring_lock);
}

/* The first slot that the cursor has not passed, -1: none. Lock held. */
static int
next_for(const RingCursor *cursor)
{
	int			i = ring->oldest;

	/* the latest that it saw may be gone, and another in its place */
	if (cursor->sequence != 0 && ring->slots[cursor->place].sequence == cursor->sequence)
		return ring->slots[cursor->place].newer;
	while (i >= 0 && ring->slots[i].sequence <= cursor->sequence)
		i = ring->slots[i].newer;
	return i;
}

/*
 * Copies up to "limit" slots from where the cursor is, oldest first, and moves it; 0: there are
 * no more. A cursor begins as zeros. What is added after the first call is left out.
 */
int
ring_copy(RingCursor *cursor, RingSlot *slots, int limit)
{
	int			copied = 0;

	LWLockAcquire(ring_lock, LW_SHARED);
	if (cursor->last == 0)
		cursor->last = ring->last_sequence;
	for (int i = next_for(cursor); i >= 0 && copied < limit; i = ring->slots[i].newer)
	{
		if (ring->slots[i].sequence > cursor->last)
			break;
		slots[copied++] = ring->slots[i];
	}
	LWLockRelease(ring_lock);
	if (copied > 0)
	{
		cursor->sequence = slots[copied - 1].sequence;
		cursor->place = slots[copied - 1].place;
	}
	return copied;
}

/* Whether this session wrote it. */
bool
ring_is_own(const RingSlot *slot)
{
	return slot->writer_pid == MyProcPid && slot->writer_started == MyStartTimestamp;
}

/* This session's, and those of backends that are gone, which nobody else could drain. */
bool
ring_is_drainable(const RingSlot *slot)
{
	int			pid = slot->violation.backend_pid;

	return pid == MyProcPid || ring_is_own(slot) || BackendPidGetProc(pid) == NULL;
}

/* Frees a slot that was copied, if it still holds what it held then; whether it did. */
bool
ring_release(int place, uint64 sequence)
{
	bool		held;

	LWLockAcquire(ring_lock, LW_EXCLUSIVE);
	held = ring->slots[place].sequence == sequence;
	if (held)
		free_slot(&ring->slots[place]);
	LWLockRelease(ring_lock);
	return held;
}
