/*
 * page_arena.h
 *		Chunks that have pages of their own, and where they lie.
 *
 * One range of addresses is reserved, all of it closed. A chunk gets the next pages in it, ends
 * where its last page ends (but for MAXALIGN), and a page behind that stays closed. Its header is
 * that of a chunk that the server's AllocSet has a block for, so that everything which asks a
 * chunk for its context or its space gets the right answer; what would free it does not
 * (guard_pages.h). One that is made "at_start" begins where a page does instead, and the page
 * before it, with its header, is closed, too.
 *
 * A chunk that is given back has its pages closed. What was in it is kept for the latest
 * KEPT_CHUNKS, so that whoever reads it goes on as before; the address is not used again until
 * the cursor has gone round. There are bounds for chunks in use (each is two mappings of the
 * kernel's) and for the bytes of one. A header in a closed chunk names TopMemoryContext: its own
 * may be gone.
 *
 * Called by the backend's thread inside the allocator: the kernel's calls and our own memory, no
 * lock, no error, no palloc. What is marked so may run in a signal handler.
 *
 * Once made, the range stays for the life of the process: chunks may outlive the windows, and so
 * may pointers to what was freed. Between windows all that was ever used of it is open, what is in
 * use as it is, the rest as shared memory without contents: the search for pointers (reach.h) reads
 * private memory. For its sake no record has the address of a chunk.
 */
#ifndef MEMCHECK_PAGE_ARENA_H
#define MEMCHECK_PAGE_ARENA_H

#define PAGED_BYTES (16 * 1024 * 1024)	/* of the largest chunk */
#define PAGED_CHUNKS 8192		/* in use at a time, fewer where the kernel has a lower bound */
#define KEPT_CHUNKS 2048		/* closed, with what is in them */
#define KEPT_BYTES (32 * 1024 * 1024)

typedef enum PagedState
{
	PAGED_NONE,					/* the place is free */
	PAGED_LIVE,
	PAGED_FREED,
	PAGED_RESET,				/* by a reset or delete of its context */
} PagedState;

typedef struct PagedChunk
{
	MemoryContext context;		/* whose it is, or was */
	uint32		size;			/* asked for */
	uint32		page;			/* where it begins */
	uint32		pages;			/* with the closed one behind it */
	uint32		made_at;		/* site */
	uint32		given_back_at;	/* site, 0: was not, or unknown */
	uint32		next;			/* live ones of the same context: page numbers plus one */
	uint32		prev;
	uint32		younger;		/* live ones of all contexts, likewise */
	uint32		older;
	uint32		path;			/* of its context, when that was reset or deleted; 0: unknown */
	uint32		serial;			/* tells the chunks of one place apart */
	uint16		used;			/* of a packed one (packed_chunk.h): how many MAXALIGNs */
	uint16		packed_count;	/* chunks in it that live */
	uint8		packed;			/* which one of its context's, 0: it is not packed */
	uint8		state;			/* PagedState */
	bool		kept;			/* closed, with what was in it */
	bool		at_start;		/* begins with a page, and its header lies in a closed one */
} PagedChunk;

extern bool page_arena_open(void);
extern bool page_arena_close(void);
extern bool page_arena_is_in_use(void);
extern PagedChunk *paged_chunk_make(MemoryContext context, Size size, uint32 site, bool at_start);
extern void paged_chunk_give_back(PagedChunk *chunk, PagedState state, uint32 site);
extern PagedChunk *paged_chunk_of(const void *pointer);
extern PagedChunk *paged_chunk_first(MemoryContext context);
extern void paged_chunks_visit_live(void (*visit) (PagedChunk *chunk));

/* paged_gap.c: what lies beside one that lives, in pages that are open */
extern void paged_gap_fill(const PagedChunk *chunk);
extern Size paged_gap_damage(const PagedChunk *chunk, ptrdiff_t *at);

/* also in a signal handler */
extern bool page_arena_has(const void *address);
extern PagedChunk *paged_chunk_on_page(uint32 page);
extern bool paged_chunk_protect(const PagedChunk *chunk, int rights);
extern char *paged_chunk_pointer(const PagedChunk *chunk);
extern PagedChunk *paged_chunk_at(const void *address);
extern PagedChunk *paged_chunk_meant(const void *address);
extern bool paged_chunk_open(PagedChunk *chunk, const void *address);
extern void paged_chunk_close_again(PagedChunk *chunk, const void *address);

#endif							/* MEMCHECK_PAGE_ARENA_H */
