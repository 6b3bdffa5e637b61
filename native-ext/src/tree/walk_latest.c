/*
 * walk_latest.c
 *		Walks along what the latest walk met; see walk_latest.h.
 */
#include "postgres.h"

#include "tree/walk_latest.h"
#include "utils/memutils.h"

#define FETCHED_BEFORE 24		/* contexts */
#define ASKED_BEFORE 8
#define LINE_BYTES 64
#define HEADER_LINES 2			/* of the part that all kinds have */
#define CONTENT_LINES 5			/* with free lists and the first block's header */
#define LOOK_AHEAD 32			/* contexts that have gone, at most, before the one that comes */
#define SPARE_TEXT 4096			/* bytes that no node has, at least, to write all anew */

/* What a context has to be compared with, close together: most of a walk reads nothing else. */
typedef struct Met
{
	MemoryContext context;
	const MemoryContextMethods *methods;	/* while it is still; NULL: it was not */
	const char *name;
	const char *ident;
	int32		parent;
	uint32		placed;			/* walk that wrote its node; the sequence's last bits */
} Met;

/* A node that this walk wrote over before it came to what it says. */
typedef struct Displaced
{
	Met			met;
	WalkNode	node;
} Displaced;

/* Contexts that are what they are by these variables, not by their place. */
typedef struct Roots
{
	MemoryContext contexts[5];
} Roots;

static Walk walk;
static OwnArray mets = {.width = sizeof(Met)};	/* of the same contexts as the walk's nodes */
static OwnArray displaced = {.width = sizeof(Displaced)};
static Size displaced_from;		/* index of the first of them */
static WalkChanges changes = {.nodes = {.width = sizeof(uint32)}};
static OwnArray to_ask = {.width = sizeof(uint32)}; /* nodes; for their figures, at the end */
static KnownName names[NAME_MEMORY];
static Roots roots;				/* at this walk */
static uint64 age_then;			/* the records', after the walk before */
static Size text_at_first;		/* its bytes when all of it was written */

/* the walk that is under way */
static Size former;				/* nodes of the walk before, 0: nothing of it holds */
static Size next;				/* of them: what should come */
static bool unasked;			/* of some contexts the records were not asked for */
static bool rewriting;			/* the text, and so all nodes */
static bool roots_moved;
static const char *checked_name;	/* reads as it did */

static inline Met *
met_at(Size index)
{
	return (Met *) mets.data + index;
}

static inline WalkNode *
node_at(Size index)
{
	return (WalkNode *) walk.nodes.data + index;
}

/* Whose contexts lived when they were met has a use for its records. */
static void
keep_records(void)
{
	if (!unasked)
		return;
	for (Size i = 0; i < walk.nodes.count; i++)
		context_record_saw(met_at(i)->context, node_at(i)->key);
	for (Size i = 0; i < displaced.count; i++)
	{
		const Displaced *one = own_array_at(&displaced, i);

		context_record_saw(one->met.context, one->node.key);
	}
}

static void
forget(void)
{
	keep_records();
	walk_clear(&walk);
	memset(names, 0, sizeof(names));
	former = displaced.count = 0;
	unasked = false;
	changes.since = 0;
}

static Roots
roots_now(void)
{
	Roots		now = {{TopTransactionContext, CurTransactionContext, walk_message_root(),
						ErrorContext, PortalContext}};

	return now;
}

static void
begin(void)
{
	Roots		now = roots_now();
	bool		usable = walk.nodes.count > 0 && age_then == context_records_age();

	if (walk.nodes.width == 0)
		walk_init(&walk);
	context_records_keeper = keep_records;
	if (!usable)
		forget();
	context_records_look();
	changes.since = usable ? walk.sequence : 0;
	changes.nodes.count = to_ask.count = displaced.count = 0;
	walk_date(&walk);
	former = walk.nodes.count;
	next = 0;
	/* also those that this walk will meet, should records be dropped meanwhile */
	unasked = usable;
	rewriting = walk.text.count > text_at_first + Max(text_at_first / 4, SPARE_TEXT);
	if (rewriting)
	{
		walk.text.count = 0;
		memset(names, 0, sizeof(names));
	}
	changes.text = walk.text.count;
	roots_moved = memcmp(&roots, &now, sizeof(now)) != 0;
	roots = now;
	checked_name = NULL;
}

