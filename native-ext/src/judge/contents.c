/*
 * contents.c
 *		What is in the contexts now; see contents.h.
 */
#include "postgres.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/hash_index.h"
#include "judge/contents.h"
#include "stack/frame.h"
#include "stack/symbol.h"
#include "trace/chunk_table.h"
#include "trace/space_content.h"
#include "tree/context_record.h"
#include "tree/live_chunks.h"
#include "tree/path.h"
#include "utils/memutils.h"

/* A look into blocks may read so much memory for each chunk that it may see. */
#define OTHERS_BYTES_EACH 1024

/* Kinds of content that the chunks of a call stack have: what all of them say is believed. */
#define SAYS(kind) (1 << (kind))

typedef struct StackSays
{
	int			kinds;
} StackSays;

/* One look; all of it is given back at its end. */
typedef struct Look
{
	OwnArray   *rows;
	HashIndex	by_what;
	OwnArray	stacks;			/* StackSays, by the number of the site */
	OwnArray	chunks;			/* Content, in the order of the look */
	int			memory;			/* /proc/self/mem */
	Size		most;
	bool		complete;
} Look;

static Content
read_content(const Look *look, const Chunk *chunk)
{
	char		bytes[CONTENT_BYTES];
	ssize_t		known = 0;
	Content		content;

	if (look->memory >= 0 && chunk->base == 0 && chunk->bytes > 0)
		known = pread(look->memory, bytes, Min(chunk->bytes, CONTENT_BYTES),
					  (off_t) (uintptr_t) chunk->pointer);
	content = content_of(bytes, Max(known, 0), chunk->bytes);
	explicit_bzero(bytes, Max(known, 0));
	return content;
}

/*
 * The addresses of chunks must not stay behind in the stack, in whose unused parts a later search
 * for pointers (reach.h) would find them.
 */
static pg_noinline void
wipe_stack(void)
{
	char		used[4096];

	explicit_bzero(used, sizeof(used));
}

static StackSays *
stack_says(Look *look, uint32 site)
{
	while (look->stacks.count <= site)
	{
		StackSays  *says = own_array_append(&look->stacks);

		if (says == NULL)
			return NULL;
		says->kinds = 0;
	}
	return own_array_at(&look->stacks, site);
}

/* What the chunk says, and with it its stack. */
static bool
hear_chunk(Look *look, const ContextRecord *record, const Chunk *chunk)
{
	StackSays  *says = stack_says(look, holding_site(chunk->holding));
	Content    *content = says ? own_array_append(&look->chunks) : NULL;

	if (content == NULL)
		return false;
	*content = read_content(look, chunk);
	says->kinds |= SAYS(content->kind);
	return true;
}

