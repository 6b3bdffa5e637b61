/*
 * walk_node.h
 *		What a walk says of each context, and how it finds out what depends on the context's place.
 *
 * Names and idents stand in the walk's text, each once where that costs nothing. Of its name a
 * context's lifetime may depend, and whether it grows with the clock. A context lives as long as
 * its parent unless it is one of the roots.
 *
 * For walk.c and walk_latest.c; everybody else includes walk.h. Our own memory, no locks, no
 * errors: false and NULL are for no memory.
 */
#ifndef MEMCHECK_WALK_NODE_H
#define MEMCHECK_WALK_NODE_H

#include "base/own_memory.h"
#include "datatype/timestamp.h"
#include "tree/context_record.h"

/* How long a context lives by its place; part of the snapshot format. */
typedef enum Lifetime
{
	LIFETIME_UNKNOWN = 0,
	LIFETIME_BACKEND = 1,		/* below TopMemoryContext and none of these: */
	LIFETIME_TRANSACTION = 2,	/* TopTransactionContext */
	LIFETIME_STATEMENT = 3,		/* MessageContext but of what replicates, portals, ErrorContext */
} Lifetime;

/* An ident is clipped to this many bytes; it may be the text of a query. */
#define WALK_IDENT_BYTES 1024

typedef struct WalkNode
{
	uint64		key;
	MemoryContext context;		/* for comparison only: may be gone by now */
	int32		parent;			/* index in the walk, -1 for the root */
	int32		level;			/* 0 for the root */
	uint8		kind;			/* ContextKind */
	uint8		lifetime;		/* Lifetime */
	uint32		birth_site;		/* who used it first, 0: unknown */
	bool		born_long;		/* not moved here from a shorter life */
	bool		clock_driven;	/* grows with the clock, whatever runs */
	bool		own;			/* born in the statement that runs, see context_record.h */
	uint32		name_offset;	/* into the walk's text; NUL-terminated */
	uint32		name_length;
	uint32		ident_offset;
	uint32		ident_length;	/* 0: no ident */
	uint64		blocks;
	uint64		total;			/* bytes of all blocks */
	uint64		free;			/* bytes of them not in use */
	uint64		free_chunks;
} WalkNode;

typedef struct Walk
{
	OwnArray	nodes;			/* WalkNode, pre-order */
	OwnArray	text;			/* names and idents */
	int64		bytes;			/* of all blocks; 0 in a walk that was handed over */
	int64		sequence;		/* grows by one with each walk of this process */
	TimestampTz taken_at;
} Walk;

/*
 * Context names are constants of their library, so most nodes of a walk share a name by address.
 * A small direct-mapped memory of the latest ones keeps the text short.
 */
#define NAME_MEMORY 256

typedef struct KnownName
{
	const char *name;
	uint32		offset;
	uint32		length;
	bool		is_statements;	/* below TopMemoryContext: see lifetime_below() */
	bool		is_clocks;		/* and is_clock_driven() */
} KnownName;

extern void walk_init(Walk *walk);
extern void walk_free(Walk *walk);
extern void walk_clear(Walk *walk);
extern void walk_date(Walk *walk);
extern bool walk_append_text(Walk *walk, const char *text, Size length, uint32 *offset);
extern uint32 walk_ident_bytes(const char *ident);
extern const KnownName *walk_know_name(Walk *walk, KnownName *known, const char *name);
extern MemoryContext walk_message_root(void);
extern Lifetime lifetime_below(MemoryContext context, Lifetime parent);
extern Lifetime walk_lifetime_at(const Walk *walk, MemoryContext context, int parent);
extern bool is_clock_driven(MemoryContext context, uint32 birth_site);
extern void walk_place(const Walk *walk, WalkNode *node, MemoryContext context, int parent,
					   const KnownName *name);
extern void walk_place_birth(const Walk *walk, WalkNode *node, const KnownName *name);

static inline const WalkNode *
walk_node(const Walk *walk, Size index)
{
	return (const WalkNode *) own_array_at(&walk->nodes, index);
}

static inline const char *
walk_name(const Walk *walk, const WalkNode *node)
{
	return walk->text.data + node->name_offset;
}

static inline const char *
walk_ident(const Walk *walk, const WalkNode *node)
{
	return walk->text.data + node->ident_offset;
}

static inline int64
walk_used(const WalkNode *node)
{
	return (int64) (node->total - node->free);
}

/*
 * Nearly all that a walk waits for is memory: contexts lie anywhere. So the next one is fetched
 * while this one is looked at. A header, with its first block's, has four lines.
 */
static inline void
walk_fetch_next(MemoryContext context)
{
	MemoryContext next = context->firstchild ? context->firstchild : context->nextchild;

	if (next == NULL)
		return;
	for (int line = 0; line < 4; line++)
		__builtin_prefetch((const char *) next + line * 64);
	context_record_soon(next);
}

/* What is remembered of it. False without a record, for want of memory. */
static inline bool
walk_node_record(WalkNode *node, MemoryContext context, const ContextRecord *record)
{
	if (record == NULL)
		return false;
	node->context = context;
	node->key = record->key;
	node->birth_site = record->birth_site;
	node->born_long = record->born_long;
	node->own = context_record_is_own(record);
	return true;
}

static inline void
walk_node_count(Walk *walk, WalkNode *node, const MemoryContextCounters *counters)
{
	walk->bytes += (int64) counters->totalspace - (int64) node->total;
	node->blocks = counters->nblocks;
	node->total = counters->totalspace;
	node->free = counters->freespace;
	node->free_chunks = counters->freechunks;
}

#endif							/* MEMCHECK_WALK_NODE_H */
