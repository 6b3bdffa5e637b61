/*
 * query_kind.c
 *		Kinds of query in whose own context there was nothing to tell; see query_kind.h.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "base/settings.h"
#include "trace/query_kind.h"

#define ENTRIES 2048			/* direct-mapped */

typedef struct QueryKind
{
	uint64		key;			/* of the query id and the setting, 0: free */
	int			looks;			/* since the last one in which something was to tell */
	Size		bytes;			/* that its context had in these, at most */
} QueryKind;

static QueryKind kinds[ENTRIES];

static uint64
key_of(uint64 query_id)
{
	return own_hash(query_id * 31 + memcheck_bloat_min_bytes);
}

static QueryKind *
entry_for(uint64 key)
{
	return &kinds[key % ENTRIES];
}

Size
query_kind_limit(uint64 query_id)
{
	uint64		key = key_of(query_id);
	const QueryKind *kind = entry_for(key);

	if (query_id == 0 || kind->key != key || kind->looks < QUERY_LOOKS)
		return 0;
	return Max(kind->bytes + kind->bytes / 4, memcheck_bloat_min_bytes);
}

void
query_kind_note(uint64 query_id, Size bytes, bool anything_to_tell)
{
	uint64		key = key_of(query_id);
	QueryKind  *kind = entry_for(key);

	if (kind->key != key || anything_to_tell)
		*kind = (QueryKind) {.key = key};
	if (anything_to_tell)
		return;
	kind->bytes = Max(kind->bytes, bytes);
	kind->looks++;
}
