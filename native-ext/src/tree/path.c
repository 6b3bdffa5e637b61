/*
 * path.c
 *		Interned paths of names; see path.h.
 */
#include "postgres.h"

#include <ctype.h>

#include "base/hash_index.h"
#include "base/own_memory.h"
#include "common/hashfn.h"
#include "nodes/memnodes.h"
#include "tree/path.h"

#define DEPTH 64				/* deeper contexts are named by their nearest ancestors */

typedef struct Path
{
	PackedList	list;
	Size		text;			/* where it begins in "texts" */
	uint32		alike;			/* see path_alike(), 0: not asked yet */
	uintptr_t	name_address;	/* of a context's name, 0: unknown */
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
	path->alike = 0;
	path->name_address = 0;
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
	uint32		number;

	collect_names(context, &list, text);
	number = path_intern(&list, text);
	if (number != 0)
		path_at(number)->name_address = (uintptr_t) context->name;
	return number;
}

/*
 * Where the name of a context of this path is, or was last. A name is a constant, so it lies in
 * the library that made the context, whatever frames there were; 0 where that is not known.
 */
uintptr_t
path_name_address(uint32 path)
{
	return path ? path_at(path)->name_address : 0;
}

/* The library between these addresses has gone (module.h), and with it the names. */
void
paths_forget(uintptr_t start, uintptr_t end, uintptr_t renamed)
{
	for (Size i = 0; i < paths.count; i++)
	{
		Path	   *path = own_array_at(&paths, i);

		if (path->name_address >= start && path->name_address < end)
			path->name_address = 0;
	}
}

/* The end of a word of letters and digits. */
static const char *
word_end(const char *word)
{
	while (isalnum((unsigned char) *word) && (unsigned char) *word < 128)
		word++;
	return word;
}

/* Whether a word is a hexadecimal number: a digit is in it, or it begins with 0x. */
static bool
is_hexadecimal(const char *word, const char *end)
{
	bool		digit = false;

	if (end - word > 2 && word[0] == '0' && word[1] == 'x')
	{
		word += 2;
		digit = true;
	}
	for (const char *c = word; c < end; c++)
	{
		if (!isxdigit((unsigned char) *c))
			return false;
		digit = digit || isdigit((unsigned char) *c);
	}
	return digit;
}

/* A word with a "%" for each number in it. */
static char *
put_word(char *to, const char *word, const char *end)
{
	if (is_hexadecimal(word, end))
	{
		*to++ = '%';
		return to;
	}
	while (word < end)
	{
		if (!isdigit((unsigned char) *word))
		{
			*to++ = *word++;
			continue;
		}
		*to++ = '%';
		while (word < end && isdigit((unsigned char) *word))
			word++;
	}
	return to;
}

/*
 * A number for this path and all those that differ from it in numbers alone: that
 * of the path with a "%" in the place of each. 0 without memory.
 */
uint32
path_alike(uint32 path)
{
	PackedList	list = path ? *path_list(path) : (PackedList) {0};
	char		text[PACKED_PATH_BYTES];
	const char *from = path ? path_text(path) : NULL;
	const char *limit = from + list.length;
	char	   *to = text;
	uint32		alike;

	if (path == 0 || path_at(path)->alike != 0)
		return path ? path_at(path)->alike : 0;
	while (from < limit)
	{
		const char *end = word_end(from);

		to = put_word(to, from, end);
		if (end < limit)
			*to++ = *end++;
		from = end;
	}
	list.length = to - text;
	list.count = path_list(path)->count;
	alike = path_intern(&list, text);
	path_at(path)->alike = alike;
	return alike;
}

/* The path of the context above it; 0 for that of a root. */
uint32
path_parent(uint32 path)
{
	PackedList	list = *path_list(path);
	char		text[PACKED_PATH_BYTES];

	list.count--;
	list.length -= strlen(path_name(path)) + 1;
	memcpy(text, path_text(path), list.length);
	return list.count > 0 ? path_intern(&list, text) : 0;
}

/* The same path with another name at its end. */
uint32
path_beside(uint32 path, const char *name)
{
	PackedList	list = *path_list(path);
	char		text[PACKED_PATH_BYTES];

	list.count--;
	list.length -= strlen(path_name(path)) + 1;
	memcpy(text, path_text(path), list.length);
	packed_append(&list, text, sizeof(text), name);
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
