/*
 * live_chunks.c
 *		The chunks that are in use in a context; see live_chunks.h.
 */
#include "postgres.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/compat.h"
#include "base/hash_index.h"
#include "tree/live_chunks.h"

#define READ_BYTES 65536		/* at a time */

/* One context. */
typedef struct Visit
{
	LiveReader *reader;
	MemoryContext context;
	ContextKind kind;
	HashIndex	free;			/* headers of free chunks, where they do not say so */
	Size		blocks_left;	/* bytes of blocks that there can still be */
	LiveVisitor see;
	void	   *state;
	bool		goes_on;
} Visit;

typedef struct Block
{
	const char *start;
	const char *first;			/* chunk */
	const char *used_to;
	const char *end;
} Block;

/* False: without it nothing can be read. */
bool
live_reader_open(LiveReader *reader, Size most_chunks, Size most_bytes, int64 most_us)
{
	*reader = (LiveReader) {.memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC),
		.buffer = {.width = 1}, .chunks_left = most_chunks, .bytes_left = most_bytes,
	.until_us = clock_us() + most_us, .complete = true};
	if (reader->memory >= 0 && own_array_reserve(&reader->buffer, READ_BYTES))
		return true;
	live_reader_close(reader);
	return false;
}

void
live_reader_close(LiveReader *reader)
{
	if (reader->buffer.data)
		explicit_bzero(reader->buffer.data, READ_BYTES);
	own_array_free(&reader->buffer);
	if (reader->memory >= 0)
		close(reader->memory);
	reader->memory = -1;
}

/* These bytes, of which the first "known" could be read. */
static const char *
read_some(LiveReader *reader, const char *address, Size wanted, Size *known)
{
	if (address < reader->start || address + wanted > reader->start + reader->length)
	{
		ssize_t		got = pread(reader->memory, reader->buffer.data, READ_BYTES,
								(off_t) (uintptr_t) address);

		reader->start = address;
		reader->length = Max(got, 0);
		reader->bytes_left -= Min(reader->bytes_left, reader->length);
	}
	*known = Min(wanted, reader->length - (address - reader->start));
	return reader->buffer.data + (address - reader->start);
}

/* All of these bytes, or false. */
static bool
read_all(LiveReader *reader, const void *address, void *to, Size wanted)
{
	Size		known;
	const char *bytes = read_some(reader, address, wanted, &known);

	if (known < wanted)
		return false;
	memcpy(to, bytes, wanted);
	return true;
}

static bool
has_more(LiveReader *reader)
{
	if (reader->chunks_left == 0 || reader->bytes_left == 0 ||
		(reader->chunks_left % 256 == 0 && clock_us() > reader->until_us))
		reader->complete = false;
	return reader->complete;
}

/* From 16 on: a chunk of this kind, in this block. */
static bool
decode_word(const Visit *visit, const Block *block, const char *chunk, uint64 word, Size *space)
{
	uint64		method = visit->kind == KIND_ALLOCSET ?
		COMPAT_ALLOCSET_METHOD : COMPAT_GENERATION_METHOD;
	Size		value = (word >> (COMPAT_METHOD_BITS + 1)) & ((UINT64CONST(1) << 30) - 1);

	if ((word & ((UINT64CONST(1) << COMPAT_METHOD_BITS) - 1)) != method)
		return false;
	if ((word >> COMPAT_METHOD_BITS) & 1)
	{
		*space = block->used_to - (chunk + COMPAT_CHUNK_HEADER);
		return true;
	}
	if (((word >> 34) & ~UINT64CONST(1)) != (uint64) (chunk - block->start))
		return false;
	if (visit->kind == KIND_ALLOCSET && value >= COMPAT_FREE_LISTS)
		return false;
	*space = visit->kind == KIND_ALLOCSET ? (Size) 8 << value : value;
	return true;
}

/* What the header says; false if there is none here. */
static bool
decode(Visit *visit, const Block *block, const char *chunk, LiveChunk *to, bool *used)
{
	Size		header = visit->kind == KIND_GENERATION ?
		COMPAT_GENERATION_HEADER : COMPAT_CHUNK_HEADER;
	uint64		words[4];

	*to = (LiveChunk) {.pointer = chunk + header};
	if (!read_all(visit->reader, chunk, words, header))
		return false;
	if (COMPAT_ASKED_BYTES > 0)
		to->asked = words[COMPAT_ASKED_AT / sizeof(uint64)];
	if (COMPAT_METHOD_BITS > 0)
	{
		if (!decode_word(visit, block, chunk, words[header / sizeof(uint64) - 1], &to->space))
			return false;
		*used = hash_index_find(&visit->free, (uintptr_t) chunk) == 0;
	}
	else
	{
		to->space = words[0];
		*used = words[header / sizeof(uint64) - 1] == (uintptr_t) visit->context;
	}
	to->rounded = visit->kind == KIND_ALLOCSET && to->space <= COMPAT_CHUNK_LIMIT &&
		(to->space & (to->space - 1)) == 0;
	return to->space > 0 && to->space <= (Size) (block->used_to - chunk) - header;
}

