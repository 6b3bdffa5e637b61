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

extern uint32 holding_of(uint32 site, uint32 path, HoldingKind kind, uint64 node_key);
extern uint32 holding_site(uint32 holding);
extern HoldingGrowth holding_of_chunk(uint32 holding);
extern void holding_add(uint32 holding, int64 bytes, int64 count);
extern void holdings_next_statement(void);
extern bool holdings_are_unchanged(void);
extern void holdings_visit_changed(HoldingVisitor visit, void *arg);
extern void holdings_start_over(void);
extern void holdings_clear(void);

#endif							/* MEMCHECK_HOLDING_H */
