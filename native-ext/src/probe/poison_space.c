/*
 * poison_space.c
 *		How many bytes of a chunk are whose; see poison_space.h.
 */
#include "postgres.h"

#include "probe/poison_space.h"
#include "utils/memutils.h"

/* Room for a canary in chunks that would have none; larger chunks have slack or not. */
#define PADDING_BYTES 16
#define PADDED_CHUNK_BYTES (1024 * 1024)

bool
poison_pads(ContextKind kind)
{
	return kind == KIND_ALLOCSET || kind == KIND_GENERATION;
}

Size
padded_size(ContextKind kind, Size size)
{
	return poison_pads(kind) && size <= PADDED_CHUNK_BYTES ? size + PADDING_BYTES : size;
}

/* All of a chunk that follows its header, also what is not ours to write. */
Size
chunk_space(ContextKind kind, void *pointer)
{
	return GetMemoryChunkSpace(pointer) - kind_chunk_overhead(kind);
}

/*
 * Bytes of a chunk's space that we may write to. A server that checks memory itself keeps a mark
 * of its own behind the requested size.
 */
Size
writable_space(ContextKind kind, Size size, void *pointer)
{
#ifdef MEMORY_CONTEXT_CHECKING
	return padded_size(kind, size);
#else
	return chunk_space(kind, pointer);
#endif
}

/* The same of a chunk that was not padded. */
Size
unpadded_space(ContextKind kind, Size size, void *pointer)
{
#ifdef MEMORY_CONTEXT_CHECKING
	return size;
#else
	return chunk_space(kind, pointer);
#endif
}

/* Of a chunk that we have not made. */
Size
known_space(ContextKind kind, void *pointer)
{
#ifdef MEMORY_CONTEXT_CHECKING
	return 0;					/* what was asked for is the server's secret */
#else
	return chunk_space(kind, pointer);
#endif
}