/* A walk that is not whole would lose records. */
static void
end(bool complete)
{
	displaced.count = 0;
	if (!complete)
	{
		forget();
		return;
	}
	if (former == 0 || rewriting)
		text_at_first = walk.text.count;
	age_then = context_records_age();
}

/* As a function it would be found to do nothing, and its calls be left out. */
#define FETCH(address, lines) \
	do { \
		for (int line = 0; line < (lines); line++) \
			__builtin_prefetch((const char *) (address) + line * LINE_BYTES); \
	} while (0)

/* The compiler no longer knows which other value this one is. */
#define HIDE(value) __asm__ volatile ("" : "+r" (value))

static inline ContextTable
table_of(const WalkNode *node)
{
	return node->lifetime == LIFETIME_BACKEND ? TABLE_EXACT : TABLE_PLAIN;
}

static bool
ident_reads(const char *ident, const WalkNode *node)
{
	uint32		length = walk_ident_bytes(ident);

	return length == node->ident_length &&
		memcmp(walk.text.data + node->ident_offset, ident, length) == 0;
}

/* A name is a constant, but nobody holds an extension to that. */
static bool
name_reads(const char *name, const WalkNode *node)
{
	if (strcmp(walk_name(&walk, node), name ? name : "") != 0)
		return false;
	checked_name = name;
	return true;
}

/* Whether the node of this one says where the context stands, and what it is called. */
static inline bool
stands_as_before(const Met *met, MemoryContext context, int parent)
{
	const WalkNode *node;

	if (met->parent != parent || met->name != context->name || met->ident != context->ident ||
		(parent >= 0 && met_at(parent)->placed == (uint32) walk.sequence))
		return false;
	if (met->name == checked_name && met->ident == NULL && !roots_moved)
		return true;
	node = node_at(met - met_at(0));
	return (met->name == checked_name || name_reads(met->name, node)) &&
		(met->ident == NULL || ident_reads(met->ident, node)) &&
		(!roots_moved || walk_lifetime_at(&walk, context, parent) == node->lifetime);
}

static bool
add_index(OwnArray *to, Size index)
{
	if (to->count == to->capacity && !own_array_reserve(to, to->count + 1))
		return false;
	((uint32 *) to->data)[to->count++] = index;
	return true;
}

/* What the walk before said of the context that comes, if it was not far; "now" are written. */
static bool
find_former(MemoryContext context, Size now, Displaced *found)
{
	for (Size i = next; i < former && i < next + LOOK_AHEAD; i++)
	{
		const Displaced *over = i < now ? own_array_at(&displaced, i - displaced_from) : NULL;

		if ((over ? over->met.context : met_at(i)->context) != context)
			continue;
		next = i + 1;
		if (over)
			*found = *over;
		else
			*found = (Displaced){*met_at(i), *node_at(i)};
		return true;
	}
	return false;
}

/* The node at this index will be written. Is it still to come, it is put aside. */
static void
displace(Size index)
{
	Displaced  *over;

	if (index >= former || next > index)
		return;
	if (displaced_from + displaced.count != index)
	{
		displaced.count = 0;
		displaced_from = index;
	}
	if (!own_array_reserve(&displaced, displaced.count + 1))
	{
		/* the rest of them is looked up */
		keep_records();
		former = 0;
		return;
	}
	over = own_array_at(&displaced, displaced.count++);
	over->met = *met_at(index);
	over->node = *node_at(index);
}

/* Text that is there already is not written again. */
static bool
place_ident(WalkNode *node, const char *ident, const WalkNode *like)
{
	node->ident_length = walk_ident_bytes(ident);
	node->ident_offset = 0;
	if (node->ident_length == 0)
		return true;
	if (!rewriting && like && ident_reads(ident, like))
	{
		node->ident_offset = like->ident_offset;
		return true;
	}
	return walk_append_text(&walk, ident, node->ident_length, &node->ident_offset);
}

/* The nodes of the walk, and, beyond them, what may be fetched. */
static bool
reserve(Size count)
{
	return own_array_reserve(&walk.nodes, count) &&
		own_array_reserve(&mets, count + FETCHED_BEFORE);
}

