/*
 * page_arena.c
 *		Chunks that have pages of their own; see page_arena.h. One record for each page: that
 *		of a chunk stands at its first page, and the others lead there.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/address_map.h"
#include "base/compat.h"
#include "probe/mapping_bound.h"
#include "probe/page_arena.h"
#include "utils/memutils.h"

#define ARENA_BYTES ((Size) 1024 * 1024 * 1024)
#define DROPPED_AT_ONCE 256
#define MAPPINGS_OF_CHUNK 8		/* two, and others want some, too */
#define PAGES_MEANT 16			/* behind a chunk that are taken for accesses past its end */
#define MOST_SKIPS 256			/* chunks that are passed on the way to free pages */

typedef struct PageRecord
{
	PagedChunk	chunk;			/* of the one that begins here */
	uint32		first;			/* the page where the chunk begins that has this page, plus one */
} PageRecord;

typedef struct KeptChunk
{
	uint32		page;
	uint32		serial;
} KeptChunk;

static char *arena;				/* NULL: never opened */
static PageRecord *records;
static Size page_bytes;
static uint32 page_count;
static uint32 cursor;			/* where the next chunk may begin */
static uint32 used_to;			/* no chunk was ever behind this page */
static uint32 next_serial;
static uint32 live;
static uint32 youngest;			/* live chunk: page plus one */
static uint32 most_live;
static bool closed;				/* the range is: a guard is on */

static AddressMap first_of_context = ADDRESS_MAP_INIT;	/* page plus one */
static KeptChunk kept[KEPT_CHUNKS]; /* a ring, the oldest at kept_from */
static uint32 kept_from;
static uint32 kept_count;
static Size kept_bytes;

static char *
page_address(uint32 page)
{
	return arena + page * page_bytes;
}

/* The one that begins there. */
PagedChunk *
paged_chunk_on_page(uint32 page)
{
	return &records[page].chunk;
}

static Size
data_bytes(const PagedChunk *chunk)
{
	return (chunk->pages - 1) * page_bytes;
}

static Size
space_of(const PagedChunk *chunk)
{
	return MAXALIGN(chunk->size);
}

/* What palloc returned. */
char *
paged_chunk_pointer(const PagedChunk *chunk)
{
	return chunk->at_start ? page_address(chunk->page + 1) :
		page_address(chunk->page + chunk->pages - 1) - space_of(chunk);
}

