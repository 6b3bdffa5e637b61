/*
 * ring.h
 *		The violation ring: what all backends reported and nobody has drained.
 *
 * A fixed number of slots in shared memory (pg_ext_memcheck.ring_size), made at
 * server start. One LWLock guards all of it: exclusive to add and to
 * release, shared to read. Nobody allocates, raises or calls out while
 * holding it, and a writer holds it for the copy of one violation only.
 *
 * A slot belongs to the backend that wrote it; one whose backend is gone belongs
 * to whoever comes first, its namesake by pid included. When no slot is free the oldest violation
 * gives way and the dropped counter says so; nothing is lost silently. A slot says which session
 * wrote it, as which role and in which encoding, so that a reader gets what it may see and can hold
 * (reader.h). The ring lives as long as shared memory: a crash of the cluster empties it. Slots in
 * use are linked by age and free ones in a list, so that no size makes a writer search.
 */
#ifndef MEMCHECK_RING_H
#define MEMCHECK_RING_H

#include "base/violation.h"

typedef struct RingSlot
{
	uint64		sequence;		/* 0: free; grows by one with each violation */
	int			place;			/* of the slot in the ring, fixed */
	int			older;			/* slot of the one before it by age, -1: none */
	int			newer;			/* of the one after it; of a free slot, the next free one */
	int			writer_pid;		/* the session that wrote it: */
	TimestampTz writer_started;	/* a pid comes again */
	Oid			role;			/* that it belongs to, InvalidOid: none */
	int			encoding;		/* of its database */
	Violation	violation;
} RingSlot;

/* How far a reader is, which copies a part at a time. */
typedef struct RingCursor
{
	uint64		sequence;		/* of the latest that was copied, 0: none yet */
	uint64		last;			/* what came later is not wanted; 0: not begun */
	int			place;			/* of the latest */
} RingCursor;

#define RING_SEGMENT "pg_ext_memcheck ring"

/* Slots of a ring that sessions share which loaded the library for themselves. */
#define RING_SIZE 1024

/* ring.c */
extern Size ring_bytes(void);
extern const char *ring_address(void);
extern void ring_request(void);
extern void ring_startup(void);
extern void ring_add(const Violation *violation);
extern uint64 ring_dropped(void);
extern void ring_forget_dropped(void);
extern int	ring_copy(RingCursor *cursor, RingSlot *slots, int limit);
extern bool ring_is_own(const RingSlot *slot);
extern bool ring_is_drainable(const RingSlot *slot);
extern bool ring_release(int place, uint64 sequence);

/* ring_sql.c */
extern void ring_sql_init(void);

#endif							/* MEMCHECK_RING_H */
