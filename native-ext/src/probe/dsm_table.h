/*
 * dsm_table.h
 *		Who made which DSM segment, for all sessions to see.
 *
 * The server's list of segments does not say who made them. A session whose
 * window tracks DSM writes it down here, in shared memory. The entry outlives the
 * session, so a segment that outlives it still has a name. The table has a fixed size
 * and one LWLock: exclusive to write, shared to copy. When it is full, an entry whose
 * segment is gone is replaced, or else the oldest one.
 */
#ifndef MEMCHECK_DSM_TABLE_H
#define MEMCHECK_DSM_TABLE_H

#include "base/own_memory.h"
#include "datatype/timestamp.h"
#include "storage/dsm.h"
#include "storage/lwlock.h"

typedef struct DsmOrigin
{
	dsm_handle	handle;			/* 0: this place is free */
	int			pid;			/* of the session that made or named it */
	Size		bytes;
	TimestampTz noted_at;		/* for people; by age they stand by their: */
	uint64		serial;			/* grows with each note, whatever the clock does */
	char		library[64];	/* empty: unknown */
	char		symbol[64];
} DsmOrigin;

#define DSM_ORIGINS 128

extern Size dsm_table_bytes(void);
extern void dsm_table_init(void *memory, bool found, LWLock *lock);
extern void dsm_table_note(const DsmOrigin *origin, const OwnArray *existing);
extern int	dsm_table_copy(DsmOrigin *origins);
extern int	dsm_table_clear(void);

#endif							/* MEMCHECK_DSM_TABLE_H */
