/*
 * live_chunks.h
 *		The chunks that are in use in a context, whoever made them and whenever that was.
 *
 * live_chunks() goes through the blocks of one context of this process, from chunk to chunk, and
 * shows each that was not freed, with its first bytes. Up to 15 a chunk says itself whether it was.
 * From 16 on those of an AllocSet are free that are on its free lists; of a Generation only the
 * block says how many of its chunks were freed, and a block of which some were is not looked into.
 * Neither is a Slab, nor a Bump, which does not know its chunks. The result is how many bytes of
 * blocks could not be looked into.
 *
 * "space" is what the chunk has, not what was asked for: in an AllocSet the next power of two, up
 * to COMPAT_CHUNK_LIMIT, otherwise the next multiple of eight. Servers with assertions know what
 * was asked for.
 *
 * Memory is read by way of /proc/self/mem, a stretch at a time: of a tree that was overwritten
 * nothing is followed into the void. A chunk that does not fit into its block ends the block. What
 * was read is wiped at the end: the addresses in it must not look like pointers (reach.h).
 *
 * Called in the backend's thread where no function of the context is running: in SQL functions, or
 * at a boundary. Our own memory; no locks, no errors, no palloc.
 */
#ifndef MEMCHECK_LIVE_CHUNKS_H
#define MEMCHECK_LIVE_CHUNKS_H

#include "base/own_memory.h"
#include "tree/context_kind.h"

/* So much of a chunk is shown. */
#define LIVE_CHUNK_BYTES 4096

typedef struct LiveChunk
{
	const void *pointer;
	Size		space;
	Size		asked;			/* 0: not known */
	bool		rounded;		/* the space may be a power of two for that reason */
	const char *bytes;			/* aligned to eight; valid in the visitor's call */
	Size		known;
} LiveChunk;

/* False ends the look. */
typedef bool (*LiveVisitor) (void *state, const LiveChunk *chunk);

/* What a look has left, and what it reads with. */
typedef struct LiveReader
{
	int			memory;			/* /proc/self/mem; -1: nothing can be read */
	OwnArray	buffer;
	const char *start;			/* where the buffer's bytes are */
	Size		length;
	Size		chunks_left;
	Size		bytes_left;
	int64		until_us;		/* by clock_us() */
	bool		complete;		/* nothing was left out for want of these */
} LiveReader;

extern bool live_reader_open(LiveReader *reader, Size most_chunks, Size most_bytes, int64 most_us);
extern int64 live_chunks(LiveReader *reader, MemoryContext context, LiveVisitor visit, void *state);
extern void live_reader_close(LiveReader *reader);

#endif							/* MEMCHECK_LIVE_CHUNKS_H */
