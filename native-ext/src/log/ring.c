/*
 * ring.c
 *		The violation ring in shared memory; see ring.h for locks and lifetime.
 */
#include "postgres.h"

#include "base/settings.h"
#include "log/ring.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "storage/procarray.h"
#include "storage/shmem.h"

#define RING_TRANCHE "pg_ext_memcheck"

typedef struct Ring
{
	/* fixed at start */
	LWLock	   *lock;
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
	RequestAddinShmemSpace(ring_bytes());
	RequestNamedLWLockTranche(RING_TRANCHE, 1);
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

/* From shmem_startup_hook, under AddinShmemInitLock. */
void
ring_startup(void)
{
	bool		found;

	ring = ShmemInitStruct(RING_SEGMENT, ring_bytes(), &found);
	if (!found)
	{
		memset(ring, 0, ring_bytes());
		ring->lock = &(GetNamedLWLockTranche(RING_TRANCHE))->lock;
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

	LWLockAcquire(ring->lock, LW_EXCLUSIVE);
	slot = slot_for_new();
	slot->sequence = ++ring->last_sequence;
	slot->violation = *violation;
	LWLockRelease(ring->lock);
}

/* Violations that had to give way since the server started. */
uint64
ring_dropped(void)
{
	uint64		dropped;

	LWLockAcquire(ring->lock, LW_SHARED);
	dropped = ring->dropped;
	LWLockRelease(ring->lock);
	return dropped;
}

/* Empties the ring; says how many violations were in it. */
int
ring_clear(void)
{
	int			cleared = 0;

	LWLockAcquire(ring->lock, LW_EXCLUSIVE);
	for (int i = ring->oldest; i >= 0; i = ring->slots[i].newer)
		cleared++;
	empty_ring();
	ring->dropped = 0;
	LWLockRelease(ring->lock);
	return cleared;
}

/*
 * Copies up to limit slots, oldest first. With drainable_only those that this
 * session may drain: its own, and those of backends that are gone, which
 * nobody else could.
 */
int
ring_copy(RingSlot *slots, int limit, bool drainable_only)
{
	int			copied = 0;
	int			kept = 0;

	LWLockAcquire(ring->lock, LW_SHARED);
	for (int i = ring->oldest; i >= 0 && copied < limit; i = ring->slots[i].newer)
		slots[copied++] = ring->slots[i];
	LWLockRelease(ring->lock);

	for (int i = 0; i < copied; i++)
	{
		int			pid = slots[i].violation.backend_pid;

		/* another session's, unless that session is gone */
		if (drainable_only && pid != MyProcPid && BackendPidGetProc(pid) != NULL)
			continue;
		slots[kept++] = slots[i];
	}
	return kept;
}

/* Frees a slot that was copied, if it still holds what it held then. */
void
ring_release(int place, uint64 sequence)
{
	LWLockAcquire(ring->lock, LW_EXCLUSIVE);
	if (ring->slots[place].sequence == sequence)
		free_slot(&ring->slots[place]);
	LWLockRelease(ring->lock);
}
