/*
 * dangling.c
 *		Pointers that outlive what they point to; see dangling.h.
 */
#include "postgres.h"

#include <link.h>

#include "base/amount.h"
#include "base/hash_index.h"
#include "base/loss.h"
#include "probe/dangling.h"
#include "probe/packed_chunk.h"
#include "stack/frame.h"
#include "stack/symbol.h"
#include "trace/event.h"

#define MOST_PLACES 8192		/* that are told apart */

/* Where such a pointer stands, or stood. */
typedef struct Place
{
	uintptr_t	variable;		/* 0: in a chunk */
	uintptr_t	word;			/* the latest pointer */
	uint32		page;			/* where its chunk begins, or began */
	uint32		serial;			/* of that */
	uint32		look;			/* that found it latest */
} Place;

/* What such places have in common. */
typedef struct Origin
{
	uint32		look;			/* that found one latest */
	uint32		looks;			/* that found one which was news */
} Origin;

static OwnArray places = {.width = sizeof(Place)};
static OwnArray origins = {.width = sizeof(Origin)};
static HashIndex by_place = HASH_INDEX_INIT;
static HashIndex by_origin = HASH_INDEX_INIT;
static uint32 look_number;
static bool telling;			/* and not what was there before the window */
static Size left;				/* bytes that may still be read in this look */
static bool (*may_be_told) (uint32 site);

#define THREAD_RANGES 64

/* Variables of the backend's thread, and the library that has them. */
typedef struct ThreadRange
{
	ElfRange	range;
	const Module *module;
} ThreadRange;

typedef struct ThreadRanges
{
	const GuardTarget *target;
	int			count;
	ThreadRange ranges[THREAD_RANGES];
} ThreadRanges;

/* The one with this key, made if there is none; NULL: there is no room for another one. */
static void *
item_of(OwnArray *items, HashIndex *index, uint64 key)
{
	uint32		number = hash_index_find(index, key);

	if (number != 0)
		return own_array_at(items, number - 1);
	if (items->count < MOST_PLACES && own_array_append(items) != NULL)
	{
		if (hash_index_put(index, key, items->count))
			return own_array_at(items, items->count - 1);
		items->count--;
	}
	loss_note(LOSS_POINTERS);
	return NULL;
}

/* What a word points to, if that went with its context; NULL otherwise. */
static PagedChunk *
gone_with_context(uintptr_t word)
{
	PagedChunk *chunk = page_arena_has((const void *) word) ?
		paged_chunk_at((const void *) word) : NULL;

	return chunk && chunk->state == PAGED_RESET ? chunk : NULL;
}

/* The chunk as one of its own, if it shares pages with others. */
static PagedChunk
chunk_meant(PagedChunk *chunk, uintptr_t word)
{
	PagedChunk	meant = *chunk;
	ptrdiff_t	at;

	if (chunk->packed && !packed_chunk_find(chunk, (const void *) word, &meant, &at))
		meant.made_at = meant.size = 0;
	return meant;
}

/* "foo (my_ext)", or empty. */
static void
name_maker(uint32 site, char *to, Size size)
{
	SiteOwner	owner = site_owner(site, OWNER_BY_REACH);
	char		symbol[128];

	to[0] = '\0';
	if (owner.pc == 0)
		return;
	frame_symbol(owner.pc, symbol, sizeof(symbol));
	snprintf(to, size, ", made by %s (%s),", symbol, frame_library(owner.pc));
}

static void
report(const PagedChunk *chunk, uint64 key, uint32 site, uintptr_t library, const char *where,
	   bool again)
{
	Event		event = {
		.check_type = CHECK_DANGLING_POINTER,.site = site,.rule = OWNER_BY_REACH,
		.freed_site = chunk->given_back_at,.path = chunk->path,.object = key | 1,.count = 1,
		.certain = again,.library = library,
	};
	char		maker[200];
	char		what[64] = "memory";

	name_maker(chunk->made_at, maker, sizeof(maker));
	if (chunk->size > 0)
		snprintf(what, sizeof(what), "a chunk of %s", amount_of_bytes(chunk->size).text);
	snprintf(event.detail, sizeof(event.detail),
			 "%s still points to %s%s that went with its context%s", where, what, maker,
			 again ? "; it did so before, to another" : "");
	event_add(&event);
}

