/*
 * trail.c
 *		Stacks that were taken before; see trail.h.
 *
 * What is below a branch is found in one table for all of them, by a hash of the branch and the
 * value. No two of them have the same hash, or one way would lead into another's, and around for
 * ever: own_hash() loses nothing, an address has 48 bits, and a branch's number stands above them.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "stack/trail.h"
#include "stack/unwind_library.h"

#ifdef HAS_OWN_UNWINDER
#include <emmintrin.h>

#define FEWEST_SLOTS 1024
#define MOST_SLOTS 16384
#define SLOTS_OF_LEAF 2			/* that of a branch comes with it at most */
#define MOST_LEAVES (MOST_SLOTS / 2 / SLOTS_OF_LEAF)
#define LEAF_WORDS (256 * 1024)
#define LEAF_ALIGN 2
#define PAIRS_AT_ONCE 4
#define NO_BRANCH 0xFFFF
#define RECENT 256
#define ABOVE_ADDRESS(branch) ((uint64) (branch) << 48)

/* What stands below a hash: nothing, a branch, or a leaf. */
typedef struct TrailSlot
{
	uint64		hash;
	uint32		leaf;			/* where it begins, 0: none */
	uint16		branch;			/* number, 0: none */
	uint16		word;			/* of the branch: the place */
} TrailSlot;

typedef struct TrailBranch
{
	int			read;			/* which one it is on the way up */
	uint32		leaf;			/* one of those below */
} TrailBranch;

/*
 * Its values follow, two of each pair, which has the lower place; then its places. It begins where
 * two words can be read at once.
 */
typedef struct TrailLeaf
{
	const uintptr_t *bottom;
	uint32		number;			/* of the stack, 0: not given yet */
	uint16		pairs;			/* of neighbours, which stand first */
	uint16		singles;
} TrailLeaf;

static inline Size
leaf_words(int pairs, int singles)
{
	return (sizeof(TrailLeaf) + pairs * (2 * sizeof(uintptr_t) + sizeof(uint32)) +
			singles * (sizeof(uintptr_t) + sizeof(uint32)) + sizeof(uint64) - 1) / sizeof(uint64);
}

static OwnArray slots = {.width = sizeof(TrailSlot)};	/* as many as are in use and again */
static Size slots_used;
static OwnArray branches = {.width = sizeof(TrailBranch)};	/* called by number, from 1 */
static OwnArray leaves = {.width = sizeof(uint64)};
static uint32 leaf_count;
static uint32 recent[RECENT];	/* leaves alone with their beginning, or found twice running */
static uint32 latest[RECENT];	/* leaves that were found last; 0: none, in both */
static uint32 age;				/* the rules', of what is remembered */
static uint32 rules_age;		/* how often rules were forgotten */

static inline TrailLeaf *
leaf_at(uint32 leaf)
{
	return (TrailLeaf *) ((uint64 *) leaves.data + leaf);
}

static inline uintptr_t *
values_of(const TrailLeaf *leaf)
{
	return (uintptr_t *) (leaf + 1);
}

static inline uint32 *
words_of(const TrailLeaf *leaf)
{
	return (uint32 *) (values_of(leaf) + 2 * leaf->pairs + leaf->singles);
}

static inline TrailBranch *
branch_at(uint32 number)
{
	return (TrailBranch *) branches.data + number - 1;
}

static inline bool
is_free(const TrailSlot *slot)
{
	return (slot->branch | slot->leaf) == 0;
}

static inline TrailSlot *
slot_in(const OwnArray *table, uint64 hash)
{
	TrailSlot  *all = (TrailSlot *) table->data;
	Size		mask = table->count - 1;
	Size		i = hash & mask;

	while (all[i].hash != hash && !is_free(&all[i]))
		i = (i + 1) & mask;
	return &all[i];
}

static inline TrailSlot *
slot_of(uint64 hash)
{
	return slot_in(&slots, hash);
}

/* Where two begin in different places with the same hash, the first read tells them apart. */
static inline uint64
hash_of_beginning(const uintptr_t *bottom)
{
	return own_hash(((uintptr_t) bottom * 31 + bottom[1]) | ABOVE_ADDRESS(NO_BRANCH));
}

