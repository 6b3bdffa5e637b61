/*
 * stack_unwind.c
 *		The call stack of the caller, quickly; see stack_unwind.h.
 *
 * The compiler's unwinder looks up and interprets each frame's description
 * every time, a few microseconds for a stack, and takes locks. A backend allocates from a few
 * thousand places only, so we interpret each return address once, keep its
 * rule (known_rules.h) and then step from frame to frame with a look-up and two
 * loads.
 *
 * The backend's thread also remembers stacks (trail.h).
 *
 * A stack ends where a signal came in: what it interrupted has not called us. (The
 * postmaster forks background workers in a signal handler, up to 15.)
 */
#include "postgres.h"

#include <unwind.h>

#include "base/own_memory.h"
#include "stack/frame.h"
#include "stack/known_rules.h"
#include "stack/stack_unwind.h"
#include "stack/trail.h"
#include "stack/unwind_library.h"
#include "stack/unwind_table.h"
#include "tcop/tcopprot.h"

/* Frames that a look for one of them goes through, first and at most. */
#define FEW_FRAMES 12
#define MOST_FRAMES 128

static bool distrusted;

typedef struct Slow
{
	uintptr_t  *pcs;
	int			limit;
	int			count;
} Slow;

static _Unwind_Reason_Code
take_frame(struct _Unwind_Context *context, void *arg)
{
	Slow	   *slow = arg;
	int			interrupted = 0;
	uintptr_t	pc = _Unwind_GetIPInfo(context, &interrupted);

	if (pc == 0 || interrupted || slow->count == slow->limit)
		return _URC_END_OF_STACK;
	slow->pcs[slow->count++] = pc;
	return _URC_NO_REASON;
}

/* With the compiler's unwinder: this function's own address comes first. */
int
unwind_stack_slowly(uintptr_t *pcs, int limit)
{
	Slow		slow = {pcs, limit, 0};

	_Unwind_Backtrace(take_frame, &slow);
	return slow.count;
}

/* In a stack that may begin with frames of ours: the first that is none and does not pass; or 0. */
static uintptr_t
first_beyond(const uintptr_t *pcs, int count, bool (*passes) (uintptr_t pc))
{
	int			i = 0;

	while (i < count && frame_is_observer(pcs[i]))
		i++;
	while (i < count && passes(pcs[i]))
		i++;
	return i < count ? pcs[i] : 0;
}

/* The same where a whole stack is taken at once: first few frames, then many. */
static uintptr_t
beyond_by_stack(bool (*passes) (uintptr_t pc))
{
	uintptr_t	pcs[MOST_FRAMES];
	int			count = unwind_stack(pcs, FEW_FRAMES);
	uintptr_t	beyond = first_beyond(pcs, count, passes);

	if (beyond == 0 && count == FEW_FRAMES)
		beyond = first_beyond(pcs, unwind_stack(pcs, MOST_FRAMES), passes);
	return beyond;
}

/* The two did not agree: from now on only the slow one is used, in this process. */
void
unwind_distrust(void)
{
	distrusted = true;
#ifdef HAS_OWN_UNWINDER
	memset(unwind_usual, 0, sizeof(unwind_usual));
	trails_forget();
#endif
}

#ifdef HAS_OWN_UNWINDER

#define STACK_BYTES (64 * 1024 * 1024)	/* a step further up than this is a mistake */

UsualStep	unwind_usual[UNWIND_USUAL];

/* The library of these addresses has gone. */
void
unwind_forget(uintptr_t start, uintptr_t end, uintptr_t renamed)
{
	trails_outdate();
	memset(unwind_usual, 0, sizeof(unwind_usual));
	known_rules_forget(start, end);
}

/* Code that was made at run time has no rule, and may have one tomorrow: not to be remembered. */
static void
note_end(TrailReads *reads, const UnwindRule *rule)
{
	if (reads && rule->kind == RULE_UNKNOWN)
		reads->count = TRAIL_READS + 1;
}

#define LONGEST_FUNCTION (64 * 1024)

