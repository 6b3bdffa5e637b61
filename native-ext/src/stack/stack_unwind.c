/*
 * stack_unwind.c
 *		The call stack of the caller, quickly; see stack_unwind.h.
 *
 * The compiler's unwinder looks up and interprets each frame's description
 * every time, a few microseconds for a stack, and takes locks. A backend allocates from a few
 * thousand places only, so we interpret each return address once, keep its
 * rule (unwind_rule.h) and then step from frame to frame with a look-up and two
 * loads.
 *
 * All threads share the table of rules. An entry is two words that are written one
 * after the other, the first being the address combined with the second: a reader that
 * sees halves of two entries finds that they do not belong together and asks again.
 *
 * The backend's thread also remembers stacks by the places that were read on the way up.
 *
 * A stack ends where a signal came in: what it interrupted has not called us. (The
 * postmaster forks background workers in a signal handler, up to 15.)
 */
#include "postgres.h"

#include <unwind.h>

#include "base/own_memory.h"
#include "stack/frame.h"
#include "stack/stack_unwind.h"
#include "stack/unwind_library.h"
#include "stack/unwind_rule.h"

#ifdef HAS_OWN_UNWINDER
#include <emmintrin.h>
#endif

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
}

#ifdef HAS_OWN_UNWINDER

#define RULES 8192				/* direct-mapped; a collision is asked again */
#define STACK_BYTES (64 * 1024 * 1024)	/* a step further up than this is a mistake */

typedef struct KnownRule
{
	uint64		check;			/* address ^ rule */
	uint64		rule;			/* 0: free */
} KnownRule;

static KnownRule known[RULES];

StaticAssertDecl(sizeof(UnwindRule) == sizeof(uint64), "a rule is one word");

static UnwindRule
rule_of(uintptr_t pc)
{
	KnownRule  *entry = &known[own_hash(pc) % RULES];
	uint64		word = __atomic_load_n(&entry->rule, __ATOMIC_RELAXED);
	UnwindRule	rule;

	if (word != 0 && (__atomic_load_n(&entry->check, __ATOMIC_RELAXED) ^ word) == pc)
	{
		memcpy(&rule, &word, sizeof(rule));
		return rule;
	}
	rule = unwind_rule_of(pc, true);
	/* code that was made at run time: tomorrow there is other code */
	if (rule.kind == RULE_UNKNOWN)
		return rule;
	memcpy(&word, &rule, sizeof(word));
	__atomic_store_n(&entry->rule, word, __ATOMIC_RELAXED);
	__atomic_store_n(&entry->check, word ^ pc, __ATOMIC_RELAXED);
	return rule;
}

/*
 * How a stack is recognized: by the places that were read on the way up, and the values there. A
 * stack that begins in the same place and has the same values there is the same stack, since the
 * steps depend on nothing else but the rules. So the number that it was given holds. A saved
 * frame pointer is among the places only if a step depended on it. For the backend's own thread;
 * other threads only raise the age.
 *
 * All stacks begin in the same few functions of ours and of the server's allocator. So the first
 * steps are taken each time, and where they lead says which trails to compare with.
 */
#define TRAILS 256				/* sets of WAYS */
#define WAYS 4
#define TRAIL_READS 96
#define PAIRS_AT_ONCE 4
#define ROOM_TO_FILL (2 * (PAIRS_AT_ONCE - 1))	/* at most */
#define FIRST_STEPS 8			/* at most */

typedef struct Trail
{
	uint64		key;			/* of the first steps */
	uint32		number;			/* of the stack, 0: not given yet */
	uint32		age;			/* the rules' then */
	int			reads;
	int			pairs;			/* once it is remembered: of neighbours, which stand first */
	uint32		word[TRAIL_READS];	/* places, in words above where the stack begins */
	uintptr_t	value[TRAIL_READS]; /* what lies there; two of a pair, which has the lower place */
} Trail;

static OwnArray trails = {.width = sizeof(Trail)};
static uint32 next_way;			/* to be replaced */
static uint32 rules_age;		/* how often rules were forgotten */

/* The library of these addresses has gone. */
void
unwind_forget(uintptr_t start, uintptr_t end, uintptr_t renamed)
{
	__atomic_add_fetch(&rules_age, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < RULES; i++)
	{
		uint64		word = __atomic_load_n(&known[i].rule, __ATOMIC_RELAXED);
		uintptr_t	pc = __atomic_load_n(&known[i].check, __ATOMIC_RELAXED) ^ word;

		if (pc >= start && pc <= end)
			__atomic_store_n(&known[i].rule, 0, __ATOMIC_RELAXED);
	}
}

