/*
 * packed_chunk.c
 *		Chunks that share pages with others of their context; see packed_chunk.h.
 */
#include "postgres.h"

#include <sys/mman.h>

#include "base/address_map.h"
#include "base/compat.h"
#include "probe/packed_chunk.h"
#include "tree/walk.h"
#include "utils/memutils.h"

#define RESTS PG_UINT32_MAX		/* a context that is the server's until it is emptied */
#define MOST_RUNS 1024			/* that live at a time */
#define RUN_BYTES 4096			/* of the first run of a context */
#define LARGEST_RUN (16 * RUN_BYTES)
#define WAS_FREED 0x80000000

/* Stands before each chunk in a run. */
typedef struct PackedChunk
{
	uint32		made_at;		/* site */
	uint32		size;			/* asked for, and WAS_FREED */
	CompatLoneHeader header;
} PackedChunk;

static AddressMap filling = ADDRESS_MAP_INIT;	/* of a context: the page of its run plus one, or
												 * RESTS */
static int	run_count;			/* that live */

/* A guard begins: contexts may have come and gone since. */
void
packed_chunks_start(void)
{
	address_map_clear(&filling);
}

static PackedChunk *
at_byte(const PagedChunk *run, Size byte)
{
	return (PackedChunk *) (paged_chunk_pointer(run) + byte);
}

static Size
size_of(const PackedChunk *chunk)
{
	return chunk->size & ~WAS_FREED;
}

static Size
bytes_with_header(Size size)
{
	return sizeof(PackedChunk) + MAXALIGN(size);
}

static Size
used_bytes(const PagedChunk *run)
{
	return (Size) run->used * MAXIMUM_ALIGNOF;
}

static void *
take(PagedChunk *run, Size size, uint32 site)
{
	PackedChunk *chunk = at_byte(run, used_bytes(run));

	chunk->made_at = site;
	chunk->size = size;
	compat_write_lone_header(chunk + 1, MAXALIGN(size), run->context);
	run->used += bytes_with_header(size) / MAXIMUM_ALIGNOF;
	run->packed_count++;
	return chunk + 1;
}

static bool
has_room(const PagedChunk *run, Size size)
{
	return used_bytes(run) + bytes_with_header(size) <= run->size;
}

static PagedChunk *
next_run(MemoryContext context, const PagedChunk *before, Size size)
{
	int			turn = before ? before->packed + 1 : 1;
	Size		bytes = Min(RUN_BYTES << (turn - 1), LARGEST_RUN);
	PagedChunk *run;

	if (turn > PACKED_RUNS || run_count >= MOST_RUNS)
		return NULL;
	bytes = Max(bytes, TYPEALIGN(RUN_BYTES, bytes_with_header(size) + sizeof(CompatLoneHeader)));
	run = paged_chunk_make(context, bytes - sizeof(CompatLoneHeader), 0, false);
	if (run == NULL)
		return NULL;
	run->packed = turn;
	run_count++;
	return run;
}

/* NULL: it is to be the server's. "begun" counts the contexts that this site began to fill. */
void *
packed_chunk_make(MemoryContext context, Size size, uint32 site, uint32 *begun)
{
	uint32		number = address_map_find(&filling, context);
	PagedChunk *run = NULL;

	if (number == RESTS || size > PACKED_BYTES)
		return NULL;
	if (number)
		run = paged_chunk_on_page(number - 1);
	if (run == NULL || !has_room(run, size))
	{
		bool		wanted = run || (walk_lifetime(context) != LIFETIME_BACKEND &&
									 packed_sample(++*begun, PACKED_CONTEXTS));

		run = wanted ? next_run(context, run, size) : NULL;
		/* without memory for this, a context that is not known begins again with each chunk */
		if (!address_map_put(&filling, context, run ? run->page + 1 : RESTS) || run == NULL)
			return NULL;
	}
	return take(run, size, site);
}

/* Whether a chunk of this run, which lives, begins there: by its header. */
bool
packed_chunk_is(const PagedChunk *run, const void *pointer)
{
	return (uintptr_t) pointer % MAXIMUM_ALIGNOF == 0 &&
		((const PackedChunk *) pointer - 1)->header.context == run->context;
}

Size
packed_chunk_size(const void *pointer)
{
	return size_of((const PackedChunk *) pointer - 1);
}

static bool
is_being_filled(const PagedChunk *run)
{
	return address_map_find(&filling, run->context) == run->page + 1;
}

bool
packed_chunk_was_freed(const void *pointer)
{
	return (((const PackedChunk *) pointer - 1)->size & WAS_FREED) != 0;
}

/* One that was not freed before. */
void
packed_chunk_free(PagedChunk *run, void *pointer, uint32 site)
{
	((PackedChunk *) pointer - 1)->size |= WAS_FREED;
	run->packed_count--;
	if (run->packed_count > 0 || is_being_filled(run))
		return;
	packed_chunks_retire(run);
	paged_chunk_give_back(run, PAGED_FREED, site);
}

/* Before a run is closed: its context may be gone soon, and the headers name another one. */
void
packed_chunks_retire(PagedChunk *run)
{
	Size		byte = 0;

	run_count--;
	while (byte + sizeof(PackedChunk) <= used_bytes(run))
	{
		PackedChunk *chunk = at_byte(run, byte);

		if (byte + bytes_with_header(size_of(chunk)) > used_bytes(run))
			break;
		compat_write_lone_header(chunk + 1, MAXALIGN(size_of(chunk)), TopMemoryContext);
		byte += bytes_with_header(size_of(chunk));
	}
}

/* The context's runs were closed. */
void
packed_chunks_emptied(MemoryContext context)
{
	address_map_remove(&filling, context);
}

/*
 * The chunk in a readable run that has the byte, its header included; the last one for what lies
 * behind.
 */
static PackedChunk *
chunk_with(const PagedChunk *run, ptrdiff_t wanted, ptrdiff_t *at)
{
	PackedChunk *chunk = NULL;
	Size		byte = 0;

	while (byte + sizeof(PackedChunk) <= used_bytes(run) && (ptrdiff_t) byte <= wanted)
	{
		chunk = at_byte(run, byte);
		*at = wanted - (ptrdiff_t) (byte + sizeof(PackedChunk));
		byte += bytes_with_header(size_of(chunk));
	}
	return chunk;
}

/*
 * What an address in a run is, as though it had pages of its own: only its size, its maker and the
 * byte are found out. False: what was in the run has gone.
 */
bool
packed_chunk_find(PagedChunk *run, const void *address, PagedChunk *found, ptrdiff_t *at)
{
	ptrdiff_t	wanted = (const char *) address - paged_chunk_pointer(run);
	PackedChunk *chunk;

	if (run->state != PAGED_LIVE && !run->kept)
		return false;
	if (!paged_chunk_protect(run, PROT_READ | PROT_WRITE))
		return false;
	chunk = chunk_with(run, wanted, at);
	if (chunk)
	{
		found->size = size_of(chunk);
		found->made_at = chunk->made_at;
	}
	if (run->state != PAGED_LIVE)
		(void) paged_chunk_protect(run, PROT_NONE);
	return chunk != NULL;
}
