/*
 * chunk_content.h
 *		What the bytes of a chunk say that it is.
 *
 * A node of the server's begins with its NodeTag: an allocated chunk whose first four bytes are a
 * tag, and that is as large as the struct of this tag, is taken for one. Of a list or a set, which
 * have any length, the size follows from what they say themselves. The names and sizes are those of
 * the headers that this was built with. Nodes of extensions (ExtensibleNode) are not told.
 *
 * A value of variable length (varlena) says its own length: that of the chunk, or less by no more
 * than alignment. It is text if its bytes are, in the encoding of this database. The short form
 * with a header of one byte is not told, nor what was written to disk and compressed. A string ends
 * with the chunk, and nowhere before.
 *
 * One chunk may look like something by chance. contents.h believes it where all say so that one
 * call stack made. A size may be told that was asked for, since that is what is compared.
 *
 * Only reads the bytes that it is given. No errors, no allocation, no locks.
 */
#ifndef MEMCHECK_CHUNK_CONTENT_H
#define MEMCHECK_CHUNK_CONTENT_H

#include "nodes/nodes.h"

/* So much of a chunk is looked at. */
#define CONTENT_BYTES 1024

typedef enum ContentKind
{
	CONTENT_OTHER,
	CONTENT_NODE,
	CONTENT_TEXT,
	CONTENT_VARLENA,
	CONTENT_STRING,
	CONTENT_STRUCT,				/* of the server's, see space_content.h */
	CONTENT_UNREAD,				/* bytes of blocks that were not looked into */
} ContentKind;

typedef struct Content
{
	ContentKind kind;
	NodeTag		tag;			/* of a node; of a struct its number */
} Content;

extern bool content_is_text(const char *bytes, Size length, bool is_cut);
extern Content content_of(const char *bytes, Size known, Size size);
extern const char *content_node_name(NodeTag tag);

#endif							/* MEMCHECK_CHUNK_CONTENT_H */