static void *
reserve(Size bytes, int rights)
{
	void	   *memory = mmap(NULL, bytes, rights, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
							  -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

static bool
make_range(void)
{
	Size		bytes;

	page_bytes = sysconf(_SC_PAGESIZE);
	page_count = ARENA_BYTES / page_bytes;
	bytes = TYPEALIGN(page_bytes, page_count * sizeof(PageRecord));
	records = reserve(bytes, PROT_READ | PROT_WRITE);
	if (records == NULL)
		return false;
	arena = reserve(ARENA_BYTES, PROT_NONE);
	if (arena == NULL)
	{
		munmap(records, bytes);
		return false;
	}
	own_memory_count(bytes);
	return true;
}

/* After the guard nothing is closed. */
bool
paged_chunk_protect(const PagedChunk *chunk, int rights)
{
	return (rights == PROT_NONE && !closed) ||
		mprotect(page_address(chunk->page), data_bytes(chunk), rights) == 0;
}

static bool
set_rights(const void *address, int rights)
{
	return mprotect((void *) TYPEALIGN_DOWN(page_bytes, (uintptr_t) address), page_bytes,
					rights) == 0;
}

/* The page with its header, which one that begins with a page has before it. */
static void
set_rights_of_header(const PagedChunk *chunk, int rights)
{
	if (chunk->at_start)
		(void) set_rights(page_address(chunk->page), rights);
}

/* Gives what was in these pages back to the kernel, and their mappings. */
static bool
map_anew(uint32 page, uint32 pages)
{
	return pages == 0 ||
		mmap(page_address(page), pages * page_bytes, closed ? PROT_NONE : PROT_READ | PROT_WRITE,
			 (closed ? MAP_PRIVATE : MAP_SHARED) | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED,
			 -1, 0) != MAP_FAILED;
}

/* All but the data of live chunks. */
static bool
map_rest_anew(void)
{
	bool		done = true;
	uint32		from = 0;

	own_memory_count(-(int64) kept_bytes);
	kept_from = kept_count = kept_bytes = 0;
	for (uint32 page = 0; page < used_to; page++)
	{
		PagedChunk *chunk = paged_chunk_on_page(page);

		if (records[page].first != page + 1)
			continue;
		chunk->kept = false;
		if (chunk->state != PAGED_LIVE)
			continue;
		if (!closed)
			set_rights_of_header(chunk, PROT_READ | PROT_WRITE);
		done = map_anew(from, page - from) && done;
		from = page + chunk->pages - 1;
	}
	return map_anew(from, used_to - from) && done;
}

/* A guard begins: all is closed but what is in use. False: the machine has no room. */
bool
page_arena_open(void)
{
	if (arena == NULL && !make_range())
		return false;
	closed = true;
	most_live = Min(PAGED_CHUNKS, mapping_bound() / MAPPINGS_OF_CHUNK);
	if (map_rest_anew())
		return true;
	(void) page_arena_close();
	return false;
}

/*
 * A guard ends: pointers into the range may be anywhere. False: the machine has no room, so faults
 * have to be caught further on.
 */
bool
page_arena_close(void)
{
	closed = false;
	closed = !map_rest_anew() &&
		mprotect(arena, used_to * page_bytes, PROT_READ | PROT_WRITE) != 0;
	return !closed;
}

bool
page_arena_is_in_use(void)
{
	return live > 0;
}

bool
page_arena_has(const void *address)
{
	return arena != NULL && (const char *) address >= arena &&
		(const char *) address < arena + ARENA_BYTES;
}

static uint32
page_of(const void *address)
{
	return ((const char *) address - arena) / page_bytes;
}

/* The chunk that has this page; NULL: none does. */
static PagedChunk *
owner_of_page(uint32 page)
{
	return page < page_count && records[page].first ?
		paged_chunk_on_page(records[page].first - 1) : NULL;
}

/* The chunk that has this address, its header or the closed page behind; NULL: none does. */
PagedChunk *
paged_chunk_at(const void *address)
{
	return page_arena_has(address) ? owner_of_page(page_of(address)) : NULL;
}

/*
 * The chunk that palloc returned this for, or the packed one that it lies in; NULL: it is none of
 * ours.
 */
PagedChunk *
paged_chunk_of(const void *pointer)
{
	/* one of no bytes ends where it begins */
	PagedChunk *chunk = page_arena_has(pointer) ?
		paged_chunk_at((const char *) pointer - 1) : NULL;

	return chunk && (chunk->packed || paged_chunk_pointer(chunk) == pointer) ? chunk : NULL;
}

PagedChunk *
paged_chunk_first(MemoryContext context)
{
	uint32		number = live > 0 ? address_map_find(&first_of_context, context) : 0;

	return number ? paged_chunk_on_page(number - 1) : NULL;
}

/* The visitor gives none of them back. */
void
paged_chunks_visit_live(void (*visit) (PagedChunk *chunk))
{
	for (uint32 number = youngest; number; number = paged_chunk_on_page(number - 1)->older)
		visit(paged_chunk_on_page(number - 1));
}

static void
link_to_live(PagedChunk *chunk)
{
	chunk->older = youngest;
	if (youngest)
		paged_chunk_on_page(youngest - 1)->younger = chunk->page + 1;
	youngest = chunk->page + 1;
	live++;
}

static void
unlink_from_live(PagedChunk *chunk)
{
	if (chunk->older)
		paged_chunk_on_page(chunk->older - 1)->younger = chunk->younger;
	if (chunk->younger)
		paged_chunk_on_page(chunk->younger - 1)->older = chunk->older;
	else
		youngest = chunk->older;
	live--;
}

static bool
link_to_context(PagedChunk *chunk)
{
	uint32		number = chunk->page + 1;

	chunk->prev = 0;
	chunk->next = address_map_find(&first_of_context, chunk->context);
	if (!address_map_put(&first_of_context, chunk->context, number))
		return false;
	if (chunk->next)
		paged_chunk_on_page(chunk->next - 1)->prev = number;
	return true;
}

static void
unlink_from_context(PagedChunk *chunk)
{
	if (chunk->next)
		paged_chunk_on_page(chunk->next - 1)->prev = chunk->prev;
	if (chunk->prev)
		paged_chunk_on_page(chunk->prev - 1)->next = chunk->next;
	else if (chunk->next)
		(void) address_map_put(&first_of_context, chunk->context, chunk->next);
	else
		address_map_remove(&first_of_context, chunk->context);
}

static int
compare_pages(const void *a, const void *b)
{
	uint32		left = *(const uint32 *) a;
	uint32		right = *(const uint32 *) b;

	return left < right ? -1 : left > right;
}

/* The pages of the oldest closed chunks that still have their contents. */
static int
take_oldest(uint32 *pages)
{
	int			count = 0;

	while (count < DROPPED_AT_ONCE && kept_count > 0)
	{
		const KeptChunk *oldest = &kept[kept_from];
		PagedChunk *chunk = paged_chunk_on_page(oldest->page);

		kept_from = (kept_from + 1) % KEPT_CHUNKS;
		kept_count--;
		if (chunk->serial != oldest->serial || !chunk->kept)
			continue;
		chunk->kept = false;
		kept_bytes -= data_bytes(chunk);
		own_memory_count(-(int64) data_bytes(chunk));
		pages[count++] = oldest->page;
	}
	return count;
}

/* Those that lie side by side go at once. */
static void
drop_oldest(void)
{
	uint32		pages[DROPPED_AT_ONCE];
	int			count = take_oldest(pages);
	uint32		from = 0;
	uint32		to = 0;

	qsort(pages, count, sizeof(uint32), compare_pages);
	for (int i = 0; i < count; i++)
	{
		if (pages[i] != to)
		{
			(void) map_anew(from, to - from);
			from = pages[i];
		}
		to = pages[i] + paged_chunk_on_page(pages[i])->pages;
	}
	(void) map_anew(from, to - from);
}

/* The same for one of them. */
static void
drop(PagedChunk *chunk)
{
	if (!chunk->kept)
		return;
	chunk->kept = false;
	kept_bytes -= data_bytes(chunk);
	own_memory_count(-(int64) data_bytes(chunk));
	(void) map_anew(chunk->page, chunk->pages);
}

static void
keep(PagedChunk *chunk)
{
	if (kept_count == KEPT_CHUNKS)
		drop_oldest();
	kept[(kept_from + kept_count) % KEPT_CHUNKS] = (KeptChunk) {chunk->page, chunk->serial};
	kept_count++;
	chunk->kept = true;
	kept_bytes += data_bytes(chunk);
	while (kept_bytes > KEPT_BYTES)
		drop_oldest();
}

/* So many pages from there on; returns the page behind the first live chunk in the way, or 0. */
static uint32
obstacle(uint32 page, uint32 pages)
{
	for (uint32 i = page; i < page + pages; i++)
	{
		const PagedChunk *chunk = owner_of_page(i);

		if (chunk && chunk->state == PAGED_LIVE)
			return chunk->page + chunk->pages;
	}
	return 0;
}

/* What stood in these pages is known no more. */
static void
forget(uint32 page, uint32 pages)
{
	for (uint32 i = page; i < page + pages; i++)
	{
		PagedChunk *chunk = owner_of_page(i);

		if (chunk == NULL)
			continue;
		drop(chunk);
		for (uint32 j = chunk->page; j < chunk->page + chunk->pages; j++)
			records[j].first = 0;
	}
}

/* Pages that nobody uses, the longest unused ones first; false: too many are in the way. */
static bool
find_pages(uint32 pages, uint32 *page)
{
	for (int skips = 0; skips < MOST_SKIPS; skips++)
	{
		uint32		behind;

		if (cursor + pages > page_count)
			cursor = 0;
		behind = obstacle(cursor, pages);
		if (behind == 0)
		{
			*page = cursor;
			cursor += pages;
			used_to = Max(used_to, cursor);
			return true;
		}
		cursor = behind;
	}
	return false;
}

static void
write_header(PagedChunk *chunk, MemoryContext context)
{
	compat_write_lone_header(paged_chunk_pointer(chunk), space_of(chunk), context);
}

/* Above half of what may be in use only each 16th: what comes later is seen, too. */
static bool
has_room(void)
{
	static uint32 asked;

	return live < most_live / 2 || (live < most_live && ++asked % 16 == 0);
}

/* NULL: there is no room. */
PagedChunk *
paged_chunk_make(MemoryContext context, Size size, uint32 site, bool at_start)
{
	Size		bytes = MAXALIGN(Max(size, 1)) + (at_start ? page_bytes : sizeof(CompatLoneHeader));
	uint32		pages = (bytes + page_bytes - 1) / page_bytes + 1;
	uint32		page;
	PagedChunk *chunk;

	if (!closed || size > PAGED_BYTES || !has_room() || !find_pages(pages, &page))
		return NULL;
	forget(page, pages);
	chunk = paged_chunk_on_page(page);
	*chunk = (PagedChunk) {
		.context = context,.size = size,.page = page,.pages = pages,.made_at = site,
		.serial = ++next_serial,.at_start = at_start,
	};
	if (!paged_chunk_protect(chunk, PROT_READ | PROT_WRITE) || !link_to_context(chunk))
		return NULL;
	for (uint32 i = page; i < page + pages; i++)
		records[i].first = page + 1;
	chunk->state = PAGED_LIVE;
	link_to_live(chunk);
	own_memory_count(data_bytes(chunk));
	context->mem_allocated += space_of(chunk);
	write_header(chunk, context);
	paged_gap_fill(chunk);
	set_rights_of_header(chunk, PROT_NONE);
	return chunk;
}

/* A live chunk goes. Its context may do so, too. */
void
paged_chunk_give_back(PagedChunk *chunk, PagedState state, uint32 site)
{
	unlink_from_context(chunk);
	set_rights_of_header(chunk, PROT_READ | PROT_WRITE);
	write_header(chunk, TopMemoryContext);
	chunk->state = state;
	chunk->given_back_at = site;
	unlink_from_live(chunk);
	chunk->context->mem_allocated -= space_of(chunk);
	(void) paged_chunk_protect(chunk, PROT_NONE);
	keep(chunk);
}

/* Of a chunk that lives and begins with a page. */
static bool
is_header(const PagedChunk *chunk, const void *address)
{
	return chunk->state == PAGED_LIVE && chunk->at_start &&
		(const char *) address < paged_chunk_pointer(chunk);
}

static bool
is_behind(const PagedChunk *chunk, const void *address)
{
	return (const char *) address >= page_address(chunk->page) + data_bytes(chunk);
}

/*
 * Whose chunk an access to a closed page was meant for: mostly it is past the end of the one that
 * has the page. Shortly before another one begins it is rather before that one's start. A page that
 * nobody has is far past the end of a chunk, or of one that was given out in its place before; NULL
 * if there is no chunk near.
 */
PagedChunk *
paged_chunk_meant(const void *address)
{
	uint32		page = page_of(address);
	PagedChunk *chunk = owner_of_page(page);
	PagedChunk *next = owner_of_page(page + 1);
	bool		in_second_half = (uintptr_t) address % page_bytes >= page_bytes / 2;

	if (chunk != next && next && in_second_half && (chunk == NULL || is_behind(chunk, address)))
		return next;
	for (uint32 i = 1; chunk == NULL && i <= PAGES_MEANT && i <= page; i++)
		chunk = owner_of_page(page - i);
	return chunk;
}

/*
 * The page of an address, for one instruction; all pages of a chunk whose contents have gone. The
 * chunk is NULL where no chunk has the page. False: the machine has no room.
 */
bool
paged_chunk_open(PagedChunk *chunk, const void *address)
{
	if (!set_rights(address, PROT_READ | PROT_WRITE))
		return false;
	if (chunk == NULL || chunk->state == PAGED_LIVE || chunk->kept || is_behind(chunk, address))
		return true;
	if (!paged_chunk_protect(chunk, PROT_READ | PROT_WRITE))
		return false;
	/* in a packed one any word may be taken for a header's */
	for (Size at = 0; chunk->packed && at < data_bytes(chunk); at += sizeof(MemoryContext))
		*(MemoryContext *) (page_address(chunk->page) + at) = TopMemoryContext;
	write_header(chunk, TopMemoryContext);
	return true;
}

/* Given out or taken back meanwhile, by a handler of another signal: see what it is now. */
void
paged_chunk_close_again(PagedChunk *chunk, const void *address)
{
	if (!closed)
		return;
	if (chunk == NULL || is_behind(chunk, address) || is_header(chunk, address) || chunk->kept)
		(void) set_rights(address, PROT_NONE);
	else if (chunk->state != PAGED_LIVE)
		(void) map_anew(chunk->page, chunk->pages);
}
