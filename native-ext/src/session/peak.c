/*
 * peak.c
 *		Looks at the tree inside statements; see peak.h.
 */
#include "postgres.h"

#include <time.h>

#include "session/peak.h"
#include "session/watch.h"
#include "tcop/pquery.h"
#include "trace/memory_drop.h"
#include "trace/tracer.h"
#include "tree/process_memory.h"

/* What a tree must have gained to be worth a copy: this, or a sixteenth. */
#define MARGIN_BYTES 131072

/* Nested statements are looked at no oftener than this. */
#define NESTED_NANOSECONDS 10000000

/* Larger trees than this are looked at for a fiftieth of the time at most. */
#define MANY_CONTEXTS 512
#define SHARE_OF_TIME 50

typedef struct Peak
{
	int64		start;			/* bytes when the statement began */
	int64		bytes;			/* most bytes seen inside it, 0: not looked */
	int64		kept;			/* bytes of the copy, 0: none */
	bool		settled;		/* no more looks */
	Walk		walk;
} Peak;

static Peak peaks[2];			/* of the running statement and the one before */
static int	running;
static ContextSum latest;		/* what the latest look saw */
static int64 next_look;			/* of a nested statement or a large tree */
static int64 largest_drop;		/* in this statement, of those that were looked at */
static int64 next_drop;			/* when one that is no larger may be looked at */

static int64
now_nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64CONST(1000000000) + now.tv_nsec;
}

/* Adds up the tree, if that is not done too often. */
static bool
look(bool top_level)
{
	bool		large = latest.contexts > MANY_CONTEXTS;
	int64		begun;
	int64		ended;

	if (top_level && !large)
	{
		latest = context_sum();
		return true;
	}
	begun = now_nanoseconds();
	if (begun < next_look)
		return false;
	latest = context_sum();
	ended = now_nanoseconds();
	next_look = ended + Max((ended - begun) * SHARE_OF_TIME, NESTED_NANOSECONDS);
	return true;
}

/* Whether a tree is so much larger than what is known that it is worth a copy. */
static bool
is_worth_a_copy(const Peak *peak, int64 bytes)
{
	int64		known = Max(peak->start, peak->kept);

	return bytes > known + Max(known / 16, MARGIN_BYTES);
}

/*
 * Inside the allocator: a context is about to give so much back. The tree is added up, but not
 * copied. Where the same happens with each row, that takes a small share of the time.
 */
static void
look_before_drop(int64 drop, bool detached)
{
	Peak	   *peak = &peaks[running];
	int64		begun;
	int64		ended;
	ContextSum	sum;

	if (!watch_is_held() || peak->settled)
		return;
	begun = now_nanoseconds();
	if (drop <= largest_drop + largest_drop / 8 && begun < next_drop)
		return;
	sum = context_sum();
	ended = now_nanoseconds();
	largest_drop = Max(largest_drop, drop);
	next_drop = ended + (ended - begun) * SHARE_OF_TIME;
	peak->bytes = Max(peak->bytes, sum.bytes + (detached ? drop : 0));
}

/*
 * Looks at the tree before a statement, unless the latest look, at the end of the one before, was
 * hardly more than the latest look between two of them.
 */
static int64
bytes_between_statements(void)
{
	static int64 seen;

	if (peaks[running].settled || latest.bytes < seen || latest.bytes >= seen + MARGIN_BYTES)
	{
		(void) look(true);
		seen = latest.bytes;
	}
	return latest.bytes;
}

/* In a window, when a top-level statement begins. */
void
peak_statement_begins(void)
{
	Peak	   *peak;
	int64		start;

	memory_drop_visitor = look_before_drop;
	largest_drop = 0;
	next_drop = 0;

	start = bytes_between_statements();
	running = 1 - running;
	peak = &peaks[running];
	peak->start = start;
	peak->bytes = 0;
	peak->kept = 0;
	peak->settled = false;
}

/*
 * The running statement is memcheck's own: the one before it is the subject
 * again. A function called outside any statement has begun none.
 */
void
peak_statement_is_observer(void)
{
	if (!watch_is_held() || ActivePortal == NULL || peaks[running].settled)
		return;
	running = 1 - running;
	peaks[running].settled = true;
}

/* Inside a statement, where it may hold most. */
void
peak_look(bool top_level)
{
	Peak	   *peak = &peaks[running];

	if (!watch_is_held() || peak->settled || !look(top_level))
		return;
	peak->bytes = Max(peak->bytes, latest.bytes);
	if (!is_worth_a_copy(peak, latest.bytes))
		return;
	if (peak->walk.nodes.width == 0)
		walk_init(&peak->walk);
	peak->kept = tracer_walk_running(&peak->walk) ? latest.bytes : 0;
}

/*
 * A walk of this moment, inside a statement: taken if it is the largest; what it held then is
 * undefined.
 */
void
peak_offer(Walk *walk, int64 bytes)
{
	Peak	   *peak = &peaks[running];
	Walk		other = peak->walk;

	if (!watch_is_held() || peak->settled)
		return;
	peak->bytes = Max(peak->bytes, bytes);
	if (!is_worth_a_copy(peak, bytes))
		return;
	peak->kept = bytes;
	peak->walk = *walk;
	if (other.nodes.width == 0)
		walk_init(&other);
	*walk = other;
}

/* The last window has closed, or one has opened in the middle of a statement. */
void
peak_forget(void)
{
	for (int i = 0; i < lengthof(peaks); i++)
	{
		if (peaks[i].walk.nodes.width != 0)
			walk_free(&peaks[i].walk);
		memset(&peaks[i], 0, sizeof(Peak));
		peaks[i].settled = true;
	}
}

/* Most bytes seen inside the last statement, 0 if that is not known. */
int64
peak_bytes(void)
{
	return peaks[running].bytes;
}

/* How much more that is than when it began; negative where nobody looked inside. */
int64
peak_growth(void)
{
	const Peak *peak = &peaks[running];

	return peak->bytes > 0 ? Max(peak->bytes - peak->start, 0) : -1;
}

/* The largest tree seen inside the last statement, or NULL. */
const Walk *
peak_walk(void)
{
	return peaks[running].kept > 0 ? &peaks[running].walk : NULL;
}