/* True: that is news. */
static bool
note(Place *place, const PagedChunk *chunk, uintptr_t word)
{
	bool		same;

	if (place == NULL)
		return false;
	same = place->serial == chunk->serial && place->word == word;
	place->look = look_number;
	place->page = chunk->page;
	place->serial = chunk->serial;
	place->word = word;
	return !same && telling;
}

/* Whether an earlier look has found one of this origin. */
static bool
came_before(uint64 key)
{
	Origin	   *origin = item_of(&origins, &by_origin, key);

	if (origin == NULL)
		return false;
	if (origin->look != look_number)
		origin->looks++;
	origin->look = look_number;
	return origin->looks > 1;
}

/*
 * The variable stands for a return address: that of a call which ends where it begins. One of the
 * thread has no name there: its library is told, and where it is among that one's.
 */
static void
take_variable(uintptr_t variable, uintptr_t word, const ThreadRange *of_thread)
{
	char		where[80];
	PagedChunk *chunk = gone_with_context(word);
	uint64		key = own_hash(variable);
	Place	   *place = chunk ? item_of(&places, &by_place, key) : NULL;
	uintptr_t	frame = variable + 1;
	PagedChunk	meant;

	if (place)
		place->variable = variable;
	if (!note(place, chunk, word))
		return;
	meant = chunk_meant(chunk, word);
	if (of_thread == NULL)
	{
		report(&meant, key, site_of_stack(&frame, 1), 0, "a variable", came_before(key));
		return;
	}
	snprintf(where, sizeof(where), "a variable of the thread, at byte %zu of them,",
			 (Size) (variable - of_thread->range.start));
	report(&meant, key, 0, of_thread->module->image.start + 1, where, came_before(key));
}

static void
read_range(ElfRange range, const ThreadRange *of_thread)
{
	uintptr_t	at = TYPEALIGN(sizeof(uintptr_t), range.start);

	for (; at + sizeof(uintptr_t) <= range.end; at += sizeof(uintptr_t))
	{
		uintptr_t	word = *(const uintptr_t *) at;

		if (word != 0)
			take_variable(at, word, of_thread);
	}
}

/* Whether so much may be read. */
static bool
take_share(Size bytes)
{
	if (bytes > left)
	{
		loss_note(LOSS_POINTERS);
		return false;
	}
	left -= bytes;
	return true;
}

static void
read_variables(const Module *module)
{
	for (int i = 0; i < ELF_WRITABLE && module->image.writable[i].end != 0; i++)
		if (take_share(module->image.writable[i].end - module->image.writable[i].start))
			read_range(module->image.writable[i], NULL);
}

/* In a callback of the linker's: only notes where they are. */
static int
note_thread_range(struct dl_phdr_info *info, size_t size, void *arg)
{
	ThreadRanges *found = arg;
	const Module *module = info->dlpi_tls_data ? module_told_by_linker(info) : NULL;
	uintptr_t	start = (uintptr_t) info->dlpi_tls_data;

	if (module == NULL || !guard_target_has_module(found->target, module))
		return 0;
	for (int i = 0; i < info->dlpi_phnum && found->count < THREAD_RANGES; i++)
		if (info->dlpi_phdr[i].p_type == PT_TLS)
			found->ranges[found->count++] = (ThreadRange)
		{
			{start, start + info->dlpi_phdr[i].p_memsz}, module
		};
	return 0;
}

