/*
 * shmem_probe.c
 *		Sentinels in the slack of shared memory; see shmem_probe.h.
 */
#include "postgres.h"

#include "base/amount.h"
#include "base/settings.h"
#include "base/violation.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "probe/fence.h"
#include "probe/shmem_index.h"
#include "probe/shmem_probe.h"
#include "storage/ipc.h"
#include "trace/event.h"
#include "trace/tracer.h"
#include "utils/builtins.h"

#define SENTINELS 256

typedef struct Sentinel
{
	/* fixed while it is in place */
	char		segment[NAMEDATALEN];
	char	   *from;			/* the same address in all processes */
	Size		offset;			/* of it in the segment: the size that was asked for */
	Size		length;			/* up to the next segment; 0: this place is free */
	uint8		before[SENTINEL_BYTES]; /* what stood there */

	/* changes */
	int			holders;		/* sessions, and the registry */
	Size		registered;		/* size given to register_shmem_probe(), 0: is not */
	bool		overrun;		/* seen behind that size, and not yet told by probe_check() */
} Sentinel;

typedef struct SentinelTable
{
	Sentinel	sentinels[SENTINELS];
} SentinelTable;

static SentinelTable *table;
static LWLock *table_lock;
static uint8 pattern[SENTINEL_BYTES];	/* what an untouched sentinel looks like */

/* one that this session holds: fixed while it does, so read without the lock */
typedef struct WatchedSlack
{
	char	   *from;
	Size		length;
	int			place;			/* in the table */
} WatchedSlack;

/* close together: looked at after each statement */
static WatchedSlack held[SENTINELS];
static int	held_count;
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
	table_lock = lock;
	/* no byte is like its neighbor, so that a run of one value shows */
	for (Size i = 0; i < SENTINEL_BYTES; i++)
		pattern[i] = (uint8) (0x5A + i * 37);
	if (found)
		return;
	memset(table, 0, sizeof(SentinelTable));
}

static void
place_pattern(Sentinel *sentinel)
{
	memcpy(sentinel->from, pattern, sentinel->length);
}

static inline bool
is_damaged(const WatchedSlack *sentinel)
{
	return memcmp(sentinel->from, pattern, sentinel->length) != 0;
}

/* How many bytes from this one on are not as they were written, and which is the first. */
static Size
damage_from(const Sentinel *sentinel, Size from, Size *first)
{
	Size		damaged = 0;

	for (Size i = sentinel->length; i > from; i--)
		if ((uint8) sentinel->from[i - 1] != pattern[i - 1])
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
 * Adds a holder to the sentinel of a segment, which is placed if this is the first. A segment
 * has one sentinel, whoever asks. It fills all of the slack, and nothing else. Lock held.
 * Returns its place, or -1 when the table is full.
 */
static int
hold(const ShmemSegment *segment)
{
	int			place = find_place(segment->address + segment->size);
	Sentinel   *sentinel = &table->sentinels[place];

	if (place < 0)
		return place;
	if (sentinel->length == 0)
	{
		string_copy(sentinel->segment, sizeof(sentinel->segment), segment->name);
		sentinel->from = segment->address + segment->size;
		sentinel->offset = segment->size;
		sentinel->length = Min(segment->allocated - segment->size, SENTINEL_BYTES);
		sentinel->registered = 0;
		sentinel->overrun = false;
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
	LWLockAcquire(table_lock, LW_EXCLUSIVE);
	while (held_count > 0)
		let_go(held[--held_count].place);
	LWLockRelease(table_lock);
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
	LWLockAcquire(table_lock, LW_EXCLUSIVE);
	for (Size i = 0; i < segments.count; i++)
	{
		const ShmemSegment *segment = own_array_at(&segments, i);
		int			place = segment->allocated > segment->size ? hold(segment) : -1;

		if (place >= 0)
			held[held_count++] = (WatchedSlack) {table->sentinels[place].from,
										 table->sentinels[place].length, place};
		else if (segment->allocated > segment->size)
			left_out = segment->name;
	}
	LWLockRelease(table_lock);
	if (left_out)
		warn_of_full_table(left_out);
}

/* Who wrote there is known if the call was made under a fence. */
static void
report(const char *segment, const char *from, Size offset, Size length, Size damaged)
{
	Event		event = {.check_type = CHECK_SHMEM_OVERRUN, .rule = OWNER_BY_REACH, .count = 1,
						 .certain = true};
	FenceHit	hit = fence_hit();

	event.site = hit.area == from ? hit.site : 0;
	event.bytes = damaged;
	snprintf(event.detail, sizeof(event.detail),
			 "shared memory segment \"%s\" was written past its end at byte %zu, %s of the "
			 "next %zu",
			 segment, offset, amount_of_bytes(damaged).text, length);
	event_add(&event);
}

/* Behind the size that was registered, for probe_check() to tell. Lock held. */
static void
note_overrun(Sentinel *sentinel)
{
	Size		first;

	if (sentinel->registered > 0 &&
		damage_from(sentinel, sentinel->registered - sentinel->offset, &first) > 0)
		sentinel->overrun = true;
}

/* Mends and reports it, unless another session was quicker. */
static void
mend(Sentinel *sentinel)
{
	char		segment[NAMEDATALEN];
	const char *from;
	Size		first = 0;
	Size		damaged;
	Size		offset;
	Size		length;

	LWLockAcquire(table_lock, LW_EXCLUSIVE);
	damaged = damage_from(sentinel, 0, &first);
	offset = sentinel->offset + first;
	length = sentinel->length;
	from = sentinel->from;
	strcpy(segment, sentinel->segment);
	note_overrun(sentinel);
	place_pattern(sentinel);
	LWLockRelease(table_lock);
	if (damaged > 0 && tracer_is_on())
		report(segment, from, offset, length, damaged);
}

/* Now, and not yet told. */
bool
shmem_probe_sees_damage(void)
{
	for (int i = 0; i < held_count; i++)
		if (is_damaged(&held[i]))
			return true;
	return false;
}

/* Puts a fence around the sentinels of this session's windows. */
void
shmem_probe_fence(void)
{
	for (int i = 0; i < held_count; i++)
		fence_add(held[i].from, held[i].length, FENCE_CHANGE, 0);
}

/* When a statement is over. */
void
shmem_probe_check(void)
{
	for (int i = 0; i < held_count; i++)
		if (is_damaged(&held[i]))
			mend(&table->sentinels[held[i].place]);
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

/* Lock held. */
static Sentinel *
registered_sentinel(const char *name)
{
	for (int place = 0; place < SENTINELS; place++)
	{
		Sentinel   *sentinel = &table->sentinels[place];

		if (sentinel->length > 0 && sentinel->registered > 0 &&
			strcmp(sentinel->segment, name) == 0)
			return sentinel;
	}
	return NULL;
}

/* Whether this role may have sentinels in windows and scenarios. All sessions share their table. */
bool
shmem_probe_is_allowed(void)
{
	return memcheck_is_preloaded() && (memcheck_track_shmem || superuser());
}

static void
require_superuser(const char *what)
{
	if (!superuser())
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be superuser to %s", what),
				 errdetail("It writes a pattern into the shared memory of all sessions.")));
}

/* Only in the slack may anything be written: what lies before it is the owner's. */
static void
require_slack(const ShmemSegment *segment, int64 size)
{
	if (segment->allocated <= segment->size)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("shared memory segment \"%s\" has no room for a sentinel", segment->name),
				 errdetail("Its %zu bytes end where the next segment begins.", segment->size),
				 errhint("The server rounds sizes up to a multiple of %d bytes. Request a size "
						 "that is no such multiple.",
						 PG_CACHE_LINE_SIZE)));
	if (size < 0 || (uint64) size < segment->size || (uint64) size >= segment->allocated)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("size of \"%s\" must be from %zu to %zu, not %lld", segment->name,
						segment->size, segment->allocated - 1, (long long) size),
				 errdetail("The segment has %zu bytes, and its owner requested %zu. Only the bytes "
						   "after those can be watched.",
						   segment->allocated, segment->size),
				 errhint("Pass the size that the owner passes to ShmemInitStruct(): %zu.",
						 segment->size)));
}

