/*
 * poison_shared.c
 *		Poison in shared memory; see poison_shared.h.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "probe/poison_seen.h"
#include "probe/poison_shared.h"
#include "stack/module.h"
#include "stack/site.h"
#include "storage/shmem.h"
#include "trace/event.h"

#define READ_BYTES (256 * 1024) /* from one place on */
#define MOST_BYTES (4 * 1024 * 1024)
#define MOST_RANGES (MOST_BYTES / READ_BYTES)
#define MOST_KNOWN 1024
#define STEP_BYTES 4096

/* Poison that was seen there. */
typedef struct KnownWord
{
	const unsigned char *at;
	uint32		site;
} KnownWord;

static OwnArray known = {.width = sizeof(KnownWord)};
static bool telling;			/* and not what was there before */

/* What was read in this look. */
static ElfRange ranges[MOST_RANGES];
static int	range_count;

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
read_shared(uintptr_t variable, ElfRange range)
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

/* What is left from there on that was not read in this look, and is shared memory. */
static ElfRange
range_from(uintptr_t start)
{
	ElfRange	range = {start, start};

	for (int i = 0; i < range_count; i++)
		if (start >= ranges[i].start && start < ranges[i].end)
			return range;
	while (range.end - start < READ_BYTES &&
		   ShmemAddrIsValid((const void *) (range.end + STEP_BYTES)))
		range.end += STEP_BYTES;
	return range;
}

static void
follow_word(uintptr_t variable)
{
	uintptr_t	word = *(const uintptr_t *) variable;
	ElfRange	range;

	if (word == 0 || !ShmemAddrIsValid((const void *) word) || range_count == MOST_RANGES)
		return;
	range = range_from(word);
	if (range.end == range.start)
		return;
	ranges[range_count++] = range;
	read_shared(variable, range);
}

static void
follow_variables(const Module *module)
{
	for (int i = 0; i < ELF_WRITABLE && module->image.writable[i].end != 0; i++)
	{
		uintptr_t	at = TYPEALIGN(sizeof(uintptr_t), module->image.writable[i].start);

		for (; at + sizeof(uintptr_t) <= module->image.writable[i].end; at += sizeof(uintptr_t))
			follow_word(at);
	}
}

static void
look(void)
{
	range_count = 0;
	(void) modules_refresh();
	for (Size i = 0; i < modules_count(); i++)
		if (module_at(i)->loaded && module_at(i)->kind == MODULE_EXTENSION)
			follow_variables(module_at(i));
}

void
poison_shared_begin(void)
{
	telling = false;
	look();
}

/* When a statement is over. */
void
poison_shared_look(void)
{
	telling = true;
	look();
}

void
poison_shared_forget(void)
{
	own_array_free(&known);
}
