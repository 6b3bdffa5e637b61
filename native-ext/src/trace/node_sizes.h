/*
 * node_sizes.h
 *		Names and sizes of the server's nodes, by their tags, and which members are pointers.
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

/* Where pointers lie in such a node, in bytes from its start, and how many are known. */
extern const uint16 *node_pointers(NodeTag tag, int *count);

#endif							/* MEMCHECK_NODE_SIZES_H */
