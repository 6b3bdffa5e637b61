/*
 * walk_memory.c
 *		The list of what the latest walk met, and what of it is different in this one; see
 *		walk_memory.h.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "tree/context_record.h"
#include "tree/walk_memory.h"

#define FETCHED_BEFORE 12		/* contexts */
#define LINE_BYTES 64
#define HEADER_LINES 2			/* of the part that all kinds have */
#define CONTENT_LINES 5			/* with free lists and the first block's header */
#define LOOK_AHEAD 32			/* contexts that have gone, at most, before the one that comes */

static OwnArray list = {.width = sizeof(WalkMemory)};
static OwnArray tail = {.width = sizeof(WalkMemory)};	/* of this walk, from where they differ */
static uint64 age_then;			/* the records', after the walk before */
static bool usable;				/* the list, for the walk that is under way */
static bool unasked;			/* some records of the list were not asked for when it was met */
static bool whole;				/* nothing that this walk met is missing */
static bool differs;			/* from here on this walk is kept in "tail" */
static Size at;					/* in the list: what should come */
static Size same;				/* this many of the list are of this walk as well */

static WalkMemory *
memory_at(Size index)
{
	return own_array_at(&list, index);
}

/* Whose contexts lived when they were met has a use for its records. */
static void
keep_records(void)
{
	for (Size i = 0; unasked && i < list.count; i++)
		context_record_saw(memory_at(i)->context, memory_at(i)->key);
}

static void
forget(void)
{
	keep_records();
	list.count = 0;
	unasked = false;
}

void
walk_memory_begin(void)
{
	context_records_keeper = keep_records;
	usable = list.count > 0 && age_then == context_records_age();
	if (!usable)
		forget();
	/* also those that this walk will meet, should records be dropped meanwhile */
	unasked = unasked || usable;
	at = same = tail.count = 0;
	differs = !usable;
	whole = true;
}

static inline void
fetch(Size index, int lines)
{
	const char *context;

	if (index >= list.count)
		return;
	context = (const char *) memory_at(index)->context;
	for (int line = 0; line < lines; line++)
		__builtin_prefetch(context + line * LINE_BYTES);
}

/*
 * The next context of this walk, as the walk before met it; NULL: it is new, or has moved. The
 * caller says whether it will have to read what is in the contexts that come.
 */
const WalkMemory *
walk_memory_next(MemoryContext context, bool contents_too)
{
	if (!usable)
		return NULL;
	for (Size i = at; i < list.count && i < at + LOOK_AHEAD; i++)
		if (memory_at(i)->context == context)
		{
			at = i + 1;
			fetch(i + FETCHED_BEFORE, contents_too ? CONTENT_LINES : HEADER_LINES);
			return memory_at(i);
		}
	return NULL;
}

/* This context was met. What walk_memory_next() has just returned may be given as it is. */
void
walk_memory_add(const WalkMemory *met)
{
	differs = differs || at != same + 1;
	if (!differs)
	{
		if (met != memory_at(same))
			*memory_at(same) = *met;
		same++;
		return;
	}
	if (tail.count == tail.capacity && !own_array_reserve(&tail, tail.count + 1))
	{
		whole = false;
		return;
	}
	memcpy(own_array_at(&tail, tail.count++), met, sizeof(*met));
}

/* A list that is not whole would lose records. */
void
walk_memory_end(bool complete)
{
	if (!complete || !whole || !own_array_reserve(&list, same + tail.count))
	{
		forget();
		return;
	}
	list.count = same + tail.count;
	memcpy(own_array_at(&list, same), tail.data, tail.count * sizeof(WalkMemory));
	unasked = usable;
	age_then = context_records_age();
}
