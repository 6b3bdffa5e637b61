/*
 * node_sizes.c
 *		Names, sizes and pointers of the server's nodes; see node_sizes.h.
 */
#include "postgres.h"

#include "node_table.h"
#include "trace/node_sizes.h"

#define NODE_SIZE(name) [T_##name] = {T_##name, #name, sizeof(name)},

static const NodeSize sizes[] = {
	NODE_LIST(NODE_SIZE)
};

#define POINTER_OF(name, member) T_##name,
#define POINTER_AT(name, member) offsetof(name, member),

/* Both in the order of the tags. */
static const uint16 pointer_tags[] = {
	NODE_POINTERS(POINTER_OF)
};
static const uint16 pointer_places[] = {
	NODE_POINTERS(POINTER_AT)
};

/* How many pointers there are of the tags before. */
static uint16 pointers_before[lengthof(sizes) + 1];

static void
count_pointers(void)
{
	int			at = 0;

	for (int tag = 0; tag < lengthof(sizes); tag++)
	{
		while (at < lengthof(pointer_tags) && pointer_tags[at] <= tag)
			at++;
		pointers_before[tag + 1] = at;
	}
}

const uint16 *
node_pointers(NodeTag tag, int *count)
{
	*count = 0;
	if ((uint32) tag >= lengthof(sizes))
		return pointer_places;
	if (pointers_before[lengthof(sizes)] == 0)
		count_pointers();
	*count = pointers_before[tag + 1] - pointers_before[tag];
	return &pointer_places[pointers_before[tag]];
}

const NodeSize *
node_size(NodeTag tag)
{
	return (uint32) tag < lengthof(sizes) && sizes[tag].name ? &sizes[tag] : NULL;
}
