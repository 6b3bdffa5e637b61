/*
 * context_record.h
 *		What we remember of each context that we have seen: its key and more.
 *
 * A table from address to record, in our own memory. Whether the context at an
 * address is still the one that was recorded is told by its mark (see
 * context_kind.h); an unmarked one is new, whatever stood there before, and
 * its record is made afresh under a new key. A context that is taken out of
 * the tree and put back much later may come back with a new key.
 *
 * Births are dated by statements. What the running statement made is its own until
 * context_records_next_statement() says that it is over: a statement that asks for a
 * judgement is not judged in its middle.
 *
 * context_records_age() changes with whatever could change what a walk says of a context that is
 * marked, lives, and was met before: its key, its birth, whose it is.
 *
 * Process-private, no locks, no errors, no palloc. Record pointers are valid
 * until the next call that may make a record.
 */
#ifndef MEMCHECK_CONTEXT_RECORD_H
#define MEMCHECK_CONTEXT_RECORD_H

#include "tree/context_kind.h"

/* Called before records are dropped: names those that were met without having been asked for. */
typedef void (*RecordKeeper) (void);

extern RecordKeeper context_records_keeper;

typedef struct ContextRecord
{
	MemoryContext context;		/* NULL: free */
	uint64		key;			/* never given twice */
	uint64		seen;			/* walk in which, or after which, it was last met */

	/* of the tracer; births are kept as long as the context lives */
	uint64		born;			/* statement in which it was created, 0: before the watch */
	bool		newborn;		/* not judged since */
	bool		born_long;		/* in a place as old as the backend */
	bool		extensions;		/* an extension has made it by itself */
	bool		watched;		/* until the statement ends, see statement_bloat.h */
	bool		swelled;		/* watched, as one of its name swelled before */
	Size		size_limit;		/* watched, but not followed up to so many bytes; 0: followed */
	bool		emptied;		/* was reset since it is watched */
	bool		dead;			/* was deleted, whatever stands there now */
	bool		gained;			/* chunks of it are in sums of holdings */
	bool		judged;			/* the latest judgement counted it, see long_lived.h: */
	uint32		judged_path;	/* at this place */
	uint64		parent_key;		/* below this one */
	int64		unallocated;	/* bytes of its total that the server does not count as allocated */
	uint32		birth_site;		/* who used it first, 0: unknown */
	uint32		path;			/* see path.h, 0: not asked yet */
	uint32		chunks;			/* first traced chunk, 0: none */
	uint32		chunk_count;	/* how many there are */
} ContextRecord;

extern ContextRecord *context_record(MemoryContext context, ContextTable table);
extern ContextRecord *context_record_look(MemoryContext context);
extern void context_record_soon(MemoryContext context);
extern uint64 context_record_key(void);
extern uint64 context_records_age(void);
extern void context_record_saw(MemoryContext context, uint64 key);
extern void context_records_look(void);
extern uint64 context_records_statement(void);
extern void context_records_next_statement(void);
extern bool context_record_is_own(const ContextRecord *record);
extern void context_records_forget_chunks(void);

/* The one that was found last: mostly it is the same again. It has no context if there is none. */
extern OWN_VARIABLE ContextRecord *context_record_latest;

/* The record of a context that was seen before, or NULL. */
static inline ContextRecord *
context_record_find(MemoryContext context)
{
	return context_record_latest->context == context && context != NULL ?
		context_record_latest : context_record_look(context);
}

extern OWN_VARIABLE uint64 context_record_looks; /* walks so far */

/* The same as context_record(context, TABLE_EXACT). */
static inline ContextRecord *
context_record_exact(MemoryContext context)
{
	ContextRecord *record = context_record_latest;

	if (record->context != context || !context_is_at(context, TABLE_EXACT))
		return context_record(context, TABLE_EXACT);
	record->seen = context_record_looks;
	return record;
}

#endif							/* MEMCHECK_CONTEXT_RECORD_H */
