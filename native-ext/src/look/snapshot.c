/*
 * snapshot.c
 *		snapshot(), glance(), peak() and contexts(): the tree as one binary datum and as rows.
 *
 * All walk first, into memory of our own, and only then allocate their result
 * in the caller's context. glance() walks no further than the root.
 *
 * The binary form, version 1, is big-endian throughout:
 *
 *	header	"MCSN", uint16 version, uint16 bytes of this header, int32 pid,
 *			uint32 nodes, int64 sequence, int64 taken (microseconds since the
 *			Unix epoch), uint32 bytes of one node, uint32 bytes of text, int64
 *			most bytes of all contexts seen inside the statement before (0: not
 *			known), uint32 flags (1: peak() has a tree of that statement, 2: there
 *			is something to judge, judge() could return rows), uint32 reserved,
 *			int64 start of the process (microseconds since the Unix epoch), int64
 *			bytes of malloc outside the contexts, int64 resident bytes that are
 *			backed by no file and shared with nobody (-1: not known)
 *	node	uint64 key, int32 index of the parent (-1: root), int32 level,
 *			uint8 kind, uint8 lifetime, uint8 flags (1: memcheck's own, 2: grows
 *			with the clock), uint8 reserved, uint32 name offset, uint32 name length, uint32
 *			ident offset, uint32 ident length, uint32 blocks, uint64 total
 *			bytes, uint64 free bytes, uint64 free chunks
 *	text	the names and idents, UTF-8
 *
 * A later version 1 may append fields to the header and to the node; readers
 * step by the sizes given. Nodes stand in pre-order, the root first.
 */
#include "postgres.h"

#include "base/contract.h"
#include "base/own_time.h"
#include "base/reader.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "look/loan.h"
#include "look/snapshot.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "port/pg_bswap.h"
#include "session/attendance.h"
#include "session/peak.h"
#include "session/window.h"
#include "storage/proc.h"
#include "tree/process_memory.h"
#include "tree/walk_latest.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#define SNAPSHOT_VERSION 1
#define HEADER_BYTES 80
#define NODE_BYTES 64
#define FLAG_CLOCK_DRIVEN 2

static Walk scratch;

/* The latest walk as a datum, behind the header of a loan: only what changes is written. */
static OwnArray image = {.width = 1};
static int64 imaged;			/* sequence of that walk; 0: none */
static Size imaged_nodes;		/* in front of its text */

#define NODES_AT (VARHDRSZ + HEADER_BYTES)

static void
no_room(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_OUT_OF_MEMORY),
			 errmsg("out of memory"),
			 errdetail("No room for a copy of the context tree.")));
}

/* Walks into the scratch walk, which is valid until the next call. */
static Walk *
take_walk(bool (*walk) (Walk *))
{
	if (scratch.nodes.width == 0)
		walk_init(&scratch);
	if (!walk(&scratch))
		no_room();
	return &scratch;
}

/* A node's ident as the reader may see it, in UTF-8. */
static const char *
ident_in_utf8(const Walk *walk, const WalkNode *node, const SnapshotFacts *facts)
{
	if (node->ident_length == 0)
		return "";
	return facts->idents_hidden ? READER_HIDDEN :
		reader_text(walk_ident(walk, node), facts->encoding, PG_UTF8);
}

static void
append_utf8(StringInfo text, const char *utf8, uint32 *offset, uint32 *length)
{
	*offset = text->len;
	*length = strlen(utf8);
	appendBinaryStringInfo(text, utf8, *length);
}

/* Whether the walk's own text can be handed out. */
static bool
text_is_utf8(const SnapshotFacts *facts)
{
	return !facts->idents_hidden &&
		(facts->encoding == PG_UTF8 || facts->encoding == PG_SQL_ASCII);
}

/*
 * Names and idents in UTF-8, each converted. "walk" gets nodes in the current context that say
 * where it is.
 */