/* Writes the node at this index, all but the figures of one that is not still. */
static bool
place(Size index, MemoryContext context, int parent)
{
	const KnownName *name = walk_know_name(&walk, names, context->name);
	Displaced	known;
	bool		is_known = find_former(context, index, &known);
	bool		still = false;
	WalkNode	node = {0};
	const WalkNode *like;

	if (!is_known)
		walk_fetch_next(context);
	displace(index);
	if (name == NULL || !reserve(index + 1) || !add_index(&to_ask, index))
		return false;
	walk_place(&walk, &node, context, parent, name);
	like = is_known ? &known.node : index < former ? node_at(index) : NULL;
	if (!place_ident(&node, context->ident, like))
		return false;
	is_known = is_known && context_has_table(context, table_of(&node), &still);
	if (is_known)
	{
		const WalkNode *before = &known.node;

		node.context = context;
		node.key = before->key;
		node.birth_site = before->birth_site;
		node.born_long = before->born_long;
		node.own = before->own;
		node.blocks = before->blocks;
		node.total = before->total;
		node.free = before->free;
		node.free_chunks = before->free_chunks;
	}
	else if (!walk_node_record(&node, context, context_record(context, table_of(&node))))
		return false;
	walk_place_birth(&walk, &node, name);
	walk.bytes += (int64) node.total;
	if (index < walk.nodes.count)
		walk.bytes -= (int64) node_at(index)->total;
	*node_at(index) = node;
	*met_at(index) = (Met){.context = context, .name = context->name, .ident = context->ident,
		.parent = parent, .placed = (uint32) walk.sequence,
	.methods = is_known && still ? context->methods : NULL};
	walk.nodes.count = Max(walk.nodes.count, index + 1);
	return true;
}

/*
 * Going round: the links of the tree itself are followed instead of recursing, so depth costs no
 * stack.
 */
typedef struct Round
{
	MemoryContext context;		/* that comes; NULL: all were met */
	int			parent;			/* its parent's index */
	Size		index;
} Round;

static inline void
go_on(Round *round)
{
	MemoryContext context = round->context;

	if (context->firstchild)
	{
		round->parent = round->index;
		round->context = context->firstchild;
	}
	else
	{
		while (context != TopMemoryContext && context->nextchild == NULL)
		{
			context = context->parent;
			round->parent = met_at(round->parent)->parent;
		}
		round->context = context == TopMemoryContext ? NULL : context->nextchild;
	}
	round->index++;
}

static inline bool
says(const WalkNode *node, const MemoryContextCounters *counters)
{
	return node->blocks == counters->nblocks && node->total == counters->totalspace &&
		node->free == counters->freespace && node->free_chunks == counters->freechunks;
}

/* The figures of a context that was met; whether its node says something else now. */
static bool
ask(Size index, bool can_be_still)
{
	Met		   *met = met_at(index);
	WalkNode   *node = node_at(index);
	MemoryContext context = met->context;
	MemoryContextCounters counters = {0};
	bool		same;

	if (met->methods)
		return true;
	context->methods->stats(context, NULL, NULL, &counters, false);
	same = met->placed != (uint32) walk.sequence && says(node, &counters);
	walk_node_count(&walk, node, &counters);
	if (can_be_still)
	{
		met->methods = context_still_table(context, table_of(node));
		if (met->methods)
			context->methods = met->methods;
	}
	return !same;
}

/*
 * The same of one that stands as it stood and was still, at once, since it is at hand; it is still
 * from now on. False if it is not marked as it was, or for want of memory.
 */
static bool
ask_again(Size index)
{
	Met		   *met = met_at(index);
	WalkNode   *node = node_at(index);
	MemoryContext context = met->context;
	const MemoryContextMethods *still = context_still_table(context, table_of(node));
	MemoryContextCounters counters = {0};

	if (still == NULL || !own_array_reserve(&changes.nodes, changes.nodes.count + 1))
		return false;
	context->methods->stats(context, NULL, NULL, &counters, false);
	context->methods = met->methods = still;
	if (says(node, &counters))
		return true;
	walk_node_count(&walk, node, &counters);
	return add_index(&changes.nodes, index);
}

