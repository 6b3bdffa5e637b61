/*
 * walk.h
 *		One look at the whole MemoryContext tree of this process.
 *
 * A walk copies the tree, in pre-order, into memory of our own: nothing is
 * allocated in the tree, so the walk is not in its own result, and the copy
 * stays valid whatever happens to the contexts. Writing the marks described in
 * context_kind.h is the only trace it leaves.
 *
 * A walk may run wherever no allocation is under way: in an SQL function, at a
 * statement or transaction boundary, at CHECK_FOR_INTERRUPTS. It takes no lock
 * and raises no error; a walk function returns false when the machine has no
 * memory left, and the walk is then empty.
 *
 * walk_tree() is for the boundaries. walk_unmarked() writes no mark and is for the
 * middle of a statement (tracer_walk_running()). A context that has no mark yet
 * gets a key for this walk alone. walk_root() copies TopMemoryContext alone and writes no mark
 * either: it costs the same however many contexts there are.
 */
#ifndef MEMCHECK_WALK_H
#define MEMCHECK_WALK_H

#include "base/own_memory.h"
#include "datatype/timestamp.h"
#include "tree/context_kind.h"

/* How long a context lives by its place; part of the snapshot format. */
typedef enum Lifetime
{
	LIFETIME_UNKNOWN = 0,
	LIFETIME_BACKEND = 1,		/* below TopMemoryContext and none of these: */
	LIFETIME_TRANSACTION = 2,	/* TopTransactionContext */
	LIFETIME_STATEMENT = 3,		/* MessageContext, portals, ErrorContext */
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
	int64		sequence;		/* grows by one with each walk of this process */
	TimestampTz taken_at;
} Walk;

extern void walk_init(Walk *walk);
extern bool walk_tree(Walk *walk);
extern bool walk_unmarked(Walk *walk);
extern bool walk_root(Walk *walk);
extern void walk_free(Walk *walk);
extern int64 walk_bytes(const Walk *walk);
extern Lifetime walk_lifetime(MemoryContext context);
extern bool walk_is_judged(MemoryContext context);

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

#endif							/* MEMCHECK_WALK_H */
