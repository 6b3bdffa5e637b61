/*
 * node_sizes.c
 *		Names and sizes of the server's nodes; see node_sizes.h.
 */
#include "postgres.h"

#include "node_table.h"
#include "trace/node_sizes.h"

#define NODE_SIZE(name) [T_##name] = {T_##name, #name, sizeof(name)},

static const NodeSize sizes[] = {
	NODE_LIST(NODE_SIZE)
};

const NodeSize *
node_size(NodeTag tag)
{
	return (uint32) tag < lengthof(sizes) && sizes[tag].name ? &sizes[tag] : NULL;
}
