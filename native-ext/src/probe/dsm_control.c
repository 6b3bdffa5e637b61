/*
 * dsm_control.c
 *		All DSM segments of the cluster; see dsm_control.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "probe/dsm_control.h"
#include "storage/dsm_impl.h"
#include "storage/lwlock.h"
#include "storage/pg_shmem.h"
#include "utils/freepage.h"

static const CompatDsmControl *control;	/* NULL: not mapped */
static void *impl_private;
static void *mapped_address;
static Size mapped_size;
static int	openings;

void
dsm_control_open(void)
{
	dsm_handle	handle = ((const PGShmemHeader *) UsedShmemSegAddr)->dsm_control;

	if (openings == 0)
	{
		dsm_impl_op(DSM_OP_ATTACH, handle, 0, &impl_private, &mapped_address, &mapped_size, ERROR);
		control = mapped_address;
		if (mapped_size < sizeof(CompatDsmControl) || control->magic != COMPAT_DSM_CONTROL_MAGIC)
		{
			dsm_impl_op(DSM_OP_DETACH, handle, 0, &impl_private, &mapped_address, &mapped_size,
						WARNING);
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("could not read the list of dynamic shared memory segments"),
					 errdetail("It is not in the form that is known for this server version.")));
		}
	}
	openings++;
}

void
dsm_control_close(void)
{
	if (--openings > 0)
		return;
	dsm_impl_op(DSM_OP_DETACH, ((const PGShmemHeader *) UsedShmemSegAddr)->dsm_control, 0,
				&impl_private, &mapped_address, &mapped_size, WARNING);
	control = NULL;
}

static bool
append(OwnArray *segments, const CompatDsmItem *item)
{
	DsmSegment *segment = own_array_append(segments);

	if (segment == NULL)
		return false;
	segment->handle = item->handle;
	segment->pinned = item->pinned;
	/* one is for the segment itself, one for the pin */
	segment->mappings = (int) item->refcnt - 1 - (item->pinned ? 1 : 0);
	segment->bytes = item->npages * FPM_PAGE_SIZE;
	return true;
}

/* Replaces the list by what there is now; false without memory, or if it is not open. */
bool
dsm_control_copy(OwnArray *segments)
{
	bool		complete = true;

	segments->count = 0;
	if (control == NULL)
		return false;
	LWLockAcquire(DynamicSharedMemoryControlLock, LW_SHARED);
	for (uint32 i = 0; i < control->nitems; i++)
		/* less than two is a segment that goes, or has gone */
		if (control->item[i].refcnt >= 2)
			complete = append(segments, &control->item[i]) && complete;
	LWLockRelease(DynamicSharedMemoryControlLock);

	for (Size i = 0; i < segments->count; i++)
	{
		DsmSegment *segment = own_array_at(segments, i);
		dsm_segment *mapping = dsm_find_mapping(segment->handle);

		segment->mapped = mapping != NULL;
		if (mapping)
			segment->bytes = dsm_segment_map_length(mapping);
	}
	return complete;
}

/* The segment of this handle in a list, or NULL. */
const DsmSegment *
dsm_segment_in(const OwnArray *segments, dsm_handle handle)
{
	for (Size i = 0; i < segments->count; i++)
	{
		const DsmSegment *segment = own_array_at(segments, i);

		if (segment->handle == handle)
			return segment;
	}
	return NULL;
}
