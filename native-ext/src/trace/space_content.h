/*
 * space_content.h
 *		What the bytes of a chunk say that it is, where nobody saw who made it.
 *
 * As chunk_content.h, with less to go by: no other chunks of the same call stack, and mostly not
 * the size that was asked for but what the allocator made of it. So more must be right. A node's
 * struct must fit, each of its members that is a pointer must hold something that can be one, and
 * not all of it may be zero. A single node of a struct without such members is not believed
 * (contents.c). Text comes first: what is text from its length to its end is no node.
 * A text has three characters at least. A varlena that is no text is told if it is an array.
 *
 * Structs of the server that are no nodes are told where they say so themselves: by a magic number
 * (CatCTup, CachedPlanSource), or by members that only they have so (a TupleDescData whose columns
 * are numbered from 1, a HeapTupleData that points behind itself). Up to 15 a Bitmapset is one of
 * these; one of a single word is told if that word is no pointer.
 *
 * Only reads the bytes that it is given. No errors, no allocation, no locks.
 */
#ifndef MEMCHECK_SPACE_CONTENT_H
#define MEMCHECK_SPACE_CONTENT_H

#include "trace/chunk_content.h"
#include "tree/live_chunks.h"

extern Content content_of_space(const LiveChunk *chunk);
extern bool content_node_has_pointers(NodeTag tag);

/* The name of such a struct; "tag" is then its number. */
extern const char *content_struct_name(int number);

#endif							/* MEMCHECK_SPACE_CONTENT_H */