static inline TrailSlot *
slot_of_beginning(const uintptr_t *bottom)
{
	return slot_of(hash_of_beginning(bottom));
}

static inline uint64
hash_below(uint32 branch, uintptr_t value)
{
	return own_hash(value ^ ABOVE_ADDRESS(branch));
}

static inline TrailSlot *
slot_below(uint32 branch, uintptr_t value)
{
	return slot_of(hash_below(branch, value));
}

static inline int
recent_place(const uintptr_t *bottom)
{
	return ((uintptr_t) bottom >> 4 ^ bottom[1] ^ bottom[1] >> 8) % RECENT;
}

static inline __m128i
difference(const uintptr_t *bottom, const uintptr_t *value, const uint32 *word, int pair)
{
	return _mm_xor_si128(_mm_loadu_si128((const __m128i *) (bottom + word[pair])),
						 _mm_load_si128((const __m128i *) (value + 2 * pair)));
}

/*
 * A frame's return address mostly lies beside the frame pointer that it saved. Mostly it is the
 * same way, so that nothing is asked before the last of these.
 */
static pg_attribute_always_inline bool
leads_the_same_way(const TrailLeaf *leaf, const uintptr_t *bottom)
{
	const uintptr_t *value = values_of(leaf);
	const uint32 *word = words_of(leaf);
	int			pairs = leaf->pairs;
	__m128i		differ = _mm_setzero_si128();

	for (int i = 0; i < pairs; i += PAIRS_AT_ONCE)
	{
		__m128i		one = _mm_or_si128(difference(bottom, value, word, i),
									   difference(bottom, value, word, i + 1));
		__m128i		other = _mm_or_si128(difference(bottom, value, word, i + 2),
										 difference(bottom, value, word, i + 3));

		differ = _mm_or_si128(differ, _mm_or_si128(one, other));
	}
	if (_mm_movemask_epi8(_mm_cmpeq_epi8(differ, _mm_setzero_si128())) != 0xffff)
		return false;
	for (int i = 0; i < leaf->singles; i++)
		if (bottom[word[pairs + i]] != value[2 * pairs + i])
			return false;
	return true;
}

static pg_attribute_always_inline bool
is_of_leaf(const TrailLeaf *leaf, const uintptr_t *bottom)
{
	return leaf->bottom == bottom && leads_the_same_way(leaf, bottom);
}

/* The leaf of the way up, 0: it has none. */
static pg_noinline uint32
find_leaf(const uintptr_t *bottom)
{
	const TrailSlot *slot = slot_of_beginning(bottom);
	bool		alone = slot->branch == 0;
	int			place;

	while (slot->branch != 0)
		slot = slot_below(slot->branch, bottom[slot->word]);
	if (slot->leaf == 0 || !is_of_leaf(leaf_at(slot->leaf), bottom))
		return 0;
	place = recent_place(bottom);
	if (alone || latest[place] == slot->leaf)
		recent[place] = slot->leaf;
	latest[place] = slot->leaf;
	return slot->leaf;
}

/* The number that the stack was given, 0: it is not known. */
uint32
trail_known(const uintptr_t *bottom)
{
	int			place = recent_place(bottom);
	uint32		leaf = recent[place];

	/* none of the recent ones is there without a table */
	if (leaf != 0)
	{
		if (age != __atomic_load_n(&rules_age, __ATOMIC_RELAXED))
			return 0;
		if (is_of_leaf(leaf_at(leaf), bottom))
			return leaf_at(leaf)->number;
		recent[place] = 0;
	}
	if (slots.count == 0 || age != __atomic_load_n(&rules_age, __ATOMIC_RELAXED))
		return 0;
	leaf = find_leaf(bottom);
	return leaf ? leaf_at(leaf)->number : 0;
}

/* A way up begins: its first read is the return address. */
void
trail_begin(TrailReads *reads, const uintptr_t *bottom)
{
	reads->age = __atomic_load_n(&rules_age, __ATOMIC_RELAXED);
	reads->count = 0;
	(void) trail_read(reads, bottom, bottom + 1);
}

/* Rules were forgotten. */
void
trails_outdate(void)
{
	__atomic_add_fetch(&rules_age, 1, __ATOMIC_RELAXED);
}

static void
forget_recent(void)
{
	memset(recent, 0, sizeof(recent));
	memset(latest, 0, sizeof(latest));
}

