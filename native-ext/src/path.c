/*
 * path.c
 *		Interned paths of names; see path.h.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "own_memory.h"
#include "path.h"
#include "nodes/memnodes.h"

#define BUCKETS 256
#define DEPTH 64				/* deeper contexts are named by their nearest ancestors */

typedef struct Path
{
	uint64		hash;
	uint32		next;			/* next of the same bucket, 0: none */
	PackedList	list;
	char		text[PACKED_PATH_BYTES];
} Path;

static OwnArray paths = {.width = sizeof(Path)};
static uint32 buckets[BUCKETS];

static Path *
path_at(uint32 number)
{
	return own_array_at(&paths, number - 1);
}

static void
collect_names(MemoryContext context, PackedList *list, char *text)
{
	const char *names[DEPTH];
	int			depth = 0;

	for (; context != NULL && depth < DEPTH; context = context->parent)
		names[depth++] = context->name ? context->name : "";
	while (depth > 0)
		packed_append(list, text, PACKED_PATH_BYTES, names[--depth]);
}

/* The number of a path given as names; 0 when no memory is left. */
uint32
path_intern(const PackedList *list, const char *text)
{
	uint64		hash = hash_bytes_extended((const unsigned char *) text, list->length, 0);
	Path	   *path;

	for (uint32 number = buckets[hash % BUCKETS]; number != 0; number = path_at(number)->next)
		if (path_at(number)->hash == hash)
			return number;

	path = own_array_append(&paths);
	if (path == NULL)
		return 0;
	path->hash = hash;
	path->list = *list;
	memcpy(path->text, text, list->length);
	path->next = buckets[hash % BUCKETS];
	buckets[hash % BUCKETS] = paths.count;
	return paths.count;
}

/* The number of this context's path as it is now. */
uint32
path_of(MemoryContext context)
{
	PackedList	list = {0};
	char		text[PACKED_PATH_BYTES];

	collect_names(context, &list, text);
	return path_intern(&list, text);
}

const PackedList *
path_list(uint32 path)
{
	return &path_at(path)->list;
}

const char *
path_text(uint32 path)
{
	return path_at(path)->text;
}

/* The last name: the context's own. */
const char *
path_name(uint32 path)
{
	return packed_last(&path_at(path)->list, path_at(path)->text);
}