/*
 * Whether this is in a function that never returns, in this process once: how it was called stays
 * as it is.
 */
static bool
is_in_main_loop(uintptr_t pc)
{
	uintptr_t	start = (uintptr_t) PostgresMain;
	uintptr_t	function;

	return pc > start && pc - start < LONGEST_FUNCTION &&
		unwind_table_find(pc - 1, &function) && function == start;
}

/* How far the way up has come. */
typedef struct Climb
{
	uintptr_t	pc;				/* of the next frame, 0: there is none */
	uintptr_t	sp;
	uintptr_t	fp;
	const uintptr_t *fp_place;	/* where that was saved */
	const uintptr_t *bottom;	/* the frame in which the way began */
} Climb;

/* From a frame that keeps its frame pointer: what it saved, then its return address. */
static inline Climb
climb_from(const uintptr_t *frame)
{
	return (Climb) {
		.pc = frame[1],
		.sp = (uintptr_t) (frame + 2),
		.fp = frame[0],
		.fp_place = frame,
		.bottom = frame,
	};
}

/* One step further; false where it ends. */
static inline bool
climb(Climb *at, UnwindRule rule, TrailReads *reads)
{
	uintptr_t	lowest = (uintptr_t) at->bottom;
	uintptr_t	cfa;

	if (rule.kind != RULE_STEP)
		return false;
	/* the step depends on the frame pointer, that is, on where it was saved */
	if (rule.cfa != CFA_FROM_SP || (rule.fp != FP_UNCHANGED && rule.fp != FP_AT_CFA))
		(void) trail_read(reads, at->bottom, at->fp_place);
	if (rule.cfa == CFA_AT_FP && (at->fp < at->sp || at->fp - lowest > STACK_BYTES))
		return false;
	cfa = rule.cfa == CFA_AT_FP ?
		trail_read(reads, at->bottom, (uintptr_t *) (at->fp + rule.cfa_offset)) :
		(rule.cfa == CFA_FROM_FP ? at->fp : at->sp) + rule.cfa_offset;
	if (cfa <= at->sp || cfa - lowest > STACK_BYTES || (cfa & 7) != 0)
		return false;
	at->pc = trail_read(reads, at->bottom, (uintptr_t *) (cfa - 8));
	if (rule.fp != FP_UNCHANGED)
	{
		at->fp_place = (uintptr_t *) ((rule.fp == FP_AT_CFA ? cfa : at->fp) + rule.fp_offset);
		at->fp = *at->fp_place;
	}
	at->sp = cfa;
	return true;
}

/*
 * Return addresses outward, after those that are there, up to the limit or the first frame that no
 * rule fits. Notes the way, if there is where. Returns how many there are then.
 */
static int
climb_on(Climb *at, uintptr_t *pcs, int count, int limit, TrailReads *reads)
{
	while (count < limit && at->pc != 0)
	{
		UnwindRule	rule = known_rule_of(at->pc);

		pcs[count++] = at->pc;
		note_end(reads, &rule);
		if (reads && is_in_main_loop(at->pc))
			reads = NULL;
		if (!climb(at, rule, reads))
			at->pc = 0;
	}
	return count;
}

/*
 * The stack of the caller's caller. This function keeps a frame pointer, so
 * its own frame is undone by hand.
 */
pg_noinline
int
unwind_stack(uintptr_t *pcs, int limit)
{
	Climb		at = climb_from(__builtin_frame_address(0));

	if (distrusted)
		return unwind_stack_slowly(pcs, limit);
	return climb_on(&at, pcs, 0, limit, NULL);
}

/* No further than needed. */
uintptr_t
unwind_beyond(const void *door, bool (*passes) (uintptr_t pc))
{
	Climb		at = climb_from(door);

	if (distrusted)
		return beyond_by_stack(passes);
	for (int i = 0; i < MOST_FRAMES && at.pc != 0; i++)
	{
		if (!passes(at.pc))
			return at.pc;
		if (!climb(&at, known_rule_of(at.pc), NULL))
			break;
	}
	return 0;
}

