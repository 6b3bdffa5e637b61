/*
 * shared_faults.c
 *		What the tests of the probes do to shared memory; "Bug" says which are
 *		planted.
 */
#include "postgres.h"

#include "fmgr.h"
#include "storage/dsm.h"
#include "storage/lwlock.h"
#include "storage/shmem.h"
#include "utils/dsa.h"

/* A segment of 100 bytes, made where the server has room left. */
static char *
shared_bytes(void)
{
	bool		found;
	char	   *bytes;

	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	bytes = ShmemInitStruct("memcheck_test bytes", 100, &found);
	LWLockRelease(AddinShmemInitLock);
	return bytes;
}

/* Bug, if it goes past the hundredth byte. */
PG_FUNCTION_INFO_V1(write_shared);
Datum
write_shared(PG_FUNCTION_ARGS)
{
	memset(shared_bytes() + PG_GETARG_INT32(0), 'x', PG_GETARG_INT32(1));
	PG_RETURN_VOID();
}

/* What other tests left there, the slack included, is gone. */
PG_FUNCTION_INFO_V1(wipe_shared);
Datum
wipe_shared(PG_FUNCTION_ARGS)
{
	memset(shared_bytes(), 0, 128);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(read_shared);
Datum
read_shared(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32((unsigned char) shared_bytes()[PG_GETARG_INT32(0)]);
}

/* Bug: a segment that nobody will ever unpin. */
PG_FUNCTION_INFO_V1(pin_segment);
Datum
pin_segment(PG_FUNCTION_ARGS)
{
	dsm_segment *segment = dsm_create(PG_GETARG_INT32(0), 0);
	dsm_handle	handle = dsm_segment_handle(segment);

	dsm_pin_segment(segment);
	dsm_detach(segment);
	PG_RETURN_INT64(handle);
}

/* Takes the pin off again. */
PG_FUNCTION_INFO_V1(unpin_segment);
Datum
unpin_segment(PG_FUNCTION_ARGS)
{
	dsm_unpin_segment((dsm_handle) PG_GETARG_INT64(0));
	PG_RETURN_VOID();
}

/* Bug: a mapping that stays in the session, each time. */
PG_FUNCTION_INFO_V1(pin_mapping);
Datum
pin_mapping(PG_FUNCTION_ARGS)
{
	dsm_pin_mapping(dsm_create(PG_GETARG_INT32(0), 0));
	PG_RETURN_VOID();
}

/* Bug: an area whose segments stay. */
PG_FUNCTION_INFO_V1(pin_area);
Datum
pin_area(PG_FUNCTION_ARGS)
{
	dsa_area   *area = dsa_create(LWTRANCHE_FIRST_USER_DEFINED);

	for (int i = 0; i < 4; i++)
		dsa_allocate(area, PG_GETARG_INT32(0));
	dsa_pin(area);
	dsa_detach(area);
	PG_RETURN_VOID();
}

/* Clean: made, used and let go. */
PG_FUNCTION_INFO_V1(use_segment);
Datum
use_segment(PG_FUNCTION_ARGS)
{
	dsm_segment *segment = dsm_create(PG_GETARG_INT32(0), 0);
	dsa_area   *area = dsa_create(LWTRANCHE_FIRST_USER_DEFINED);

	memset(dsm_segment_address(segment), 'x', PG_GETARG_INT32(0));
	dsa_free(area, dsa_allocate(area, PG_GETARG_INT32(0)));
	dsa_detach(area);
	dsm_detach(segment);
	PG_RETURN_VOID();
}