/* The greatest number by which both can be divided. */
static int64
common_divisor(int64 a, int64 b)
{
	while (b != 0)
	{
		int64		rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static int64
size_class(int64 bytes)
{
	int64		up_to = 8;

	while (up_to < bytes)
		up_to *= 2;
	return up_to;
}

/* What is believed of a chunk whose stack says all this. */
static Content
believed(Content content, int kinds)
{
	if (kinds == SAYS(content.kind))
		return content;
	if (kinds == (SAYS(CONTENT_TEXT) | SAYS(CONTENT_VARLENA)))
		return (Content) {CONTENT_VARLENA, T_Invalid};
	return (Content) {CONTENT_OTHER, T_Invalid};
}

static ContentsRow *
row_of(Look *look, const ContextRecord *record, const Chunk *chunk, Content content)
{
	int64		up_to = size_class(chunk->bytes);
	uint64		what = own_hash(own_hash(record->key) ^ own_hash(chunk->holding) * 31 ^
								own_hash(content.kind * 4096 + content.tag) * 7 ^ up_to);
	uint32		number = hash_index_find(&look->by_what, what);
	ContentsRow *row;

	if (number != 0)
		return own_array_at(look->rows, number - 1);
	row = own_array_append(look->rows);
	if (row == NULL || !hash_index_put(&look->by_what, what, look->rows->count))
		return NULL;
	*row = (ContentsRow) {.context = record->context, .node_key = record->key,
		.path = record->path, .holding = chunk->holding, .content = content,
		.size_class = up_to, .least_bytes = chunk->bytes};
	return row;
}

static bool
count_chunk(Look *look, const ContextRecord *record, const Chunk *chunk)
{
	const StackSays *says = own_array_at(&look->stacks, holding_site(chunk->holding));
	const Content *content = own_array_at(&look->chunks, look->chunks.count++);
	ContentsRow *row = row_of(look, record, chunk, believed(*content, says->kinds));

	if (row == NULL)
		return false;
	row->count++;
	row->bytes += chunk->bytes;
	row->common_bytes = chunk->base ? 1 : common_divisor(row->common_bytes, chunk->bytes);
	row->least_bytes = Min(row->least_bytes, chunk->bytes);
	return true;
}

typedef bool (*ChunkVisitor) (Look *look, const ContextRecord *record, const Chunk *chunk);

/* Whether it holds what stays, and its chunks are followed to their end. */
static bool
is_looked_into(MemoryContext context, const ContextRecord *record)
{
	return record && context_is_at(context, TABLE_EXACT) && !record->watched && !record->dead;
}

static pg_noinline bool
visit_chunks(Look *look, ChunkVisitor visit)
{
	Size		left = look->most;

	for (MemoryContext at = TopMemoryContext; at; at = context_after(at))
	{
		const ContextRecord *record = context_record_find(at);

		if (!is_looked_into(at, record))
			continue;
		for (uint32 number = record->chunks; number; number = chunk_at(number)->next)
		{
			if (left-- == 0)
			{
				look->complete = false;
				return true;
			}
			if (!visit(look, record, chunk_at(number)))
				return false;
		}
	}
	return true;
}

/* The rows of so many chunks at most; false if there were more, or no memory was left for them. */
bool
contents_take(OwnArray *rows, Size most_chunks)
{
	Look		look = {.rows = rows, .by_what = HASH_INDEX_INIT,
		.stacks = {.width = sizeof(StackSays)}, .chunks = {.width = sizeof(Content)},
		.memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC), .most = most_chunks,
	.complete = true};
	bool		heard;

	own_array_free(rows);
	own_array_init(rows, sizeof(ContentsRow));
	heard = visit_chunks(&look, hear_chunk);
	look.chunks.count = 0;
	heard = heard && visit_chunks(&look, count_chunk);
	wipe_stack();
	if (look.memory >= 0)
		close(look.memory);
	hash_index_free(&look.by_what);
	own_array_free(&look.stacks);
	own_array_free(&look.chunks);
	return heard && look.complete;
}

/* One look into blocks. */
typedef struct OtherLook
{
	OwnArray   *rows;
	HashIndex	by_what;
	HashIndex	followed;		/* addresses of chunks that are in rows already */
	MemoryContext context;
	uint64		node_key;
	uint32		path;
	bool		with_followed;
	bool		has_memory;
} OtherLook;

/* Adds to the row of such chunks in this context. */
static bool
add_other(OtherLook *look, Content content, int64 up_to, int64 count, int64 bytes)
{
	uint64		what = own_hash(own_hash((uintptr_t) look->context) ^
								own_hash(content.kind * 4096 + content.tag) * 7 ^ up_to);
	uint32		number = hash_index_find(&look->by_what, what);
	ContentsRow *row;

	if (number == 0)
	{
		row = own_array_append(look->rows);
		if (row == NULL || !hash_index_put(&look->by_what, what, look->rows->count))
			return false;
		*row = (ContentsRow) {.context = look->context, .node_key = look->node_key,
			.path = look->path, .content = content, .size_class = up_to};
	}
	else
		row = own_array_at(look->rows, number - 1);
	row->count += count;
	row->bytes += bytes;
	return true;
}

static bool
see_other(void *state, const LiveChunk *chunk)
{
	OtherLook  *look = state;

	if (hash_index_find(&look->followed, (uintptr_t) chunk->pointer))
		return true;
	look->has_memory = add_other(look, content_of_space(chunk), size_class(chunk->space), 1,
								 chunk->space);
	return look->has_memory;
}

/* Notes the chunks of the context that are followed; false: no memory. */
static bool
note_followed(OtherLook *look, const ContextRecord *record)
{
	hash_index_clear(&look->followed);
	if (look->with_followed || !is_looked_into(look->context, record))
		return true;
	for (uint32 number = record->chunks; number; number = chunk_at(number)->next)
		if (!hash_index_put(&look->followed, (uintptr_t) chunk_at(number)->pointer, number))
			return look->has_memory = false;
	return true;
}

/* A number may look like the tag of a node of which nothing else is known; two rarely do. */
static void
doubt_single_nodes(OtherLook *look, Size since)
{
	for (Size i = since; i < look->rows->count && look->has_memory; i++)
	{
		ContentsRow *row = own_array_at(look->rows, i);
		ContentsRow single = *row;

		if (row->content.kind != CONTENT_NODE || row->count != 1 ||
			content_node_has_pointers(row->content.tag))
			continue;
		row->count = row->bytes = 0;
		look->has_memory = add_other(look, (Content) {CONTENT_OTHER, T_Invalid},
									 single.size_class, 1, single.bytes);
	}
}

static void
look_into(OtherLook *look, LiveReader *reader)
{
	const ContextRecord *record = context_is_marked(look->context) ?
		context_record_find(look->context) : NULL;
	Size		since = look->rows->count;
	int64		unread;

	look->node_key = record ? record->key : 0;
	if (!note_followed(look, record))
		return;
	unread = live_chunks(reader, look->context, see_other, look);
	doubt_single_nodes(look, since);
	if (unread > 0 && look->has_memory)
		look->has_memory = add_other(look, (Content) {CONTENT_UNREAD, T_Invalid}, 0, 0, unread);
}

static pg_noinline void
look_into_chosen(OtherLook *look, LiveReader *reader, ContentsChoice choose)
{
	for (MemoryContext at = TopMemoryContext; at && look->has_memory && reader->complete;
		 at = context_after(at))
	{
		look->context = at;
		look->path = path_of(at);
		if (look->path && choose(at, look->path))
			look_into(look, reader);
	}
}

/* Those of which something is left. */
static void
drop_empty_rows(OwnArray *rows)
{
	Size		kept = 0;

	for (Size i = 0; i < rows->count; i++)
	{
		const ContentsRow *row = own_array_at(rows, i);

		if (row->bytes > 0 || row->holding != 0)
			*(ContentsRow *) own_array_at(rows, kept++) = *row;
	}
	rows->count = kept;
}

/*
 * Rows of what is not followed, in contexts that are chosen; false if not all of it was looked at.
 */
bool
contents_add_others(OwnArray *rows, Size most_chunks, int64 most_us, ContentsChoice choose,
					bool with_followed)
{
	OtherLook	look = {.rows = rows, .by_what = HASH_INDEX_INIT, .followed = HASH_INDEX_INIT,
	.with_followed = with_followed, .has_memory = true};
	LiveReader	reader;
	bool		complete;

	if (!live_reader_open(&reader, most_chunks, most_chunks * OTHERS_BYTES_EACH, most_us))
		return false;
	look_into_chosen(&look, &reader, choose);
	drop_empty_rows(rows);
	complete = look.has_memory && reader.complete;
	live_reader_close(&reader);
	wipe_stack();
	hash_index_free(&look.followed);
	hash_index_free(&look.by_what);
	return complete;
}

/* Whose the row is, as a growth without figures; false if it is the server's alone. */
bool
contents_owner(const ContentsRow *row, Growth *owner)
{
	static GrowthList one = GROWTH_LIST_INIT;
	HoldingGrowth holding;

	if (row->holding == 0)
		return false;
	holding = holding_of_chunk(row->holding);
	growth_list_clear(&one);
	if (!growth_of_holding(&one, &holding) || one.items.count != 1)
		return false;
	*owner = *growth_at(&one, 0);
	return true;
}

/*
 * The owner's frame, if it called the allocator itself: only then is the chunk what this call has
 * returned. The allocator has no frame where it goes on by a jump.
 */
static uintptr_t
calling_frame(const ContentsRow *row, const SiteOwner *owner)
{
	static const char *const allocators[] = {"palloc", "repalloc", "MemoryContextAlloc"};
	const uintptr_t *pcs = NULL;
	const char *callee = "palloc";
	int			inner = 0;
	int			count;

	if (row->holding == 0 || owner->pc == 0 || owner->by_name)
		return 0;
	count = site_frames(holding_site(row->holding), &pcs);
	for (int i = 0; i < count && pcs[i] != owner->pc; i++)
	{
		if (frame_is_observer(pcs[i]))
			continue;
		callee = ++inner == 1 ? frame_exported(pcs[i]) : NULL;
		if (callee == NULL)
			return 0;
	}
	for (int i = 0; i < lengthof(allocators); i++)
		if (strncmp(callee, allocators[i], strlen(allocators[i])) == 0)
			return owner->pc;
	return 0;
}

/* What contents_name() will ask for. */
void
contents_want(const ContentsRow *row, const SiteOwner *owner)
{
	uintptr_t	pc = calling_frame(row, owner);

	if (pc)
		symbols_want(pc);
}

/* Whether chunks of the row can be of the type that their function has for them. */
static bool
can_be(const ContentsRow *row, const Symbol *symbol)
{
	if (symbol == NULL || symbol->type[0] == '\0' || symbol->type_bytes == 0 ||
		row->least_bytes < symbol->type_bytes)
		return false;
	return symbol->type_is_open || row->common_bytes % symbol->type_bytes == 0;
}

ContentsName
contents_name(const ContentsRow *row, const SiteOwner *owner)
{
	static const char *const texts[] = {
		[CONTENT_TEXT] = "text", [CONTENT_VARLENA] = "varlena", [CONTENT_STRING] = "string",
	};
	uintptr_t	pc = calling_frame(row, owner);
	const Symbol *symbol = pc ? symbol_of(pc) : NULL;

	if (row->content.kind == CONTENT_NODE &&
		(symbol == NULL || symbol->type[0] == '\0' || symbol->type_is_node))
		return (ContentsName) {"node", content_node_name(row->content.tag), false};
	if (can_be(row, symbol))
		return (ContentsName) {"type", symbol->type,
			!symbol->type_is_open && row->common_bytes != symbol->type_bytes};
	if (row->content.kind == CONTENT_STRUCT)
		return (ContentsName) {"type", content_struct_name(row->content.tag), false};
	if (row->content.kind == CONTENT_UNREAD)
		return (ContentsName) {"unread", context_kind_name(context_kind(row->context)), false};
	if (row->content.kind == CONTENT_OTHER || row->content.kind == CONTENT_NODE)
		return (ContentsName) {"size", "", false};
	return (ContentsName) {"text", texts[row->content.kind], false};
}
