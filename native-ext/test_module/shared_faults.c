/*
 * shared_faults.c
 *		What the tests of the probes do to shared memory; "Bug" says which are
 *		planted.
 */
#include "postgres.h"

#include <dlfcn.h>

#include "fmgr.h"
#include "storage/dsm.h"
#include "storage/lwlock.h"
#include "storage/shmem.h"
#include "utils/builtins.h"
#include "utils/dsa.h"
#include "utils/memutils.h"

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

/* Bug, if it frees first: a text that was freed is put there. */
PG_FUNCTION_INFO_V1(share_text);
Datum
share_text(PG_FUNCTION_ARGS)
{
	static char *volatile shared;
	text	   *said = PG_GETARG_TEXT_PP(0);
	char	   *volatile chunk = palloc(64);

	shared = shared_bytes();
	strlcpy(chunk, text_to_cstring(said), 64);
	if (PG_GETARG_BOOL(1))
		pfree(chunk);
	memcpy(shared + 16, chunk, 24);
	if (!PG_GETARG_BOOL(1))
		pfree(chunk);
	PG_RETURN_VOID();
}

/* Bug, if it frees first: one byte of what was freed is put there. */
PG_FUNCTION_INFO_V1(share_flag);
Datum
share_flag(PG_FUNCTION_ARGS)
{
	static char *volatile shared;
	char	   *volatile chunk = palloc0(64);

	shared = shared_bytes();
	if (PG_GETARG_BOOL(0))
		pfree(chunk);
	shared[50] = chunk[35];
	if (!PG_GETARG_BOOL(0))
		pfree(chunk);
	PG_RETURN_VOID();
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

/* An area of the session's own, or one that others may attach. */
static dsa_area *
area(bool shared)
{
	static dsa_area *areas[2];

	if (areas[shared] == NULL)
	{
		MemoryContext before = MemoryContextSwitchTo(TopMemoryContext);

		areas[shared] = dsa_create(LWTRANCHE_FIRST_USER_DEFINED);
		dsa_pin_mapping(areas[shared]);
		if (shared)
			dsa_pin(areas[shared]);
		MemoryContextSwitchTo(before);
	}
	return areas[shared];
}

/* Clean, unless the area is pinned: that stays until the server stops. */
PG_FUNCTION_INFO_V1(make_area);
Datum
make_area(PG_FUNCTION_ARGS)
{
	dsa_free(area(PG_GETARG_BOOL(0)), dsa_allocate(area(PG_GETARG_BOOL(0)), 64));
	PG_RETURN_VOID();
}

/* Bug: nobody frees it. */
PG_FUNCTION_INFO_V1(leave_in_area);
Datum
leave_in_area(PG_FUNCTION_ARGS)
{
	dsa_allocate(area(PG_GETARG_BOOL(1)), PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* Clean: a later one in place of an earlier one. */
PG_FUNCTION_INFO_V1(replace_in_area);
Datum
replace_in_area(PG_FUNCTION_ARGS)
{
	static dsa_pointer latest;

	if (DsaPointerIsValid(latest))
		dsa_free(area(false), latest);
	latest = dsa_allocate(area(false), PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* Clean: a queue. Who takes from it frees where we do not see it, as another process would. */
PG_FUNCTION_INFO_V1(queue_in_area);
Datum
queue_in_area(PG_FUNCTION_ARGS)
{
	static dsa_pointer queue[4];
	static int	calls;
	int			at = calls++ % lengthof(queue);
	void		(*unseen_free) (dsa_area *, dsa_pointer) = dlsym(RTLD_DEFAULT, "dsa_free");

	if (DsaPointerIsValid(queue[at]))
		unseen_free(area(true), queue[at]);
	queue[at] = dsa_allocate(area(true), PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

/* Clean: an area with what is in it, let go in the end. */
PG_FUNCTION_INFO_V1(drop_area);
Datum
drop_area(PG_FUNCTION_ARGS)
{
	dsa_area   *dropped = dsa_create(LWTRANCHE_FIRST_USER_DEFINED);

	for (int i = 0; i < 10; i++)
		dsa_allocate(dropped, PG_GETARG_INT32(0));
	dsa_detach(dropped);
	PG_RETURN_VOID();
}
