/*
 * dsm_table.c
 *		Who made which DSM segment; see dsm_table.h.
 */
#include "postgres.h"

#include "probe/dsm_control.h"
#include "probe/dsm_table.h"

typedef struct DsmTable
{
	uint64		last_serial;
	DsmOrigin	origins[DSM_ORIGINS];
} DsmTable;

static DsmTable *table;
static LWLock *table_lock;

Size
dsm_table_bytes(void)
{
	return sizeof(DsmTable);
}

void
dsm_table_init(void *memory, bool found, LWLock *lock)
{
	table = memory;
	table_lock = lock;
	if (!found)
		memset(table, 0, sizeof(DsmTable));
}

/* The segment's own place, a free one, one of a segment that is gone, or the oldest. */
static DsmOrigin *
place_for(dsm_handle handle, const OwnArray *existing)
{
	DsmOrigin  *best = &table->origins[0];

	for (int i = 0; i < DSM_ORIGINS; i++)
		if (table->origins[i].handle == handle)
			return &table->origins[i];
	for (int i = 0; i < DSM_ORIGINS; i++)
	{
		DsmOrigin  *origin = &table->origins[i];

		if (origin->handle == 0 || dsm_segment_in(existing, origin->handle) == NULL)
			return origin;
		if (origin->serial < best->serial)
			best = origin;
	}
	return best;
}

void
dsm_table_note(const DsmOrigin *origin, const OwnArray *existing)
{
	DsmOrigin  *place;
	Size		bytes;

	LWLockAcquire(table_lock, LW_EXCLUSIVE);
	place = place_for(origin->handle, existing);
	bytes = place->handle == origin->handle ? place->bytes : 0;
	*place = *origin;
	place->serial = ++table->last_serial;
	/* whoever names it by hand may not see how large it is */
	if (place->bytes == 0)
		place->bytes = bytes;
	LWLockRelease(table_lock);
}

/* Copies what is noted, DSM_ORIGINS at most; returns how many. */
int
dsm_table_copy(DsmOrigin *origins)
{
	int			copied = 0;

	LWLockAcquire(table_lock, LW_SHARED);
	for (int i = 0; i < DSM_ORIGINS; i++)
		if (table->origins[i].handle != 0)
			origins[copied++] = table->origins[i];
	LWLockRelease(table_lock);
	return copied;
}

/* Forgets all; returns how many there were. */
int
dsm_table_clear(void)
{
	int			cleared = 0;

	LWLockAcquire(table_lock, LW_EXCLUSIVE);
	for (int i = 0; i < DSM_ORIGINS; i++)
	{
		cleared += table->origins[i].handle != 0;
		table->origins[i].handle = 0;
	}
	LWLockRelease(table_lock);
	return cleared;
}
