/*
 * reach.c
 *		Looks for pointers to chunks in all of the process's memory; see reach.h.
 */
#include "postgres.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/own_memory.h"
#include "trace/chunk_table.h"
#include "trace/reach.h"

#define PIECE_WORDS 8192
#define MAPS_BYTES 4096
#define PAGE_BYTES 4096			/* or a part of a larger one */

typedef struct Target
{
	uintptr_t	start;
	uintptr_t	end;
	uintptr_t	unused_to;		/* from its end to here nothing is read */
	bool		own;			/* memory of ours: neither read nor looked for */
	bool		reached;
	bool		held;			/* not reached, but another such one points to it */
} Target;

typedef struct Mapping
{
	uintptr_t	start;
	uintptr_t	end;
} Mapping;

static OwnArray targets = {.width = sizeof(Target)};	/* by address */
static OwnArray waiting = {.width = sizeof(uint32)};	/* reached, and not read yet */
static OwnArray mappings = {.width = sizeof(Mapping)};	/* by address */
static uintptr_t piece[PIECE_WORDS];
static uintptr_t lowest;
static uintptr_t highest;
static bool complete;

static Target *
target_at(Size index)
{
	return own_array_at(&targets, index);
}

void
reach_begin(void)
{
	targets.count = 0;
	waiting.count = 0;
}

static bool
add(const void *start, Size bytes, const void *unused_to, bool own)
{
	Target	   *target = own_array_append(&targets);

	if (target == NULL)
		return false;
	target->start = (uintptr_t) start;
	target->end = (uintptr_t) start + bytes;
	target->unused_to = Max(target->end, (uintptr_t) unused_to);
	target->own = own;
	return true;
}

/*
 * A chunk whose pointers are to be looked for; false without memory. What follows it, up to
 * unused_to or the next chunk, is not in use; NULL if that is not known.
 */
bool
reach_add(const void *start, Size bytes, const void *unused_to)
{
	return bytes == 0 || add(start, bytes, unused_to, false);
}

static int
by_address(const void *a, const void *b)
{
	const Target *one = a;
	const Target *other = b;

	return one->start < other->start ? -1 : one->start > other->start;
}

/* Our tables, which are full of pointers to chunks; those of this file included. */
static bool
leave_out_own(void)
{
	const void *tables[2];
	Size		bytes[2];
	bool		done;

	chunks_own_memory(tables, bytes);
	done = own_array_reserve(&targets, targets.count + 4) &&
		own_array_reserve(&waiting, targets.count + 4);
	for (int i = 0; done && i < lengthof(tables); i++)
		done = bytes[i] == 0 || add(tables[i], bytes[i], NULL, true);
	done = done && add(piece, sizeof(piece), NULL, true);
	return done && add(targets.data, targets.capacity * targets.width, NULL, true);
}