static void
read_thread_variables(const GuardTarget *target)
{
	ThreadRanges found = {.target = target};

	dl_iterate_phdr(note_thread_range, &found);
	for (int i = 0; i < found.count; i++)
		if (take_share(found.ranges[i].range.end - found.ranges[i].range.start))
			read_range(found.ranges[i].range, &found.ranges[i]);
}

static void
take_member(const PagedChunk *holder, Size offset, uintptr_t word)
{
	PagedChunk *chunk = gone_with_context(word);
	uint64		origin = own_hash((uint64) holder->made_at << 32 | offset);
	uint64		key = own_hash((uint64) holder->serial << 32 | offset);
	PagedChunk	meant;
	char		where[100];

	if (chunk == NULL || !note(item_of(&places, &by_place, key), chunk, word))
		return;
	meant = chunk_meant(chunk, word);
	snprintf(where, sizeof(where), "a chunk of %s, at byte %zu,",
			 amount_of_bytes(holder->size).text, offset);
	report(&meant, origin, holder->made_at, 0, where, came_before(origin));
}

/* What the server made for itself when an extension called it, as SPI_connect() makes its stack. */
static bool
is_servers(uint32 site)
{
	return site_owner(site, OWNER_BY_ENTRY).provenance == PROVENANCE_SERVER;
}

static void
read_chunk(PagedChunk *chunk)
{
	const char *start = paged_chunk_pointer(chunk);

	if (chunk->packed || !may_be_told(chunk->made_at) || is_servers(chunk->made_at) ||
		!take_share(chunk->size))
		return;
	for (Size offset = 0; offset + sizeof(uintptr_t) <= chunk->size; offset += sizeof(uintptr_t))
	{
		uintptr_t	word = *(const uintptr_t *) (start + offset);

		if (word != 0)
			take_member(chunk, offset, word);
	}
}

static void
look(const GuardTarget *target, bool (*is_of_target) (uint32 site))
{
	left = DANGLING_BYTES;
	look_number++;
	may_be_told = is_of_target;
	modules_refresh();
	for (Size i = 0; i < modules_count(); i++)
		if (module_at(i)->loaded && guard_target_has_module(target, module_at(i)))
			read_variables(module_at(i));
	read_thread_variables(target);
	paged_chunks_visit_live(read_chunk);
}

/* A guard begins. */
void
dangling_start(const GuardTarget *target, bool (*is_of_target) (uint32 site))
{
	telling = false;
	look(target, is_of_target);
}

/* When a statement is over. */
void
dangling_look(const GuardTarget *target, bool (*is_of_target) (uint32 site))
{
	telling = true;
	look(target, is_of_target);
}

/* The variable that points into the chunk which begins there; 0: none did at the latest look. */
static uintptr_t
variable_to(const PagedChunk *chunk, uintptr_t start)
{
	for (Size i = 0; i < places.count; i++)
	{
		const Place *place = own_array_at(&places, i);

		if (place->variable != 0 && place->look == look_number &&
			place->page == chunk->page && place->serial == chunk->serial &&
			place->word >= start && place->word - start <= chunk->size)
			return place->variable;
	}
	return 0;
}

/* Adds it to a text, if there is one. */
void
dangling_add_variable(char *what, Size size, const PagedChunk *chunk, uintptr_t start)
{
	uintptr_t	variable = variable_to(chunk, start);
	Size		length = strlen(what);
	const Symbol *symbol;

	if (variable == 0)
		return;
	if (module_of(variable) == NULL)
	{
		snprintf(what + length, size - length, "; a variable of the thread points there");
		return;
	}
	symbols_want(variable + 1);
	symbols_resolve();
	symbol = symbol_of(variable + 1);
	if (symbol)
		snprintf(what + length, size - length, "; the variable %s points there", symbol->function);
}

void
dangling_forget(void)
{
	own_array_free(&places);
	own_array_free(&origins);
	hash_index_free(&by_place);
	hash_index_free(&by_origin);
}