/*
 * Passes siblings that have no children, no idents and one name, which was read: most of a large
 * tree. Returns the one behind them, which "next" is the turn of.
 */
static inline MemoryContext
pass_leaves(MemoryContext context, int parent, bool can_be_still)
{
	const Met  *all = met_at(0);
	const char *name = checked_name;
	int			lines = HEADER_LINES;
	Size		i = next;

	if (name == NULL || roots_moved || parent < 0 ||
		all[parent].placed == (uint32) walk.sequence)
		return context;
	for (; i < former; i++)
	{
		const Met  *met = &all[i];
		MemoryContext here = met->context;
		bool		is_here = here == context;

		HIDE(here);
		FETCH(met[FETCHED_BEFORE].context, lines);
		if (!is_here || here->firstchild != NULL || here->nextchild == NULL ||
			here->name != name || met->name != name || here->ident != NULL ||
			met->ident != NULL || met->parent != parent)
			break;
		if (here->methods == met->methods)
			lines = HEADER_LINES;
		else if (can_be_still && ask_again(i))
			lines = CONTENT_LINES;	/* others will not be still, either */
		else
			break;
		context = here->nextchild;
	}
	next = i;
	return context;
}

/*
 * Passes those that stand as they stood; of some the figures will be asked for. A context is read
 * where the walk before met it, once the links are seen to lead there: so the processor need not
 * wait for the link to know where to read next, and reads many at a time.
 */
static void
pass_same(Round *round)
{
	const MemoryContext top = TopMemoryContext;
	bool		can_be_still = contexts_can_be_still();
	Met		   *all = met_at(0);
	MemoryContext context = round->context;
	int			parent = round->parent;

	for (; next < former; next++)
	{
		Met		   *met = &all[next];
		MemoryContext here = met->context;
		bool		is_here = here == context;
		bool		still;

		HIDE(here);
		FETCH(met[FETCHED_BEFORE].context, HEADER_LINES);
		if (!is_here || !stands_as_before(met, here, parent))
			break;
		if (here->methods != met->methods)
		{
			if (can_be_still ? !ask_again(next) :
				!context_has_table(here, table_of(node_at(next)), &still) ||
				!add_index(&to_ask, next))
				break;
			if (!can_be_still)
				met->methods = NULL;
		}
		if (here->firstchild)
		{
			parent = next;
			context = here->firstchild;
			continue;
		}
		for (; here != top && here->nextchild == NULL; here = here->parent)
			parent = all[parent].parent;
		context = here == top ? NULL : here->nextchild;
		if (context)
		{
			next++;
			context = pass_leaves(context, parent, can_be_still);
			next--;
		}
	}
	round->context = context;
	round->parent = parent;
	round->index = next;
}

static bool
meet_all(void)
{
	Round		round = {.context = TopMemoryContext, .parent = -1};

	for (;;)
	{
		if (round.index == next && !rewriting)
			pass_same(&round);
		if (round.context == NULL)
			break;
		if (!place(round.index, round.context, round.parent))
			return false;
		go_on(&round);
	}
	for (Size gone = round.index; gone < walk.nodes.count; gone++)
		walk.bytes -= (int64) node_at(gone)->total;
	walk.nodes.count = mets.count = round.index;
	return true;
}

/* What was put off. All of them were met, so they may be read before their turn. */
static bool
ask_all(void)
{
	const uint32 *all = (const uint32 *) to_ask.data;
	bool		can_be_still = contexts_can_be_still();

	if (!own_array_reserve(&changes.nodes, changes.nodes.count + to_ask.count))
		return false;
	for (Size i = 0; i < to_ask.count; i++)
	{
		Size		later = i + ASKED_BEFORE;

		if (later < to_ask.count && met_at(all[later])->methods == NULL)
			FETCH(met_at(all[later])->context, CONTENT_LINES);
		if (ask(all[i], can_be_still))
			(void) add_index(&changes.nodes, all[i]);
	}
	return true;
}

const Walk *
walk_latest(void)
{
	bool		complete;

	begin();
	complete = meet_all() && ask_all();
	end(complete);
	return complete ? &walk : NULL;
}

const WalkChanges *
walk_latest_changes(void)
{
	return &changes;
}