/* From now on none is known. */
void
trails_forget(void)
{
	own_array_free(&slots);
	own_array_free(&branches);
	own_array_free(&leaves);
	forget_recent();
}

static void
empty(void)
{
	if (leaf_count > 0)
		memset(slots.data, 0, slots.count * sizeof(TrailSlot));
	slots_used = 0;
	forget_recent();
	branches.count = 0;
	leaves.count = LEAF_ALIGN;	/* 0 is none */
	leaf_count = 0;
}

/* What is not in use costs a place in the processor's caches all the same: the table is small. */
static bool
have_slots(void)
{
	OwnArray	more = {.width = sizeof(TrailSlot)};

	if ((slots_used + SLOTS_OF_LEAF) * 2 <= slots.count)
		return true;
	if (!own_array_reserve(&more, Max(slots.count * 2, FEWEST_SLOTS)))
		return false;
	more.count = Max(slots.count * 2, FEWEST_SLOTS);
	for (Size i = 0; i < slots.count; i++)
	{
		const TrailSlot *slot = own_array_at(&slots, i);

		if (!is_free(slot))
			*slot_in(&more, slot->hash) = *slot;
	}
	own_array_free(&slots);
	slots = more;
	return true;
}

/* Memory for one more, of rules of this age; false without any. */
static bool
have_room(uint32 of_age)
{
	bool		fresh = leaves.count == 0;

	/* before there are more slots: as many as all leaves need are enough */
	if (!fresh && (of_age != age || leaf_count == MOST_LEAVES ||
				   leaves.count + leaf_words(PAIRS_AT_ONCE, TRAIL_READS) + LEAF_ALIGN > LEAF_WORDS))
		empty();
	if (!(have_slots() && own_array_reserve(&branches, MOST_LEAVES) &&
		  own_array_reserve(&leaves, LEAF_WORDS)))
		return false;
	if (fresh)
		empty();
	age = of_age;
	return true;
}

/* Whether this read and the next are of neighbours. */
static inline bool
is_pair(const TrailReads *reads, int i)
{
	return i + 1 < reads->count && (reads->word[i] == reads->word[i + 1] + 1 ||
									reads->word[i] + 1 == reads->word[i + 1]);
}

static int
count_pairs(const TrailReads *reads)
{
	int			pairs = 0;

	for (int i = 0; i < reads->count; i++)
		if (is_pair(reads, i))
		{
			pairs++;
			i++;
		}
	return pairs;
}

/* The reads, in the order in which they are compared. */
static void
arrange(TrailLeaf *leaf, const TrailReads *reads)
{
	uintptr_t  *value = values_of(leaf);
	uint32	   *word = words_of(leaf);
	int			pairs = 0;
	int			single = leaf->pairs;

	for (int i = 0; i < reads->count; i++)
	{
		if (is_pair(reads, i))
		{
			int			low = reads->word[i] < reads->word[i + 1] ? i : i + 1;

			word[pairs] = reads->word[low];
			value[2 * pairs] = reads->value[low];
			value[2 * pairs + 1] = reads->value[2 * i + 1 - low];
			pairs++;
			i++;
		}
		else
		{
			word[single] = reads->word[i];
			value[leaf->pairs + single] = reads->value[i];
			single++;
		}
	}
	/* the last once more says nothing new, and makes it a whole number of comparisons */
	for (; pairs < leaf->pairs; pairs++)
	{
		word[pairs] = word[pairs - 1];
		value[2 * pairs] = value[2 * pairs - 2];
		value[2 * pairs + 1] = value[2 * pairs - 1];
	}
}

static uint32
add_leaf(const uintptr_t *bottom, const TrailReads *reads)
{
	uint32		at = leaves.count;
	TrailLeaf  *leaf = leaf_at(at);
	int			pairs = count_pairs(reads);

	leaf->bottom = bottom;
	leaf->number = 0;
	leaf->singles = reads->count - 2 * pairs;
	leaf->pairs = TYPEALIGN(PAIRS_AT_ONCE, pairs);
	arrange(leaf, reads);
	leaves.count = TYPEALIGN(LEAF_ALIGN, leaves.count +
							 leaf_words(leaf->pairs, leaf->singles));
	leaf_count++;
	return at;
}