/* What lies at a place of the stack; it is noted in the trail, if there is one. */
static inline uintptr_t
read_noted(Trail *trail, const uintptr_t *bottom, const uintptr_t *place)
{
	if (trail == NULL)
		return *place;
	if (place < bottom || place - bottom > PG_UINT32_MAX)
		trail->reads = TRAIL_READS;
	if (trail->reads < TRAIL_READS)
	{
		trail->word[trail->reads] = place - bottom;
		trail->value[trail->reads] = *place;
	}
	trail->reads++;
	return *place;
}

/* Code that was made at run time has no rule, and may have one tomorrow: not to be remembered. */
static void
note_end(Trail *trail, const UnwindRule *rule)
{
	if (trail && rule->kind == RULE_UNKNOWN)
		trail->reads = TRAIL_READS + 1;
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
climb(Climb *at, UnwindRule rule, Trail *trail)
{
	uintptr_t	lowest = (uintptr_t) at->bottom;
	uintptr_t	cfa;

	if (rule.kind != RULE_STEP)
		return false;
	/* the step depends on the frame pointer, that is, on where it was saved */
	if (rule.cfa != CFA_FROM_SP || (rule.fp != FP_UNCHANGED && rule.fp != FP_AT_CFA))
		(void) read_noted(trail, at->bottom, at->fp_place);
	if (rule.cfa == CFA_AT_FP && (at->fp < at->sp || at->fp - lowest > STACK_BYTES))
		return false;
	cfa = rule.cfa == CFA_AT_FP ?
		read_noted(trail, at->bottom, (uintptr_t *) (at->fp + rule.cfa_offset)) :
		(rule.cfa == CFA_FROM_FP ? at->fp : at->sp) + rule.cfa_offset;
	if (cfa <= at->sp || cfa - lowest > STACK_BYTES || (cfa & 7) != 0)
		return false;
	at->pc = read_noted(trail, at->bottom, (uintptr_t *) (cfa - 8));
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
 * rule fits. Notes the way in the trail, if there is one. Returns how many there are then.
 */
static int
climb_on(Climb *at, uintptr_t *pcs, int count, int limit, Trail *trail)
{
	while (count < limit && at->pc != 0)
	{
		UnwindRule	rule = rule_of(at->pc);

		pcs[count++] = at->pc;
		note_end(trail, &rule);
		if (!climb(at, rule, trail))
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
		if (!climb(&at, rule_of(at.pc), NULL))
			break;
	}
	return 0;
}

/* Our own memory for the trails, once; false without any. */
static bool
have_trails(void)
{
	if (trails.count == 0 && own_array_reserve(&trails, TRAILS * WAYS))
		trails.count = TRAILS * WAYS;
	return trails.count > 0;
}

static inline Trail *
trails_of(uint64 key)
{
	return own_array_at(&trails, key % TRAILS * WAYS);
}

static inline __m128i
difference(const Trail *trail, const uintptr_t *bottom, int pair)
{
	return _mm_xor_si128(_mm_loadu_si128((const __m128i *) (bottom + trail->word[pair])),
						 _mm_loadu_si128((const __m128i *) (trail->value + 2 * pair)));
}

/*
 * No place is below where the stack begins, which is part of the key. A frame's return address
 * mostly lies beside the frame pointer that it saved.
 */
static inline bool
leads_the_same_way(const Trail *trail, const uintptr_t *bottom)
{
	for (int i = 0; i < trail->pairs; i += PAIRS_AT_ONCE)
	{
		__m128i		differ = _mm_or_si128(_mm_or_si128(difference(trail, bottom, i),
													   difference(trail, bottom, i + 1)),
										  _mm_or_si128(difference(trail, bottom, i + 2),
													   difference(trail, bottom, i + 3)));

		if (_mm_movemask_epi8(_mm_cmpeq_epi8(differ, _mm_setzero_si128())) != 0xffff)
			return false;
	}
	for (int i = 2 * trail->pairs, word = trail->pairs; i < trail->reads; i++, word++)
		if (bottom[trail->word[word]] != trail->value[i])
			return false;
	return true;
}

static void
add_pair(Trail *trail, uint32 word, uintptr_t low, uintptr_t high)
{
	trail->word[trail->pairs] = word;
	trail->value[2 * trail->pairs] = low;
	trail->value[2 * trail->pairs + 1] = high;
	trail->pairs++;
}

/* Another read says nothing new, and makes the pairs a whole number of comparisons. */
static void
fill_up(Trail *trail)
{
	while (trail->pairs % PAIRS_AT_ONCE != 0)
		add_pair(trail, trail->word[0], trail->value[0], trail->value[1]);
}

/* Whether this read and the next are of neighbours. */
static inline bool
is_pair(const Trail *fresh, int i)
{
	return i + 1 < fresh->reads && (fresh->word[i] == fresh->word[i + 1] + 1 ||
									fresh->word[i] + 1 == fresh->word[i + 1]);
}

/* The reads of a way up, in the order in which they are compared. */
static void
arrange(Trail *trail, const Trail *fresh)
{
	trail->pairs = 0;
	for (int i = 0; i < fresh->reads; i++)
	{
		if (!is_pair(fresh, i))
			continue;
		if (fresh->word[i + 1] < fresh->word[i])
			add_pair(trail, fresh->word[i + 1], fresh->value[i + 1], fresh->value[i]);
		else
			add_pair(trail, fresh->word[i], fresh->value[i], fresh->value[i + 1]);
		i++;
	}
	fill_up(trail);
	trail->reads = 2 * trail->pairs;
	for (int i = 0; i < fresh->reads; i++)
	{
		if (is_pair(fresh, i))
		{
			i++;
			continue;
		}
		trail->word[trail->reads - trail->pairs] = fresh->word[i];
		trail->value[trail->reads++] = fresh->value[i];
	}
}

/* Where the number of this stack is to be kept; NULL if it is not. */
static uint32 *
remember_trail(Trail *fresh)
{
	Trail	   *trail;

	if (fresh->reads > TRAIL_READS - ROOM_TO_FILL || !have_trails())
		return NULL;
	trail = trails_of(fresh->key) + next_way++ % WAYS;
	trail->key = fresh->key;
	trail->number = 0;
	trail->age = fresh->age;
	arrange(trail, fresh);
	return &trail->number;
}

/* Where the first steps lead: through our own functions, and one further. */
static inline uint64
key_of(Climb at)
{
	uint64		key = at.sp;
	bool		ours = true;

	for (int i = 0; i < FIRST_STEPS && ours && at.pc != 0; i++)
	{
		ours = frame_is_observer(at.pc);
		key = key * 31 + at.pc;
		if (!climb(&at, rule_of(at.pc), NULL))
			break;
	}
	return own_hash(key * 31 + at.pc);
}

/* Where the way to a door begins, 0: unknown. */
uint64
unwind_place(const void *door)
{
	return distrusted ? 0 : key_of(climb_from(door)) | 1;
}

/* The number that this stack was given, 0: it is not known. */
uint32
unwind_known(const void *door)
{
	Climb		at = climb_from(door);
	uint32		age = __atomic_load_n(&rules_age, __ATOMIC_RELAXED);
	const Trail *trail;
	uint64		key;

	if (distrusted || trails.count == 0)
		return 0;
	key = key_of(at);
	trail = trails_of(key);
	for (const Trail *end = trail + WAYS; trail < end; trail++)
		if (trail->key == key && trail->number != 0 && trail->age == age &&
			leads_the_same_way(trail, door))
			return trail->number;
	return 0;
}

/* One that is not known. */
pg_noinline
int
unwind_noted(const void *door, uintptr_t *pcs, int limit, uint32 **number)
{
	Climb		at = climb_from(door);
	Trail		fresh;
	int			count;

	*number = NULL;
	if (distrusted)
		return unwind_stack_slowly(pcs, limit);
	fresh.key = key_of(at);
	fresh.age = __atomic_load_n(&rules_age, __ATOMIC_RELAXED);
	fresh.reads = 0;
	(void) read_noted(&fresh, at.bottom, at.bottom + 1);
	count = climb_on(&at, pcs, 0, limit, &fresh);
	*number = remember_trail(&fresh);
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

uint32
unwind_known(const void *door)
{
	return 0;
}

uint64
unwind_place(const void *door)
{
	return 0;
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
