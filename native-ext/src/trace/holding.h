/*
 * holding.h
 *		What each site holds in contexts of one path, and how that changed.
 *
 * The tracer adds every chunk that comes and goes. Each judgement reads the holdings that
 * changed since the one before. What the running statement does is kept apart until
 * holdings_next_statement() says that it is over.
 *
 * holdings_ignore_releases is set where the watch begins inside a statement, until the next
 * one begins. What that statement held is freed with it, and is not set off against what others
 * allocate. What it leaves behind does not count either: it may replace something that was
 * allocated before tracing began.
 *
 * Process-private, in our own memory, no errors, no palloc. Number 0 is none.
 */
#ifndef MEMCHECK_HOLDING_H
#define MEMCHECK_HOLDING_H

#include "base/own_memory.h"

typedef enum HoldingKind
{
	HOLDING_MADE,				/* chunks that the site made */
	HOLDING_ENLARGED,			/* chunks that it made larger */
	HOLDING_RELEASED,			/* chunks from before the watch that it freed */
	HOLDING_MAPPED,				/* the same of what is mapped, outside the contexts */
	HOLDING_MAPPED_LARGER,
	HOLDING_UNMAPPED,
	HOLDING_KINDS
} HoldingKind;

static inline bool
holding_is_mapped(HoldingKind kind)
{
	return kind >= HOLDING_MAPPED;
}

static inline bool
holding_is_enlarged(HoldingKind kind)
{
	return kind == HOLDING_ENLARGED || kind == HOLDING_MAPPED_LARGER;
}

static inline bool
holding_is_released(HoldingKind kind)
{
	return kind == HOLDING_RELEASED || kind == HOLDING_UNMAPPED;
}

typedef struct HoldingGrowth
{
	uint32		site;
	uint32		path;			/* 0: outside the contexts */
	HoldingKind kind;
	uint64		node_key;		/* one of the contexts */
	int64		bytes;			/* net, may be negative */
	int64		count;			/* chunks, net */
} HoldingGrowth;

typedef void (*HoldingVisitor) (const HoldingGrowth *growth, void *arg);

extern bool holdings_ignore_releases;

extern uint32 holding_look(uint64 what, uint32 site, uint32 path, HoldingKind kind,
						   uint64 node_key);
extern uint32 holding_site(uint32 holding);
extern HoldingGrowth holding_of_chunk(uint32 holding);
extern void holding_changes(uint32 holding);
extern void holdings_next_statement(void);
extern bool holdings_are_unchanged(void);
extern void holdings_visit_changed(HoldingVisitor visit, void *arg);
extern void holdings_visit_all_changes(HoldingVisitor visit, void *arg);
extern void holdings_start_over(void);
extern void holdings_clear(void);

typedef struct Holding
{
	uint32		site;
	uint32		path;
	HoldingKind kind;
	uint64		node_key;		/* the first context it was seen in */
	int64		bytes;			/* change since the last visit */
	int64		count;
	int64		own_bytes;		/* the same, by the running statement */
	int64		own_count;
	bool		changed;		/* is in the list of changed ones */
} Holding;

typedef struct HoldingRecent
{
	uint64		what;			/* site, path and kind */
	uint32		number;			/* 0: none */
} HoldingRecent;

#define HOLDINGS_RECENT 256

extern OWN_VARIABLE OwnArray holdings;		/* Holding */
/* what was looked up lately */
extern OWN_VARIABLE HoldingRecent holdings_recent[HOLDINGS_RECENT];

static inline Holding *
holding_at(uint32 number)
{
	return (Holding *) holdings.data + number - 1;
}

static inline HoldingRecent *
holding_recent(uint64 what)
{
	return &holdings_recent[(what ^ what >> 33) % HOLDINGS_RECENT];
}

/* The holding of this site in contexts of this path, made if it is new. */
static inline uint32
holding_of(uint32 site, uint32 path, HoldingKind kind, uint64 node_key)
{
	/* all of the three, side by side: nobody has a billion sites or paths */
	uint64		what = (uint64) site << 33 | (uint64) path << 3 | kind;
	const HoldingRecent *recent = holding_recent(what);

	return recent->what == what && recent->number != 0 ? recent->number :
		holding_look(what, site, path, kind, node_key);
}

/* A chunk came (or went, with negative figures). */
static inline void
holding_add(uint32 number, int64 bytes, int64 count)
{
	Holding    *holding;

	if (number == 0)
		return;
	holding = holding_at(number);
	holding->own_bytes += bytes;
	holding->own_count += count;
	if (!holding->changed)
		holding_changes(number);
}

#endif							/* MEMCHECK_HOLDING_H */
