/*
 * probe.c
 *		Which probes run; see probe.h.
 */
#include "postgres.h"

#include "base/room.h"
#include "probe/dsm_probe.h"
#include "probe/dsm_table.h"
#include "probe/guard_pages.h"
#include "probe/poison.h"
#include "probe/poison_place.h"
#include "probe/probe.h"
#include "probe/resource_count.h"
#include "probe/sampled_finding.h"
#include "probe/shmem_probe.h"

#define SENTINEL_ROOM "pg_ext_memcheck sentinels"
#define SEGMENT_ROOM "pg_ext_memcheck segments"
#define COUNTS_ROOM "pg_ext_memcheck guards"

typedef struct Probe
{
	const char *option;
	void		(*start) (void);
	void		(*check) (void);
	void		(*stop) (void);
} Probe;

static const Probe probes[PROBE_KINDS] = {
#define PROBE_ROW(name, option, prefix) {option, prefix##_start, prefix##_check, prefix##_stop},
	PROBES(PROBE_ROW)
#undef PROBE_ROW
};

static int	holders[PROBE_KINDS];	/* windows that asked */
static int	holders_of_all;		/* that want nothing left out by poison */

/* From shmem_request_hook. */
void
probes_request(void)
{
	room_request(SENTINEL_ROOM, shmem_probe_bytes());
	room_request(SEGMENT_ROOM, dsm_table_bytes());
	room_request(COUNTS_ROOM, sampled_counts_bytes());
}

/* From shmem_startup_hook, under AddinShmemInitLock. */
void
probes_startup(void)
{
	void	   *memory;
	bool		found;

	memory = room_open(SENTINEL_ROOM, shmem_probe_bytes(), &found);
	shmem_probe_init(memory, found, room_lock(SENTINEL_ROOM));
	memory = room_open(SEGMENT_ROOM, dsm_table_bytes(), &found);
	dsm_table_init(memory, found, room_lock(SEGMENT_ROOM));
	memory = room_open(COUNTS_ROOM, sampled_counts_bytes(), &found);
	sampled_counts_init(memory, found);
}

const char *
probe_option(ProbeKind kind)
{
	return probes[kind].option;
}

static void
release_first(const ProbeSet *set, int count)
{
	for (int kind = 0; kind < count; kind++)
		if (set->wanted[kind] && --holders[kind] == 0)
			probes[kind].stop();
}

static void
hold_all(const ProbeSet *set, int windows)
{
	if (set->wanted[PROBE_POISON] && set->poison_all)
		holders_of_all += windows;
	poison_leaves_out(holders_of_all == 0);
}

/* All that a window asks for, or, with the error of the one that failed, none. */
void
probes_acquire(const ProbeSet *set)
{
	volatile int kind = 0;

	PG_TRY();
	{
		for (; kind < PROBE_KINDS; kind++)
		{
			if (!set->wanted[kind])
				continue;
			if (holders[kind] == 0)
				probes[kind].start();
			holders[kind]++;
		}
	}
	PG_CATCH();
	{
		release_first(set, kind);
		PG_RE_THROW();
	}
	PG_END_TRY();
	hold_all(set, 1);
}

void
probes_release(const ProbeSet *set)
{
	hold_all(set, -1);
	release_first(set, PROBE_KINDS);
}

/* At a boundary. The guard has an option with a value (guard_pages.h), and no place in the list. */
void
probes_check(void)
{
	guard_pages_check();
	for (int kind = 0; kind < PROBE_KINDS; kind++)
		if (holders[kind] > 0)
			probes[kind].check();
}

/* Where a window begins or ends: also what a probe leaves out for as long as statements go by. */
void
probes_check_all(void)
{
	poison_check_all();
}
