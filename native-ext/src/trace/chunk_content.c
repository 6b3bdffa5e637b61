/*
 * chunk_content.c
 *		What the bytes of a chunk say that it is; see chunk_content.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "mb/pg_wchar.h"
#include "nodes/bitmapset.h"
#include "nodes/pg_list.h"
#include "trace/chunk_content.h"
#include "trace/node_sizes.h"

/* What follows the tag of a list or a set, as far as it says how large that is. */
static bool
is_sized_by_itself(NodeTag tag, const char *bytes, Size known, Size size)
{
	if (compat_is_list(tag) && known >= sizeof(List))
	{
		List		list;

		memcpy(&list, bytes, sizeof(List));
		/* where it outgrew its header, what was in there first is not known any more */
		return list.length > 0 && list.length <= list.max_length &&
			size >= offsetof(List, initial_elements) &&
			(size - offsetof(List, initial_elements)) % sizeof(ListCell) == 0 &&
			size <= offsetof(List, initial_elements) + list.max_length * sizeof(ListCell);
	}
	if (compat_is_bitmapset(tag) && known >= sizeof(Bitmapset))
	{
		Bitmapset	set;

		memcpy(&set, bytes, sizeof(Bitmapset));
		return set.nwords > 0 &&
			size == offsetof(Bitmapset, words) + set.nwords * sizeof(bitmapword);
	}
	return false;
}

static bool
is_node(const char *bytes, Size known, Size size, NodeTag *tag)
{
	const NodeSize *node;

	if (known < sizeof(NodeTag))
		return false;
	memcpy(tag, bytes, sizeof(NodeTag));
	node = node_size(*tag);
	if (is_sized_by_itself(*tag, bytes, known, size))
		return true;
	return node && size == node->bytes && !compat_is_list(*tag) && !compat_is_bitmapset(*tag);
}

/* Whether these bytes are text, of which the last character may be cut off. */
bool
content_is_text(const char *bytes, Size length, bool is_cut)
{
	Size		valid = pg_encoding_verifymbstr(GetDatabaseEncoding(), bytes, length);

	for (Size i = 0; i < valid; i++)
		if ((unsigned char) bytes[i] < ' ' && strchr("\t\n\r\f", bytes[i]) == NULL)
			return false;
	return valid == length || (is_cut && valid + MAX_MULTIBYTE_CHAR_LEN > length);
}

static ContentKind
varlena_kind(const char *bytes, Size known, Size size)
{
	struct
	{
		int32		length;
		char		data[4];
	}			header;
	Size		length;

	if (known < VARHDRSZ)
		return CONTENT_OTHER;
	memcpy(&header, bytes, VARHDRSZ);
	length = VARSIZE_4B(&header);
	if (!VARATT_IS_4B(&header) || length < VARHDRSZ || length > size ||
		size - length >= MAXIMUM_ALIGNOF)
		return CONTENT_OTHER;
	return VARATT_IS_4B_U(&header) &&
		content_is_text(bytes + VARHDRSZ, Min(known, length) - VARHDRSZ, known < length) ?
		CONTENT_TEXT : CONTENT_VARLENA;
}

static bool
is_string(const char *bytes, Size known, Size size)
{
	return known == size && size > sizeof(int32) && memchr(bytes, '\0', size) == bytes + size - 1 &&
		content_is_text(bytes, size - 1, false);
}

/* Of a chunk that was asked for with this size, and of which so many bytes are known. */
Content
content_of(const char *bytes, Size known, Size size)
{
	Content		content = {CONTENT_OTHER, T_Invalid};

	if (is_node(bytes, known, size, &content.tag))
		content.kind = CONTENT_NODE;
	else
		content.kind = varlena_kind(bytes, known, size);
	if (content.kind == CONTENT_OTHER && is_string(bytes, known, size))
		content.kind = CONTENT_STRING;
	return content;
}

const char *
content_node_name(NodeTag tag)
{
	const NodeSize *node = node_size(tag);

	return node ? node->name : compat_is_list(tag) ? "List" : "Node";
}
