/*
 * contents_answer.c
 *		Hands over what is in the contexts of this process; see contents_answer.h.
 */
#include "postgres.h"

#include "judge/contents.h"
#include "look/contents_answer.h"
#include "look/write_all.h"
#include "tree/path.h"

#define MOST_CHUNKS 1000000
#define MOST_US 100000

static bool
every_context(MemoryContext context, uint32 path)
{
	return true;
}

static void
copy_name(char *to, const char *name)
{
	strlcpy(to, name, CONTENTS_NAME_BYTES);
}

static int
write_row(int fd, const ContentsRow *row)
{
	static const SiteOwner nobody;
	ContentsName name = contents_name(row, &nobody);
	ContentsGiven given = {.node_key = row->node_key, .size_class = row->size_class,
	.count = row->count, .bytes = row->bytes};

	copy_name(given.context, path_name(row->path));
	copy_name(given.kind, name.kind);
	copy_name(given.type, name.name);
	return write_all(fd, &given, sizeof(given));
}

int
contents_answer(int fd)
{
	OwnArray	rows = {.width = sizeof(ContentsRow)};
	ContentsHeader header = {.facts = snapshot_facts()};
	int			error;

	header.complete = contents_add_others(&rows, MOST_CHUNKS, MOST_US, every_context, true);
	header.rows = rows.count;
	error = write_all(fd, &header, sizeof(header));
	for (Size i = 0; i < rows.count && error == 0; i++)
		error = write_row(fd, own_array_at(&rows, i));
	own_array_free(&rows);
	return error;
}
