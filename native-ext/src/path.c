/*
 * path.c
 *		Interned paths of names; see path.h.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "hash_index.h"
#include "own_memory.h"
#include "path.h"
#include "nodes/memnodes.h"

#define DEPTH 64				/* deeper contexts are named by their nearest ancestors */

typedef struct Path
{
	PackedList	list;
	Size		text;			/* where it begins in "texts" */
} Path;

static OwnArray paths = {.width = sizeof(Path)};
static OwnArray texts = {.width = 1};
static HashIndex by_hash = HASH_INDEX_INIT;

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
	uint32		number = hash_index_find(&by_hash, hash);
	Path	   *path;

	if (number != 0)
		return number;
	path = own_array_append(&paths);
	if (path == NULL)
		return 0;
	path->list = *list;
	path->text = texts.count;
	if (own_array_append_bytes(&texts, text, list->length) &&
		hash_index_put(&by_hash, hash, paths.count))
		return paths.count;
	paths.count--;
	return 0;
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

/* Valid until the next path is interned. */
const char *
path_text(uint32 path)
{
	return texts.data + path_at(path)->text;
}

/* The last name: the context's own. */
const char *
path_name(uint32 path)
{
	return packed_last(&path_at(path)->list, path_text(path));
}
