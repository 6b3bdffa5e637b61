/*
 * loss.h
 *		How much could not be recorded, and why.
 *
 * Nothing is lost silently: a verdict that may lack something says so (window.c).
 * loss_note() may be called by any thread, in a signal handler, and inside the
 * allocator; it adds one to a counter, loss_note_many() more. The counters start over
 * when tracing begins.
 */
#ifndef MEMCHECK_LOSS_H
#define MEMCHECK_LOSS_H

/* Why something could not be recorded. */
typedef enum LossReason
{
	LOSS_NO_MEMORY,				/* our tables could not grow */
	LOSS_TURNED_AWAY,			/* made by a signal handler in the middle of our work */
	LOSS_LOCKED_OUT,			/* another thread did not let go of the ledger in time */
	LOSS_UNGUARDED,				/* a chunk that the guard had no pages for */
	LOSS_SAMPLED,				/* one of very many of the same place, which the guard left out */
	LOSS_UNPOISONED,			/* one of very many of the same place, which poison left out */
	LOSS_ACCESSES,				/* a bad access that the guard saw and could not note */
	LOSS_POINTERS,				/* not searched for pointers, or not told from others */
} LossReason;

#define LOSS_REASONS (LOSS_POINTERS + 1)

extern void loss_note(LossReason reason);
extern void loss_note_many(LossReason reason, uint64 count);
extern uint64 loss_count(LossReason reason);
extern void losses_clear(void);
extern int	loss_code(LossReason reason);
extern const char *loss_cause(LossReason reason);

#endif							/* MEMCHECK_LOSS_H */
