/*
 * resets.h
 *		Which long-lived contexts were emptied in an interval.
 *
 * resets_note() is told by the tracer before a context is reset, resets_note_death() before one is
 * deleted that is older than the watch. The judgement takes them with resets_visit(), for what they
 * say of memory that nobody saw freed; then the next interval begins.
 *
 * Called inside the allocator and at judgements. Process-private, in our own memory; no locks, no
 * errors, no palloc. Without memory a reset goes unnoted.
 */
#ifndef MEMCHECK_RESETS_H
#define MEMCHECK_RESETS_H

#include "tree/context_record.h"

typedef struct TracedReset
{
	uint32		path;
	bool		older;			/* the context, than the watch */
	int			deaths;			/* of older ones that were deleted instead; 0: a reset */
} TracedReset;

extern void resets_note(const ContextRecord *record);
extern void resets_note_death(const ContextRecord *record);
extern void resets_visit(void (*visit) (const TracedReset *reset));
extern void resets_forget(void);

#endif							/* MEMCHECK_RESETS_H */
