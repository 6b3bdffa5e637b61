/*
 * dsm_control.h
 *		All DSM segments of the cluster, from the server's own list.
 *
 * The list is itself a DSM segment, whose handle stands in the header of main
 * shared memory. dsm_control_open() maps it once more, beside the server's own
 * mapping, and checks its magic number; dsm_control_copy() takes the server's
 * lock, shared, for the time of the copy, and allocates in our own memory.
 * Opening may raise an error; the rest does not.
 */
#ifndef MEMCHECK_DSM_CONTROL_H
#define MEMCHECK_DSM_CONTROL_H

#include "base/own_memory.h"
#include "storage/dsm.h"

typedef struct DsmSegment
{
	dsm_handle	handle;
	int			mappings;		/* of all backends, a pin not counted */
	bool		pinned;
	Size		bytes;			/* 0: cannot be told from here */
	bool		mapped;			/* in this backend */
} DsmSegment;

extern void dsm_control_open(void);
extern void dsm_control_close(void);
extern bool dsm_control_copy(OwnArray *segments);
extern const DsmSegment *dsm_segment_in(const OwnArray *segments, dsm_handle handle);

#endif							/* MEMCHECK_DSM_CONTROL_H */
