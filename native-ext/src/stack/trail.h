/*
 * trail.h
 *		Stacks that were taken before, recognized by the places that were read on the way up.
 *
 * A stack that begins in the same place and has the same values in these places is the same stack,
 * since each step up depends on nothing else but the rules. So the number that it was given holds.
 * A saved frame pointer is among the places only if a step depended on it. Nothing beyond the
 * backend's main loop is: that never returns.
 *
 * Two ways up that agree so far read the same place next. So all trails with the same beginning
 * are leaves of one tree: a branch is a place in which some of them differ, and what lies there
 * says which way to go. At the leaf all places are compared.
 *
 * For the backend's thread, behind the door (recording.h); any thread may call trails_outdate(),
 * when a rule is no longer what it was. Our own memory, of a fixed size: when it is full, all is
 * forgotten. A stack of more than half a megabyte is not remembered. A place for a number is valid
 * until the next call.
 */
#ifndef MEMCHECK_TRAIL_H
#define MEMCHECK_TRAIL_H

#define TRAIL_READS 112

/* What was read on a way up that is not known. */
typedef struct TrailReads
{
	uint32		age;			/* the rules' when it began */
	int			count;			/* more than TRAIL_READS: not to be remembered */
	uint32		word[TRAIL_READS];	/* places, in words above where the stack begins */
	uintptr_t	value[TRAIL_READS]; /* what lies there */
} TrailReads;

/* What lies at a place of the stack; it is noted, if there is where. */
static inline uintptr_t
trail_read(TrailReads *reads, const uintptr_t *bottom, const uintptr_t *place)
{
	if (reads == NULL)
		return *place;
	if (place < bottom || place - bottom > PG_UINT16_MAX)
		reads->count = TRAIL_READS;
	if (reads->count < TRAIL_READS)
	{
		reads->word[reads->count] = place - bottom;
		reads->value[reads->count] = *place;
	}
	reads->count++;
	return *place;
}

/* "bottom" is the frame in which the way up begins: what it saved, then its return address. */
extern uint32 trail_known(const uintptr_t *bottom);
extern void trail_begin(TrailReads *reads, const uintptr_t *bottom);
extern uint32 *trail_remember(const uintptr_t *bottom, const TrailReads *reads);
extern void trails_outdate(void);
extern void trails_forget(void);

#endif							/* MEMCHECK_TRAIL_H */
