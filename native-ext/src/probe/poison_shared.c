/*
 * poison_shared.c
 *		Poison in shared memory; see poison_shared.h.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "probe/poison_seen.h"
#include "probe/poison_shared.h"
#include "probe/shared_ranges.h"
#include "stack/site.h"
#include "trace/event.h"

#define MOST_KNOWN 1024

/* Poison that was seen there. */
typedef struct KnownWord
{
	const unsigned char *at;
	uint32		site;
} KnownWord;

static OwnArray known = {.width = sizeof(KnownWord)};
static bool telling;			/* and not what was there before */

static bool
is_news(const unsigned char *at, uint32 site)
{
	KnownWord  *word;

	for (Size i = 0; i < known.count; i++)
	{
		word = own_array_at(&known, i);
		if (word->at != at)
			continue;
		if (word->site == site)
			return false;
		word->site = site;
		return true;
	}
	if (known.count == MOST_KNOWN || (word = own_array_append(&known)) == NULL)
		return false;
	*word = (KnownWord) {at, site};
	return true;
}

/* The variable stands for a return address, as in dangling.c. */
static void
report(uintptr_t variable, uint32 freed_site, Size offset)
{
	uintptr_t	frame = variable + 1;
	Event		event = {
		.check_type = CHECK_USE_AFTER_RESET,.site = site_of_stack(&frame, 1),
		.rule = OWNER_BY_REACH,.freed_site = freed_site,.count = 1,.certain = true,
	};

	snprintf(event.detail, sizeof(event.detail),
			 "shared memory, %zu bytes behind where this variable points, has what freed memory "
			 "was filled with", offset);
	event_add(&event);
}

static void
read_shared(uintptr_t variable, ElfRange range, void *arg)
{
	const unsigned char *from = (const unsigned char *) range.start;
	const unsigned char *end = (const unsigned char *) range.end;
	const unsigned char *at = from;
	bool		told = false;
	uint32		site;

	while (at < end && (at = poison_find(at, end - at, &site)) != NULL)
	{
		if (is_news(at, site) && telling && !told)
		{
			report(variable, site, at - from);
			told = true;		/* the rest of it is the same */
		}
		at += sizeof(uint64);
	}
}

void
poison_shared_begin(void)
{
	telling = false;
	shared_ranges_visit(read_shared, NULL);
}

/* When a statement is over. */
void
poison_shared_look(void)
{
	telling = true;
	shared_ranges_visit(read_shared, NULL);
}

void
poison_shared_forget(void)
{
	own_array_free(&known);
}