/* For a window or a scenario that wants sentinels. */
void
shmem_probe_require_permission(void)
{
	memcheck_require_preload();
	if (!shmem_probe_is_allowed())
		require_superuser("track shared memory");
}

PG_FUNCTION_INFO_V1(memcheck_register_shmem_probe);
Datum
memcheck_register_shmem_probe(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	int64		size = PG_GETARG_INT64(1);
	const ShmemSegment *segment;
	bool		registered;
	int			place = -1;

	memcheck_require_preload();
	require_superuser("register a segment of shared memory");
	segment = segment_named(name);
	require_slack(segment, size);
	LWLockAcquire(table_lock, LW_EXCLUSIVE);
	registered = registered_sentinel(name) != NULL;
	if (!registered)
		place = hold(segment);
	if (place >= 0)
	{
		table->sentinels[place].registered = size;
		table->sentinels[place].overrun = false;
	}
	LWLockRelease(table_lock);
	if (registered)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("shared memory segment \"%s\" is registered already", name),
				 errhint("Call ext_memcheck.clear_shmem_registry() first.")));
	if (place < 0)
		ereport(ERROR,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("shared memory segment \"%s\" cannot be watched", name),
				 errdetail("At most %d segments can be watched at once.", SENTINELS)));
	PG_RETURN_TEXT_P(cstring_to_text(psprintf("The bytes of \"%s\" from %lld to %zu are watched.",
											  name,
											  (long long) size, segment->allocated - 1)));
}

/*
 * Damage is mended here only if no window would miss it. A window's own session sees it when its
 * statement is over, and reports it then.
 */
PG_FUNCTION_INFO_V1(memcheck_probe_check);
Datum
memcheck_probe_check(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Sentinel   *sentinel;
	bool		overrun = false;

	memcheck_require_preload();
	LWLockAcquire(table_lock, LW_EXCLUSIVE);
	sentinel = registered_sentinel(name);
	if (sentinel)
	{
		note_overrun(sentinel);
		overrun = sentinel->overrun;
		sentinel->overrun = false;
		if (sentinel->holders == 1)
			place_pattern(sentinel);
	}
	LWLockRelease(table_lock);
	if (sentinel == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("shared memory segment \"%s\" is not registered", name),
				 errhint("Register it with ext_memcheck.register_shmem_probe().")));
	PG_RETURN_BOOL(!overrun);
}

PG_FUNCTION_INFO_V1(memcheck_clear_shmem_registry);
Datum
memcheck_clear_shmem_registry(PG_FUNCTION_ARGS)
{
	int			cleared = 0;

	memcheck_require_preload();
	LWLockAcquire(table_lock, LW_EXCLUSIVE);
	for (int place = 0; place < SENTINELS; place++)
	{
		Sentinel   *sentinel = &table->sentinels[place];

		if (sentinel->length == 0 || sentinel->registered == 0)
			continue;
		sentinel->registered = 0;
		let_go(place);
		cleared++;
	}
	LWLockRelease(table_lock);
	PG_RETURN_INT32(cleared);
}
