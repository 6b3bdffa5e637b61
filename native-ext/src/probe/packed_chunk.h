/*
 * packed_chunk.h
 *		Chunks that share pages of the arena with others of their context.
 *
 * What goes with its context is to be closed then, whoever made it: the rows of SPI, plans, the
 * argument of a call. The server's chunks are too many for a page each. So while a guard is on,
 * those in a context that does not live as long as the backend are packed side by side, in runs of
 * pages (page_arena.h) that are that context's alone, each with a header as a chunk on pages of its
 * own has. A reset or delete of the context closes the runs. A run whose last chunk is freed is
 * closed, too, unless it is the one that is being filled. Past the end of such a chunk lies the
 * next one: there nothing is caught.
 *
 * A context fills at most PACKED_RUNS runs, each larger than the one before it, until it is
 * emptied; what comes then, and large chunks, are the server's. So are those of contexts whose
 * first chunk is of a site that has begun many: beyond PACKED_CONTEXTS each 16th is packed, far
 * beyond each 64th.
 *
 * Called where page_arena.h is, under the same rules. packed_chunk_find() may run in a signal
 * handler. What an extension overwrites in a run that lives is not believed further than the run.
 */
#ifndef MEMCHECK_PACKED_CHUNK_H
#define MEMCHECK_PACKED_CHUNK_H

#include "probe/page_arena.h"

#define PACKED_BYTES 8192		/* of the largest chunk */
#define PACKED_RUNS 10
#define PACKED_CONTEXTS 256		/* begun by one site, all packed */

/*
 * Whether the one with this number is chosen, of those of one site, where all of the first so many
 * are: then each 16th, and of very many each 64th. Each costs some calls of the kernel's.
 */
static inline bool
packed_sample(uint32 number, uint32 first)
{
	return number <= first || number % (number <= 16 * first ? 16 : 64) == 0;
}

extern void packed_chunks_start(void);
extern void *packed_chunk_make(MemoryContext context, Size size, uint32 site, uint32 *begun);
extern bool packed_chunk_is(const PagedChunk *run, const void *pointer);
extern Size packed_chunk_size(const void *pointer);
extern bool packed_chunk_was_freed(const void *pointer);
extern void packed_chunk_free(PagedChunk *run, void *pointer, uint32 site);
extern void packed_chunks_retire(PagedChunk *run);
extern void packed_chunks_emptied(MemoryContext context);

/* also in a signal handler */
extern bool packed_chunk_find(PagedChunk *run, const void *address, PagedChunk *found,
							  ptrdiff_t *at);

#endif							/* MEMCHECK_PACKED_CHUNK_H */
