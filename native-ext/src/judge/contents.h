/*
 * contents.h
 *		What is in the contexts now: how many chunks of what, and from which call stack.
 *
 * contents_take() goes through the contexts that are there, and through the chunks that the
 * tracer follows in each: those that were made, or made larger, while a window is open. In
 * contexts of a query that runs none are followed. Each chunk counts in one row: of its
 * context, its call stack with what that did (holding.h), what it is, and its size up to a power
 * of two.
 *
 * contents_add_others() adds what is not followed in contexts that the caller chooses: what was
 * there before the window, and what is in contexts that were made for a statement, as those of
 * cached plans are. It is found in the blocks (live_chunks.h), and told by its bytes alone
 * (space_content.h). These rows have no holding. "bytes" is the space that chunks have there. What
 * could not be looked into is a row of its own, with CONTENT_UNREAD and no count. Where nobody
 * takes the others, followed chunks may be among them.
 *
 * What a chunk is, is told by three things, in this order:
 *
 *	the node	chunk_content.h, if the bytes of all chunks of the stack say that they are
 *				nodes, and debug information does not say that they are something else
 *	the type	of C, that the function which owns the chunk gives to the result of palloc()
 *				(symbol.h). It must have called that itself. The chunk must be as large as the
 *				type, or a multiple: then it is an array
 *	the text	text, other varlena or a string, if the bytes of all chunks of the stack say so
 *
 * The rest is told by size alone; so is what was there before the window and was made larger. Of
 * what is not followed, the type is one of the server's structs that say so themselves.
 *
 * Memory is read by way of /proc/self/mem: what should have gone unseen is no fault. Where
 * that cannot be read there are no nodes and texts.
 *
 * Called for reports, in an SQL function or at a boundary, in the backend's thread. In our own
 * memory; no locks, no errors, no palloc. A row's context and holding are valid until something is
 * allocated or freed; contents_name() knows types once symbols_resolve() has run for the rows'
 * contents_want().
 */
#ifndef MEMCHECK_CONTENTS_H
#define MEMCHECK_CONTENTS_H

#include "judge/growth.h"
#include "trace/chunk_content.h"

typedef struct ContentsRow
{
	MemoryContext context;
	uint64		node_key;
	uint32		path;
	uint32		holding;
	Content		content;
	int64		size_class;		/* its chunks are no larger than this power of two */
	int64		common_bytes;	/* the greatest divisor of all their sizes; 0: unknown */
	int64		least_bytes;
	int64		count;
	int64		bytes;
} ContentsRow;

/* What the chunks of a row are; valid as long as symbols are. */
typedef struct ContentsName
{
	const char *kind;			/* node, type, text, size, unread */
	const char *name;			/* empty: by size alone */
	bool		is_array;		/* of this type */
} ContentsName;

typedef bool (*ContentsChoice) (MemoryContext context, uint32 path);

extern bool contents_take(OwnArray *rows, Size most_chunks);
extern bool contents_add_others(OwnArray *rows, Size most_chunks, int64 most_us,
								ContentsChoice choose, bool with_followed);
extern bool contents_owner(const ContentsRow *row, Growth *owner);
extern void contents_want(const ContentsRow *row, const SiteOwner *owner);
extern ContentsName contents_name(const ContentsRow *row, const SiteOwner *owner);

#endif							/* MEMCHECK_CONTENTS_H */