/*
 * Whether the nearest function that does not allocate for its caller is the server's, so that what
 * is made here is, too.
 */
bool
unwind_is_servers(const void *door)
{
	Climb		at = climb_from(door);

	for (int i = 0; i < FEW_FRAMES && at.pc != 0 && !distrusted; i++)
	{
		UnwindRule	rule = known_rule_of(at.pc);

		if (rule.use != USE_CALLER)
			return rule.use == USE_SERVER;
		if (!climb(&at, rule, NULL))
			break;
	}
	return false;
}

static bool
is_usual(UnwindRule rule)
{
	return rule.kind == RULE_STEP && rule.cfa == CFA_FROM_FP && rule.cfa_offset == 16 &&
		rule.fp == FP_AT_CFA && rule.fp_offset == -16;
}

/* Where the first steps lead: through our own functions, and one further. */
static uint64
key_of(Climb at)
{
	uint64		key = at.sp;
	bool		ours = true;

	for (int i = 0; i < UNWIND_FIRST_STEPS && ours && at.pc != 0; i++)
	{
		UnwindRule	rule = known_rule_of(at.pc);

		ours = frame_is_observer(at.pc);
		if (is_usual(rule))
			*unwind_usual_step(at.pc) = (UsualStep) {at.pc, ours};
		key = unwind_key_with(key, at.pc);
		if (!climb(&at, rule, NULL))
			break;
	}
	return unwind_key_with(key, at.pc);
}

/* The same where all these steps are usual ones; 0: they are not, or not known as such. */
static uint64
usual_key_of(const uintptr_t *frame)
{
	uint64		key = (uintptr_t) (frame + 2);

	for (int i = 0; i < UNWIND_FIRST_STEPS; i++)
	{
		const UsualStep *step = unwind_usual_step(frame[1]);

		if (step->pc != frame[1])
			return 0;
		key = unwind_key_with(key, frame[1]);
		frame = (const uintptr_t *) frame[0];
		if (!step->ours)
			return unwind_key_with(key, frame[1]);
	}
	return 0;
}

/* As unwind_place(), whatever the steps. */
uint64
unwind_place_slowly(const void *door)
{
	uint64		key;

	if (distrusted)
		return 0;
	key = usual_key_of(door);
	return key ? key : key_of(climb_from(door));
}

/* One that is not known. */
pg_noinline
int
unwind_noted(const void *door, uintptr_t *pcs, int limit, uint32 **number)
{
	Climb		at = climb_from(door);
	TrailReads	reads;
	int			count;

	*number = NULL;
	if (distrusted)
		return unwind_stack_slowly(pcs, limit);
	trail_begin(&reads, at.bottom);
	count = climb_on(&at, pcs, 0, limit, &reads);
	*number = trail_remember(at.bottom, &reads);
	return count;
}

/* How stacks are taken, for the setting pg_ext_memcheck.unwinder. */
const char *
unwind_way(void)
{
	return distrusted ? "compiler" : "own";
}

#else							/* !HAS_OWN_UNWINDER */

int
unwind_stack(uintptr_t *pcs, int limit)
{
	if (distrusted || !unwind_library_is_loaded())
		return unwind_stack_slowly(pcs, limit);
	return unwind_by_library(pcs, limit);
}

uintptr_t
unwind_beyond(const void *door, bool (*passes) (uintptr_t pc))
{
	return beyond_by_stack(passes);
}

bool
unwind_is_servers(const void *door)
{
	return false;
}

int
unwind_noted(const void *door, uintptr_t *pcs, int limit, uint32 **number)
{
	*number = NULL;
	return unwind_stack(pcs, limit);
}

void
unwind_forget(uintptr_t start, uintptr_t end, uintptr_t renamed)
{
	unwind_library_forget(start, end);
}

const char *
unwind_way(void)
{
	return distrusted || !unwind_library_is_loaded() ? "compiler" : "libunwind";
}

#endif							/* HAS_OWN_UNWINDER */
