/*
 * shmem_probe.c
 *		Sentinels in the slack of shared memory; see shmem_probe.h.
 */
#include "postgres.h"

#include "event.h"
#include "fence.h"
#include "fmgr.h"
#include "pg_ext_memcheck.h"
#include "shmem_index.h"
#include "shmem_probe.h"
#include "storage/ipc.h"
#include "tracer.h"
#include "utils/builtins.h"
#include "violation.h"

#define SENTINELS 256

typedef struct Sentinel
{
	/* fixed while it is in place */
	char		segment[NAMEDATALEN];
	char	   *from;			/* the same address in all processes */
	Size		offset;			/* of it in the segment */
	Size		length;			/* 0: this place is free */
	bool		registered;		/* by register_shmem_probe() */
	uint8		before[SENTINEL_BYTES]; /* what stood there */

	/* changes */
	int			holders;		/* sessions, and the registry */
} Sentinel;

typedef struct SentinelTable
{
	LWLock	   *lock;			/* fixed at start */
	Sentinel	sentinels[SENTINELS];
} SentinelTable;

static SentinelTable *table;

/* of this session, by place in the table */
static bool held[SENTINELS];
static bool exit_is_hooked;

Size
shmem_probe_bytes(void)
{
	return sizeof(SentinelTable);
}

void
shmem_probe_init(void *memory, bool found, LWLock *lock)
{
	table = memory;
	if (found)
		return;
	memset(table, 0, sizeof(SentinelTable));
	table->lock = lock;
}

/* No byte is like its neighbor, so that a run of one value shows. */
static uint8
sentinel_byte(Size i)
{
	return (uint8) (0x5A + i * 37);
}

static void
place_pattern(Sentinel *sentinel)
{
	for (Size i = 0; i < sentinel->length; i++)
		sentinel->from[i] = (char) sentinel_byte(i);
}

/* How many bytes are not as they were written, and which is the first. */
static Size
damage(const Sentinel *sentinel, Size *first)
{
	Size		damaged = 0;

	for (Size i = sentinel->length; i > 0; i--)
		if ((uint8) sentinel->from[i - 1] != sentinel_byte(i - 1))
		{
			*first = i - 1;
			damaged++;
		}
	return damaged;
}

/* The place of a sentinel at this address, or a free one; -1 if there is none. */
static int
find_place(const char *from)
{
	int			free_place = -1;

	for (int i = SENTINELS - 1; i >= 0; i--)
	{
		if (table->sentinels[i].length == 0)
			free_place = i;
		else if (table->sentinels[i].from == from)
			return i;
	}
	return free_place;
}

/*
 * Another holder of the sentinel behind this many bytes of a segment, which is
 * put in place if it is the first. Lock held. Returns its place, or -1 when the
 * table is full.
 */
static int
hold(const ShmemSegment *segment, Size size)
{
	int			place = find_place(segment->address + size);
	Sentinel   *sentinel = &table->sentinels[place];

	if (place < 0)
		return place;
	if (sentinel->length == 0)
	{
		string_copy(sentinel->segment, sizeof(sentinel->segment), segment->name);
		sentinel->from = segment->address + size;
		sentinel->offset = size;
		sentinel->length = Min(segment->allocated - size, SENTINEL_BYTES);
		sentinel->registered = false;
		sentinel->holders = 0;
		memcpy(sentinel->before, sentinel->from, sentinel->length);
		place_pattern(sentinel);
	}
	sentinel->holders++;
	return place;
}

/* Lock held. */
static void
let_go(int place)
{
	Sentinel   *sentinel = &table->sentinels[place];

	if (--sentinel->holders > 0)
		return;
	memcpy(sentinel->from, sentinel->before, sentinel->length);
	sentinel->length = 0;
}

/* Window's end, and the end of a session in a window. */
void
shmem_probe_stop(void)
{
	LWLockAcquire(table->lock, LW_EXCLUSIVE);
	for (int place = 0; place < SENTINELS; place++)
	{
		if (held[place])
			let_go(place);
		held[place] = false;
	}
	LWLockRelease(table->lock);
}

static void
session_ends(int code, Datum arg)
{
	shmem_probe_stop();
}

static void
warn_of_full_table(const char *segment)
{
	ereport(WARNING,
			(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
			 errmsg("shared memory segment \"%s\" is not watched", segment),
			 errdetail("At most %d segments can be watched at once.", SENTINELS)));
}

void
shmem_probe_start(void)
{
	static OwnArray segments = {.width = sizeof(ShmemSegment)};
	const char *left_out = NULL;

	shmem_index_read(&segments);
	if (!exit_is_hooked)
		before_shmem_exit(session_ends, (Datum) 0);
	exit_is_hooked = true;
	LWLockAcquire(table->lock, LW_EXCLUSIVE);
	for (Size i = 0; i < segments.count; i++)
	{
		const ShmemSegment *segment = own_array_at(&segments, i);
		int			place = segment->allocated > segment->size ? hold(segment, segment->size) : -1;

		if (place >= 0)
			held[place] = true;
		else if (segment->allocated > segment->size)
			left_out = segment->name;
	}
	LWLockRelease(table->lock);
	if (left_out)
		warn_of_full_table(left_out);
}

