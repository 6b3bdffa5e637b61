/*
 * ring.c
 *		The violation ring in shared memory; see ring.h for locks and lifetime.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "pg_ext_memcheck.h"
#include "ring.h"
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
	}
}

/* A free slot, or the one that has waited longest. Lock held. */
static RingSlot *
slot_for_new(void)
{
	RingSlot   *oldest = &ring->slots[0];

	for (int i = 0; i < ring->size; i++)
	{
		RingSlot   *slot = &ring->slots[i];

		if (slot->sequence == 0)
			return slot;
		if (slot->sequence < oldest->sequence)
			oldest = slot;
	}
	ring->dropped++;
	return oldest;
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
	for (int i = 0; i < ring->size; i++)
	{
		if (ring->slots[i].sequence != 0)
			cleared++;
		ring->slots[i].sequence = 0;
	}
	ring->dropped = 0;
	LWLockRelease(ring->lock);
	return cleared;
}

static int
compare_slots(const void *a, const void *b)
{
	uint64		left = ((const RingSlot *) a)->sequence;
	uint64		right = ((const RingSlot *) b)->sequence;

	return left < right ? -1 : left > right;
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
	for (int i = 0; i < ring->size && copied < limit; i++)
		if (ring->slots[i].sequence != 0)
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
	qsort(slots, kept, sizeof(RingSlot), compare_slots);
	return kept;
}

/* Frees the slots that still hold these violations. */
void
ring_release(const uint64 *sequences, int count)
{
	LWLockAcquire(ring->lock, LW_EXCLUSIVE);
	for (int i = 0; i < ring->size; i++)
		for (int k = 0; k < count; k++)
			if (ring->slots[i].sequence == sequences[k])
			{
				ring->slots[i].sequence = 0;
				break;
			}
	LWLockRelease(ring->lock);
}
