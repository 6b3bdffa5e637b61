/*
 * node_sizes.h
 *		Names and sizes of the server's nodes, by their tags.
 *
 * Made from the server's headers when this is built (node_table.awk). Fixed; anybody may ask.
 */
#ifndef MEMCHECK_NODE_SIZES_H
#define MEMCHECK_NODE_SIZES_H

#include "nodes/nodes.h"

typedef struct NodeSize
{
	NodeTag		tag;
	const char *name;
	Size		bytes;
} NodeSize;

/* NULL: no tag, or of no struct that is known. */
extern const NodeSize *node_size(NodeTag tag);

#endif							/* MEMCHECK_NODE_SIZES_H */