/* Who wrote there is known if the call was made under a fence. */
static void
report(const char *segment, const char *from, Size offset, Size length, Size damaged)
{
	Event		event = {.check_type = CHECK_SHMEM_OVERRUN, .rule = OWNER_BY_REACH, .count = 1, .certain = true};
	FenceHit	hit = fence_hit();

	event.site = hit.area == from ? hit.site : 0;
	event.bytes = damaged;
	snprintf(event.detail, sizeof(event.detail),
			 "shared memory segment \"%s\" was written past its end at byte %zu, %zu byte(s) of the next %zu",
			 segment, offset, damaged, length);
	event_add(&event);
}

/* Mends and reports it, unless another session was quicker. */
static bool
mend(Sentinel *sentinel)
{
	char		segment[NAMEDATALEN];
	const char *from;
	Size		first = 0;
	Size		damaged;
	Size		offset;
	Size		length;

	LWLockAcquire(table->lock, LW_EXCLUSIVE);
	damaged = damage(sentinel, &first);
	offset = sentinel->offset + first;
	length = sentinel->length;
	from = sentinel->from;
	strcpy(segment, sentinel->segment);
	place_pattern(sentinel);
	LWLockRelease(table->lock);
	if (damaged > 0 && tracer_is_on())
		report(segment, from, offset, length, damaged);
	return damaged > 0;
}

/* Now, and not yet told. */
bool
shmem_probe_sees_damage(void)
{
	bool		sees = false;
	Size		first;

	LWLockAcquire(table->lock, LW_SHARED);
	for (int place = 0; place < SENTINELS && !sees; place++)
		sees = held[place] && damage(&table->sentinels[place], &first) > 0;
	LWLockRelease(table->lock);
	return sees;
}

/* Puts a fence around the sentinels of this session's windows. */
void
shmem_probe_fence(void)
{
	LWLockAcquire(table->lock, LW_SHARED);
	for (int place = 0; place < SENTINELS; place++)
		if (held[place])
			fence_add(table->sentinels[place].from, table->sentinels[place].length, FENCE_CHANGE, 0);
	LWLockRelease(table->lock);
}

/* When a statement is over. */
void
shmem_probe_check(void)
{
	bool		damaged[SENTINELS];
	Size		first;

	LWLockAcquire(table->lock, LW_SHARED);
	for (int place = 0; place < SENTINELS; place++)
		damaged[place] = held[place] && damage(&table->sentinels[place], &first) > 0;
	LWLockRelease(table->lock);
	for (int place = 0; place < SENTINELS; place++)
		if (damaged[place])
			(void) mend(&table->sentinels[place]);
}

/* The segment of this name, or an error. */
static const ShmemSegment *
segment_named(const char *name)
{
	static OwnArray segments = {.width = sizeof(ShmemSegment)};

	shmem_index_read(&segments);
	for (Size i = 0; i < segments.count; i++)
	{
		const ShmemSegment *segment = own_array_at(&segments, i);

		if (strcmp(segment->name, name) == 0)
			return segment;
	}
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("there is no shared memory segment \"%s\"", name),
			 errhint("View pg_shmem_allocations lists them.")));
	return NULL;				/* not reached */
}

static int
registered_place(const char *name)
{
	for (int place = 0; place < SENTINELS; place++)
	{
		const Sentinel *sentinel = &table->sentinels[place];

		if (sentinel->length > 0 && sentinel->registered && strcmp(sentinel->segment, name) == 0)
			return place;
	}
	return -1;
}

PG_FUNCTION_INFO_V1(memcheck_register_shmem_probe);
Datum
memcheck_register_shmem_probe(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	int64		size = PG_GETARG_INT64(1);
	const ShmemSegment *segment;
	int			place;

	memcheck_require_preload();
	segment = segment_named(name);
	if (size < 1 || (uint64) size >= segment->allocated)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("size of \"%s\" must be from 1 to %zu, not %lld", name,
						segment->allocated - 1, (long long) size),
				 errdetail("The segment has %zu bytes, of which %zu were asked for.",
						   segment->allocated, segment->size)));
	LWLockAcquire(table->lock, LW_EXCLUSIVE);
	place = registered_place(name);
	if (place >= 0)
	{
		LWLockRelease(table->lock);
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("shared memory segment \"%s\" is registered already", name),
				 errhint("Call ext_memcheck.clear_shmem_registry() first.")));
	}
	place = hold(segment, size);
	if (place >= 0)
		table->sentinels[place].registered = true;
	LWLockRelease(table->lock);
	if (place < 0)
		warn_of_full_table(name);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(memcheck_probe_check);
Datum
memcheck_probe_check(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	int			place;

	memcheck_require_preload();
	LWLockAcquire(table->lock, LW_SHARED);
	place = registered_place(name);
	LWLockRelease(table->lock);
	if (place < 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("shared memory segment \"%s\" is not registered", name),
				 errhint("Register it with ext_memcheck.register_shmem_probe().")));
	PG_RETURN_BOOL(!mend(&table->sentinels[place]));
}

PG_FUNCTION_INFO_V1(memcheck_clear_shmem_registry);
Datum
memcheck_clear_shmem_registry(PG_FUNCTION_ARGS)
{
	int			cleared = 0;

	memcheck_require_preload();
	LWLockAcquire(table->lock, LW_EXCLUSIVE);
	for (int place = 0; place < SENTINELS; place++)
	{
		Sentinel   *sentinel = &table->sentinels[place];

		if (sentinel->length == 0 || !sentinel->registered)
			continue;
		sentinel->registered = false;
		let_go(place);
		cleared++;
	}
	LWLockRelease(table->lock);
	PG_RETURN_INT32(cleared);
}