static void
text_in_utf8(Walk *walk, const SnapshotFacts *facts, StringInfo text)
{
	Size		bytes = walk->nodes.count * walk->nodes.width;
	char	   *nodes;

	initStringInfo(text);
	nodes = MemoryContextAllocHuge(CurrentMemoryContext, bytes);
	memcpy(nodes, walk->nodes.data, bytes);
	walk->nodes.data = nodes;
	for (Size i = 0; i < walk->nodes.count; i++)
	{
		WalkNode   *node = own_array_at(&walk->nodes, i);
		const char *name = reader_text(walk_name(walk, node), facts->encoding, PG_UTF8);
		const char *ident = ident_in_utf8(walk, node, facts);

		append_utf8(text, name, &node->name_offset, &node->name_length);
		append_utf8(text, ident, &node->ident_offset, &node->ident_length);
	}
}

/* Writes at "to" and returns the place after it. */
static char *
put32(char *to, uint32 value)
{
	value = pg_hton32(value);
	memcpy(to, &value, sizeof(value));
	return to + sizeof(value);
}

static char *
put64(char *to, uint64 value)
{
	value = pg_hton64(value);
	memcpy(to, &value, sizeof(value));
	return to + sizeof(value);
}

/* A time as microseconds since the Unix epoch. */
static char *
put_time(char *to, TimestampTz time)
{
	return put64(to, time + (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY);
}

static char *
put_header(char *to, const Walk *walk, const SnapshotFacts *facts, uint32 text_bytes)
{
	memcpy(to, "MCSN", 4);
	to = put32(to + 4, SNAPSHOT_VERSION << 16 | HEADER_BYTES);
	to = put32(to, facts->pid);
	to = put32(to, walk->nodes.count);
	to = put64(to, walk->sequence);
	to = put_time(to, walk->taken_at);
	to = put32(to, NODE_BYTES);
	to = put32(to, text_bytes);
	to = put64(to, facts->peak_bytes);
	to = put32(to, facts->flags);
	to = put32(to, 0);
	to = put_time(to, facts->started_at);
	to = put64(to, facts->malloc_bytes);
	return put64(to, facts->rss_anon_bytes);
}

static char *
put_node(char *to, const WalkNode *node)
{
	to = put64(to, node->key);
	to = put32(to, node->parent);
	to = put32(to, node->level);
	*to++ = node->kind;
	*to++ = node->lifetime;
	*to++ = node->clock_driven ? FLAG_CLOCK_DRIVEN : 0;
	*to++ = 0;
	to = put32(to, node->name_offset);
	to = put32(to, node->name_length);
	to = put32(to, node->ident_offset);
	to = put32(to, node->ident_length);
	to = put32(to, (uint32) node->blocks);
	to = put64(to, node->total);
	to = put64(to, node->free);
	return put64(to, node->free_chunks);
}

/* Of this process, now. */
SnapshotFacts
snapshot_facts(void)
{
	SnapshotFacts facts = {.pid = MyProcPid, .started_at = MyStartTimestamp,
						   .encoding = GetDatabaseEncoding(), .role = MyProc->roleId,
						   .malloc_bytes = -1, .rss_anon_bytes = -1};

	facts.peak_bytes = peak_bytes();
	if (peak_walk() != NULL)
		facts.flags |= SNAPSHOT_HAS_PEAK;
	if (windows_have_news())
		facts.flags |= SNAPSHOT_HAS_NEWS;
	return facts;
}

/* What the process has at the moment of this walk of it. */
void
snapshot_measure(SnapshotFacts *facts, const Walk *walk)
{
	facts->malloc_bytes = malloc_outside_contexts_if_cheap(walk->bytes);
	facts->rss_anon_bytes = rss_anon_bytes(facts->pid);
}

/* A datum with all but the nodes, which "nodes" is the place of. */
static bytea *
datum_around_nodes(const Walk *walk, const SnapshotFacts *facts, const char *text,
				   Size text_bytes, char **nodes)
{
	Size		bytes = NODES_AT + walk->nodes.count * NODE_BYTES + text_bytes;
	bytea	   *datum = palloc(bytes);

	SET_VARSIZE(datum, bytes);
	*nodes = put_header(VARDATA(datum), walk, facts, text_bytes);
	memcpy(*nodes + walk->nodes.count * NODE_BYTES, text, text_bytes);
	return datum;
}

/* A walk as a datum. */
bytea *
snapshot_datum(const Walk *walk, const SnapshotFacts *facts)
{
	Walk		utf8 = *walk;
	bytea	   *datum;
	char	   *to;

	if (text_is_utf8(facts))
		datum = datum_around_nodes(walk, facts, walk->text.data, walk->text.count, &to);
	else
	{
		StringInfoData text;

		text_in_utf8(&utf8, facts, &text);
		datum = datum_around_nodes(walk, facts, text.data, text.len, &to);
		pfree(text.data);
	}
	for (Size i = 0; i < walk->nodes.count; i++)
		to = put_node(to, walk_node(&utf8, i));
	return datum;
}

/* False without memory; then there is none. Not while it is lent. */
static bool
renew_image(const Walk *walk, Size bytes)
{
	const WalkChanges *changes = walk_latest_changes();
	const uint32 *changed = (const uint32 *) changes->nodes.data;
	bool		some = imaged != 0 && imaged == changes->since;
	Size		count = some ? changes->nodes.count : walk->nodes.count;
	Size		kept = some && imaged_nodes == walk->nodes.count ? changes->text : 0;
	char	   *nodes;

	imaged = 0;
	if (!own_array_reserve(&image, LOAN_HEADER + bytes))
		return false;
	nodes = image.data + LOAN_HEADER + NODES_AT;
	for (Size i = 0; i < count; i++)
	{
		Size		index = some ? changed[i] : i;

		(void) put_node(nodes + index * NODE_BYTES, walk_node(walk, index));
	}
	memcpy(nodes + walk->nodes.count * NODE_BYTES + kept, walk->text.data + kept,
		   walk->text.count - kept);
	imaged = walk->sequence;
	imaged_nodes = walk->nodes.count;
	return true;
}

/* The latest walk as a datum. No other one is taken meanwhile. */
static bytea *
latest_datum(SnapshotFacts *facts)
{
	const Walk *walk = walk_latest();
	bytea	   *datum;
	Size		bytes;
	char	   *nodes;
	char	   *to;

	if (walk == NULL)
		no_room();
	snapshot_measure(facts, walk);
	if (loan_is_out())
		return snapshot_datum(walk, facts);
	bytes = NODES_AT + walk->nodes.count * NODE_BYTES + walk->text.count;
	if (!renew_image(walk, bytes))
		no_room();
	datum = (bytea *) (image.data + LOAN_HEADER);
	SET_VARSIZE(datum, bytes);
	nodes = put_header(VARDATA(datum), walk, facts, walk->text.count);
	if (AllocSizeIsValid(bytes) && loan_make(datum, bytes))
		return datum;
	datum = datum_around_nodes(walk, facts, walk->text.data, walk->text.count, &to);
	memcpy(to, nodes, walk->nodes.count * NODE_BYTES);
	return datum;
}

PG_FUNCTION_INFO_V1(memcheck_snapshot);
Datum
memcheck_snapshot(PG_FUNCTION_ARGS)
{
	SnapshotFacts facts;
	OwnTime		own = own_time_begin();
	bytea	   *datum;

	memcheck_require_hooks();
	attendance_look();
	facts = snapshot_facts();
	if (text_is_utf8(&facts))
		datum = latest_datum(&facts);
	else
	{
		Walk	   *tree = take_walk(walk_tree);

		snapshot_measure(&facts, tree);
		datum = snapshot_datum(tree, &facts);
	}
	own_time_end(&own);
	PG_RETURN_BYTEA_P(datum);
}

/* For whom the facts are enough. */
PG_FUNCTION_INFO_V1(memcheck_glance);
Datum
memcheck_glance(PG_FUNCTION_ARGS)
{
	SnapshotFacts facts;
	OwnTime		own = own_time_begin();
	bytea	   *datum;

	memcheck_require_hooks();
	attendance_look();
	facts = snapshot_facts();
	datum = snapshot_datum(take_walk(walk_root), &facts);
	own_time_end(&own);
	PG_RETURN_BYTEA_P(datum);
}

PG_FUNCTION_INFO_V1(memcheck_peak);
Datum
memcheck_peak(PG_FUNCTION_ARGS)
{
	SnapshotFacts facts;

	memcheck_require_hooks();
	attendance_look();
	if (peak_walk() == NULL)
		PG_RETURN_NULL();
	facts = snapshot_facts();
	PG_RETURN_BYTEA_P(snapshot_datum(peak_walk(), &facts));
}

enum ContextsColumn
{
	CONTEXTS_KEY,
	CONTEXTS_PARENT_KEY,
	CONTEXTS_LEVEL,
	CONTEXTS_PATH,
	CONTEXTS_NAME,
	CONTEXTS_IDENT,
	CONTEXTS_KIND,
	CONTEXTS_LIFETIME,
	CONTEXTS_TOTAL,
	CONTEXTS_USED,
	CONTEXTS_FREE,
	CONTEXTS_BLOCKS,
	CONTEXTS_FREE_CHUNKS,
	CONTEXTS_COLUMNS
};

/* The names from the root to this node as text[]. */
static Datum
path_datum(const Walk *walk, const WalkNode *node)
{
	Datum	   *names = palloc(sizeof(Datum) * (node->level + 1));

	for (const WalkNode *at = node;; at = walk_node(walk, at->parent))
	{
		names[at->level] = reader_datum(walk_name(walk, at), GetDatabaseEncoding());
		if (at->parent < 0)
			break;
	}
	return PointerGetDatum(construct_array(names, node->level + 1, TEXTOID, -1, false,
										   TYPALIGN_INT));
}

static const char *
lifetime_name(uint8 lifetime)
{
	switch ((Lifetime) lifetime)
	{
		case LIFETIME_BACKEND:
			return "backend";
		case LIFETIME_TRANSACTION:
			return "transaction";
		case LIFETIME_STATEMENT:
			return "statement";
		case LIFETIME_UNKNOWN:
			break;
	}
	return "unknown";
}

static const RowColumn contexts_columns[] = {
	{"key", INT8OID},
	{"parent_key", INT8OID},
	{"level", INT4OID},
	{"path", TEXTARRAYOID},
	{"name", TEXTOID},
	{"ident", TEXTOID},
	{"kind", TEXTOID},
	{"lifetime", TEXTOID},
	{"total", INT8OID},
	{"used", INT8OID},
	{"free", INT8OID},
	{"blocks", INT8OID},
	{"chunks", INT8OID}
};

PG_FUNCTION_INFO_V1(memcheck_contexts);
Datum
memcheck_contexts(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const Walk *walk;

	memcheck_require_hooks();
	attendance_look();
	walk = take_walk(walk_tree);
	contract_rows(fcinfo, contexts_columns, lengthof(contexts_columns));
	for (Size i = 0; i < walk->nodes.count; i++)
	{
		const WalkNode *node = walk_node(walk, i);
		Datum		values[CONTEXTS_COLUMNS];
		bool		nulls[CONTEXTS_COLUMNS] = {0};

		values[CONTEXTS_KEY] = Int64GetDatum(node->key);
		nulls[CONTEXTS_PARENT_KEY] = node->parent < 0;
		values[CONTEXTS_PARENT_KEY] =
			node->parent < 0 ? (Datum) 0 : Int64GetDatum(walk_node(walk, node->parent)->key);
		values[CONTEXTS_LEVEL] = Int32GetDatum(node->level);
		values[CONTEXTS_PATH] = path_datum(walk, node);
		values[CONTEXTS_NAME] = reader_datum(walk_name(walk, node), GetDatabaseEncoding());
		nulls[CONTEXTS_IDENT] = node->ident_length == 0;
		values[CONTEXTS_IDENT] = node->ident_length == 0 ? (Datum) 0 :
			reader_datum(walk_ident(walk, node), GetDatabaseEncoding());
		values[CONTEXTS_KIND] = CStringGetTextDatum(context_kind_name(node->kind));
		values[CONTEXTS_LIFETIME] = CStringGetTextDatum(lifetime_name(node->lifetime));
		values[CONTEXTS_TOTAL] = Int64GetDatum(node->total);
		values[CONTEXTS_USED] = Int64GetDatum(walk_used(node));
		values[CONTEXTS_FREE] = Int64GetDatum(node->free);
		values[CONTEXTS_BLOCKS] = Int64GetDatum(node->blocks);
		values[CONTEXTS_FREE_CHUNKS] = Int64GetDatum(node->free_chunks);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
