/*
 * holding.h
 *		What each site holds in contexts of one path, and how that changed.
 *
 * Fed by the tracer with every chunk that comes and goes; read at each
 * judgement, which looks only at what changed since the one before. What the
 * running statement does is kept apart until holdings_take_own() says that it
 * is over, or holdings_drop_own() that nobody is to see it.
 * Process-private, in our own memory, no errors, no palloc. Number 0 is none.
 */
#ifndef MEMCHECK_HOLDING_H
#define MEMCHECK_HOLDING_H

#include "tracer.h"

extern uint32 holding_of(uint32 site, uint32 path, HoldingKind kind, uint64 node_key);
extern uint32 holding_site(uint32 holding);
extern void holding_add(uint32 holding, int64 bytes, int64 count);
extern void holdings_take_own(void);
extern void holdings_drop_own(void);
extern bool holdings_are_unchanged(void);
extern void holdings_visit_changed(HoldingVisitor visit, void *arg);
extern void holdings_start_over(void);
extern void holdings_clear(void);

#endif							/* MEMCHECK_HOLDING_H */