/* What the leaf has in a place of this read; false: its way up did not read there. */
static bool
value_at(const TrailLeaf *leaf, uint32 place, uintptr_t *value)
{
	const uint32 *word = words_of(leaf);

	for (int i = 0; i < leaf->pairs; i++)
		if (place - word[i] <= 1)
		{
			*value = values_of(leaf)[2 * i + (place - word[i])];
			return true;
		}
	for (int i = leaf->pairs; i < leaf->pairs + leaf->singles; i++)
		if (place == word[i])
		{
			*value = values_of(leaf)[leaf->pairs + i];
			return true;
		}
	return false;
}

/*
 * The first read in which a way up differs from the leaf's, which has this there. -1: none;
 * reads->count: they do not read the same places, so that the rules are others.
 */
static int
first_difference(const TrailLeaf *leaf, const TrailReads *reads, uintptr_t *there)
{
	for (int i = 0; i < reads->count; i++)
	{
		if (!value_at(leaf, reads->word[i], there))
			return reads->count;
		if (*there != reads->value[i])
			return i;
	}
	return -1;
}

/* Puts something where nothing is. */
static void
fill(uint64 hash, TrailSlot what)
{
	TrailSlot  *slot = slot_of(hash);

	*slot = what;
	slot->hash = hash;
	slots_used++;
}

/* Puts a leaf below a branch, where it is the only one with this value. */
static void
put_below(uint32 branch, uintptr_t value, TrailSlot what)
{
	fill(hash_below(branch, value), what);
}

/* A branch at this read takes the slot's place, with what stood there below it. */
static uint32
add_branch(TrailSlot *slot, const TrailReads *reads, int read, uintptr_t there)
{
	TrailBranch *branch = own_array_append(&branches);
	TrailSlot	below = *slot;
	uint32		number = branches.count;

	branch->read = read;
	branch->leaf = below.leaf ? below.leaf : branch_at(below.branch)->leaf;
	slot->branch = number;
	slot->word = reads->word[read];
	slot->leaf = 0;
	put_below(number, there, below);
	return number;
}

/* Some leaf that agrees with this way up for as long as any does. */
static uint32
nearest_leaf(const TrailSlot *slot, const uintptr_t *bottom)
{
	while (slot->branch != 0)
	{
		const TrailBranch *branch = branch_at(slot->branch);

		slot = slot_below(slot->branch, bottom[slot->word]);
		if (is_free(slot))
			return branch->leaf;
	}
	return slot->leaf;
}

/* The leaf of a way up that differs from all others first in this read, where one has this. */
static uint32
add_apart(TrailSlot *slot, const uintptr_t *bottom, const TrailReads *reads, int read,
		  uintptr_t there)
{
	uint32		leaf = add_leaf(bottom, reads);
	uint32		branch;

	while (slot->branch != 0 && branch_at(slot->branch)->read < read)
		slot = slot_below(slot->branch, bottom[slot->word]);
	branch = slot->branch != 0 && branch_at(slot->branch)->read == read ? slot->branch :
		add_branch(slot, reads, read, there);
	put_below(branch, reads->value[read], (TrailSlot) {.leaf = leaf});
	return leaf;
}

/* Where the number of this stack is to be kept; NULL if it is not. */
uint32 *
trail_remember(const uintptr_t *bottom, const TrailReads *reads)
{
	TrailSlot  *slot;
	uintptr_t	there = 0;
	uint32		leaf;
	int			read;

	if (reads->count > TRAIL_READS || !have_room(reads->age))
		return NULL;
	slot = slot_of_beginning(bottom);
	if (is_free(slot))
	{
		leaf = add_leaf(bottom, reads);
		fill(hash_of_beginning(bottom), (TrailSlot) {.leaf = leaf});
		return &leaf_at(leaf)->number;
	}
	leaf = nearest_leaf(slot, bottom);
	read = first_difference(leaf_at(leaf), reads, &there);
	if (read == reads->count)
		return NULL;
	if (read >= 0)
	{
		leaf = add_apart(slot, bottom, reads, read, there);
		recent[recent_place(bottom)] = latest[recent_place(bottom)] = 0;
	}
	return &leaf_at(leaf)->number;
}

#endif							/* HAS_OWN_UNWINDER */
