/*
 * paged_gap.c
 *		The canary beside a chunk with pages of its own; see page_arena.h.
 *
 * In pages that are open: between its end and the next multiple of eight, and before its header;
 * behind one that begins with a page, some bytes.
 */
#include "postgres.h"

#include <unistd.h>

#include "base/compat.h"
#include "probe/page_arena.h"
#include "probe/poison_pattern.h"

#define CLEAR_BESIDE 64			/* bytes before the header, or behind the chunk, at most */

typedef struct Gap
{
	char	   *from;
	Size		bytes;
} Gap;

static Gap
gap_before(const PagedChunk *chunk)
{
	char	   *header = paged_chunk_pointer(chunk) - sizeof(CompatLoneHeader);
	char	   *page = (char *) TYPEALIGN_DOWN(sysconf(_SC_PAGESIZE), (uintptr_t) header);
	Size		bytes = chunk->at_start ? 0 : Min(header - page, CLEAR_BESIDE);

	return (Gap)
	{
		header - bytes, bytes
	};
}

static Gap
gap_behind(const PagedChunk *chunk)
{
	char	   *end = paged_chunk_pointer(chunk) + chunk->size;
	char	   *next = (char *) TYPEALIGN(chunk->at_start ? sysconf(_SC_PAGESIZE) : MAXIMUM_ALIGNOF,
										  (uintptr_t) end);

	return (Gap)
	{
		end, Min(next - end, CLEAR_BESIDE)
	};
}

void
paged_gap_fill(const PagedChunk *chunk)
{
	Gap			before = gap_before(chunk);
	Gap			behind = gap_behind(chunk);

	memset(before.from, CANARY_BYTE, before.bytes);
	memset(behind.from, CANARY_BYTE, behind.bytes);
}

/*
 * How many bytes of the gaps were written to, and where the first is, from the pointer on. They are
 * filled again.
 */
Size
paged_gap_damage(const PagedChunk *chunk, ptrdiff_t *at)
{
	Gap			before = gap_before(chunk);
	Gap			behind = gap_behind(chunk);
	Size		damaged_before;
	Size		damaged_behind;
	Size		first = canary_damage(before.from, before.bytes, &damaged_before);

	*at = before.from + first - paged_chunk_pointer(chunk);
	first = canary_damage(behind.from, behind.bytes, &damaged_behind);
	if (damaged_before == 0)
		*at = chunk->size + first;
	if (damaged_before + damaged_behind > 0)
		paged_gap_fill(chunk);
	return damaged_before + damaged_behind;
}
