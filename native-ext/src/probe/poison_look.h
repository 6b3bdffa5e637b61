/*
 * poison_look.h
 *		Damage to what the poison probe guards: seen, reported, and looked for when it pays.
 *
 * Looking at all after each statement reads megabytes. So what arose or was freed since the last
 * look is looked at when a statement is over, and all when a window begins or ends. All is looked
 * at as well while an allowance lasts, which is enough for the first few hundred statements of a
 * window, and which grows with what is filled. What a quarantine or a context gives back is looked
 * at then.
 *
 * So damage may be noticed some statements late. The finding says that it may be an earlier
 * statement's, and from there on all is looked at each time, in this process: whoever runs the
 * window again learns which one.
 *
 * Called inside the allocator and when a statement is over: no palloc, no lock, no error.
 */
#ifndef MEMCHECK_POISON_LOOK_H
#define MEMCHECK_POISON_LOOK_H

#include "probe/guard.h"

#define CANARY_BYTES 64

static inline Size
guard_canary_length(const Guard *guard)
{
	return Min(guard->space - guard->size, CANARY_BYTES);
}

extern void poison_look_at_canary(const Guard *guard);
extern void poison_look_at_freed(const Guard *guard);
extern void poison_look_at_reset_memory(GuardedContext *owner, char *from, char *to,
										uint32 given_back_at);
extern void poison_look_at_chunks(const GuardedContext *owner);
extern void poison_look_at_kept_block(GuardedContext *owner);

extern void poison_looks_begin(void);
extern void poison_look_earn(Size bytes);
extern void poison_look_at_all(void);
extern void poison_look_when_over(void);

#endif							/* MEMCHECK_POISON_LOOK_H */