/* False: not all of the block could be looked into. */
static bool
visit_block(Visit *visit, const Block *block)
{
	const char *chunk = block->first;

	while (chunk < block->used_to)
	{
		LiveChunk	live;
		bool		used;

		if (!has_more(visit->reader) || !decode(visit, block, chunk, &live, &used))
			return false;
		visit->reader->chunks_left--;
		if (used)
		{
			live.bytes = read_some(visit->reader, live.pointer,
								   Min(live.space, LIVE_CHUNK_BYTES), &live.known);
			visit->goes_on = visit->see(visit->state, &live);
			if (!visit->goes_on)
				return false;
		}
		chunk = (const char *) live.pointer + live.space;
	}
	return true;
}

/* Whether so large a block can still be one of the context. */
static bool
is_credible(Visit *visit, const Block *block)
{
	Size		bytes = block->end - block->start;

	if (block->end < block->used_to || block->used_to < block->first || bytes > visit->blocks_left)
		return false;
	visit->blocks_left -= bytes;
	return true;
}

/* The free chunks of an AllocSet that do not say so themselves. */
static bool
note_free(Visit *visit, const CompatAllocSet *set)
{
	if (COMPAT_METHOD_BITS == 0)
		return true;
	for (int i = 0; i < COMPAT_FREE_LISTS; i++)
	{
		const char *chunk = set->free_lists[i];

		while (chunk)
		{
			if (!has_more(visit->reader) || hash_index_find(&visit->free, (uintptr_t) chunk) ||
				!hash_index_put(&visit->free, (uintptr_t) chunk, 1) ||
				pread(visit->reader->memory, &chunk, sizeof(chunk),
					  (off_t) (uintptr_t) (chunk + COMPAT_CHUNK_HEADER)) != sizeof(chunk))
				return false;
			visit->reader->chunks_left--;
		}
	}
	return true;
}

static int64
visit_allocset(Visit *visit)
{
	const CompatAllocSet *set = (const CompatAllocSet *) visit->context;
	const CompatBlock *at = set->blocks;
	int64		unread = 0;

	if (!note_free(visit, set))
		return visit->context->mem_allocated;
	while (at && visit->goes_on)
	{
		CompatBlock header;
		Block		block;

		if (!read_all(visit->reader, at, &header, sizeof(header)))
			return unread + visit->blocks_left;
		block = (Block) {(const char *) at, (const char *) (at + 1), header.free_from, header.end};
		if (!is_credible(visit, &block))
			return unread + visit->blocks_left;
		if (!visit_block(visit, &block))
			unread += block.end - block.start;
		at = header.next;
	}
	return unread;
}

static int64
visit_generation(Visit *visit)
{
	const CompatGeneration *generation = (const CompatGeneration *) visit->context;
	const dlist_node *at = generation->blocks.head.next;
	int64		unread = 0;

	while (at && at != &generation->blocks.head && visit->goes_on)
	{
		CompatGenerationBlock header;
		const CompatGenerationBlock *place = (const CompatGenerationBlock *) at;
		Block		block;

		if (!read_all(visit->reader, at, &header, sizeof(header)))
			return unread + visit->blocks_left;
		block = (Block) {(const char *) place, (const char *) (place + 1), header.free_from,
		header.end};
		if (!is_credible(visit, &block))
			return unread + visit->blocks_left;
		if ((COMPAT_METHOD_BITS > 0 && header.freed > 0) || !visit_block(visit, &block))
			unread += block.end - block.start;
		at = header.node.next;
	}
	return unread;
}

/* Shows each chunk in use; how many bytes of blocks could not be looked into. */
int64
live_chunks(LiveReader *reader, MemoryContext context, LiveVisitor see, void *state)
{
	Visit		visit = {.reader = reader, .context = context, .kind = context_kind(context),
		.free = HASH_INDEX_INIT, .blocks_left = context->mem_allocated, .see = see,
	.state = state, .goes_on = true};
	int64		unread = context->mem_allocated;

	reader->length = 0;
	if (visit.kind == KIND_ALLOCSET)
		unread = visit_allocset(&visit);
	else if (visit.kind == KIND_GENERATION)
		unread = visit_generation(&visit);
	hash_index_free(&visit.free);
	return unread;
}