/* The first target that ends behind this address, or one past the last. */
static Size
first_behind(uintptr_t address)
{
	Size		low = 0;
	Size		high = targets.count;

	while (low < high)
	{
		Size		middle = (low + high) / 2;

		if (target_at(middle)->end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void
take_word(uintptr_t word)
{
	Size		index;
	Target	   *target;

	if (word < lowest || word >= highest)
		return;
	index = first_behind(word);
	target = index < targets.count ? target_at(index) : NULL;
	if (target == NULL || target->start > word || target->own || target->reached)
		return;
	target->reached = true;
	/* there is room for all of them */
	*(uint32 *) own_array_append(&waiting) = index;
}

/* Reads a stretch of memory that holds no target. */
static void
read_between(int memory, uintptr_t start, uintptr_t end)
{
	while (start < end)
	{
		Size		wanted = Min(end - start, sizeof(piece));
		ssize_t		got = pread(memory, piece, wanted, (off_t) start);

		/* nobody can follow a pointer in a page that cannot be read */
		if (got < (ssize_t) sizeof(uintptr_t))
		{
			start = TYPEALIGN(PAGE_BYTES, start + 1);
			continue;
		}
		for (Size i = 0; i < got / sizeof(uintptr_t); i++)
			take_word(piece[i]);
		start += got / sizeof(uintptr_t) * sizeof(uintptr_t);
	}
}

/* Reads a mapping, less the targets in it. */
static void
read_mapping(int memory, uintptr_t start, uintptr_t end)
{
	uintptr_t	here = (uintptr_t) __builtin_frame_address(0);

	/* what lies below this frame on the stack is of calls that are over */
	if (here > start && here < end)
		start = TYPEALIGN_DOWN(sizeof(uintptr_t), here);
	for (Size i = first_behind(start); start < end; i++)
	{
		const Target *next = i < targets.count ? target_at(i) : NULL;
		uintptr_t	until = next && next->start < end ? next->start : end;

		if (until > start)
			read_between(memory, start, until);
		if (until == end)
			return;
		start = Max(start, TYPEALIGN(sizeof(uintptr_t), next->unused_to));
	}
}

/* "55d0c0000000-55d0c0021000 rw-p 00000000 00:00 0   [heap]": whether it is private and written. */
static bool
parse_mapping(const char *line, Mapping *mapping)
{
	char	   *rest;

	mapping->start = strtoul(line, &rest, 16);
	if (*rest != '-')
		return false;
	mapping->end = strtoul(rest + 1, &rest, 16);
	return rest[0] == ' ' && rest[1] == 'r' && rest[2] == 'w' && rest[4] == 'p';
}

/* The mappings that are private and can be written to; false if they cannot be known. */
static bool
list_mappings(void)
{
	char		text[MAPS_BYTES + 1];
	Size		kept = 0;
	int			maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	ssize_t		got;

	/* A line that is longer ends it. That so much is left, not every compiler sees on its own. */
	while (maps >= 0 && kept < MAPS_BYTES && (got = read(maps, text + kept, MAPS_BYTES - kept)) > 0)
	{
		char	   *line = text;
		char	   *end;

		text[kept + got] = '\0';
		for (; (end = strchr(line, '\n')) != NULL; line = end + 1)
		{
			Mapping		mapping;
			Mapping    *added = parse_mapping(line, &mapping) ? own_array_append(&mappings) : NULL;

			if (added)
				*added = mapping;
		}
		kept = strlen(line);
		memmove(text, line, kept);
	}
	if (maps >= 0)
		close(maps);
	return mappings.count > 0;
}

static void
read_mappings(void)
{
	int			memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	int64		bytes = 0;

	for (Size i = 0; i < mappings.count; i++)
	{
		const Mapping *mapping = own_array_at(&mappings, i);

		bytes += mapping->end - mapping->start;
	}
	complete = memory >= 0 && bytes <= REACH_MOST_BYTES;
	for (Size i = 0; complete && i < mappings.count; i++)
	{
		const Mapping *mapping = own_array_at(&mappings, i);

		read_mapping(memory, mapping->start, mapping->end);
	}
	if (memory >= 0)
		close(memory);
}

/* The first mapping that ends behind this address, or one past the last. */
static Size
mapping_behind(uintptr_t address)
{
	Size		low = 0;
	Size		high = mappings.count;

	while (low < high)
	{
		Size		middle = (low + high) / 2;

		if (((const Mapping *) own_array_at(&mappings, middle))->end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/*
 * The words of a chunk. One that went unseen, as its context was moved to a shorter life before,
 * may have no memory any more.
 */
static void
read_target(const Target *target, void (*take) (uintptr_t word))
{
	uintptr_t	at = TYPEALIGN(sizeof(uintptr_t), target->start);

	for (Size i = mapping_behind(at); i < mappings.count; i++)
	{
		const Mapping *mapping = own_array_at(&mappings, i);
		uintptr_t	end = Min(target->end, mapping->end);

		if (mapping->start >= target->end)
			break;
		for (at = Max(at, mapping->start); at + sizeof(uintptr_t) <= end;
			 at += sizeof(uintptr_t))
			take(*(const uintptr_t *) at);
	}
}

/* What a chunk that was reached points to is reached. */
static void
read_reached(void)
{
	while (waiting.count > 0)
		read_target(target_at(*(uint32 *) own_array_at(&waiting, --waiting.count)), take_word);
}

static const Target *reading;	/* which is lost */

static void
hold_word(uintptr_t word)
{
	Size		index = word >= lowest && word < highest ? first_behind(word) : targets.count;
	Target	   *target = index < targets.count ? target_at(index) : NULL;

	if (target && target->start <= word && target != reading)
		target->held = true;
}

/* After a search that was done. */
void
reach_look_among_lost(void)
{
	for (Size i = 0; i < targets.count; i++)
	{
		reading = target_at(i);
		if (!reading->own && !reading->reached)
			read_target(reading, hold_word);
	}
}

/* Looks for pointers to what was added; false if that could not be done. */
bool
reach_search(void)
{
	mappings.count = 0;
	complete = false;
	if (targets.count == 0 || !leave_out_own() || !list_mappings())
		return false;
	qsort(targets.data, targets.count, targets.width, by_address);
	lowest = target_at(0)->start;
	highest = target_at(targets.count - 1)->end;
	read_mappings();
	read_reached();
	return complete;
}

static const Target *
lost_at(const void *start)
{
	Size		index = complete ? first_behind((uintptr_t) start) : targets.count;
	const Target *target = index < targets.count ? target_at(index) : NULL;

	return target && target->start == (uintptr_t) start && !target->reached ? target : NULL;
}

/* Whether nobody points to the chunk that begins here. */
bool
reach_lost(const void *start)
{
	return lost_at(start) != NULL;
}

/* Nor another one that is lost. */
bool
reach_lost_alone(const void *start)
{
	const Target *target = lost_at(start);

	return target && !target->held;
}
