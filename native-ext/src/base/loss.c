/*
 * loss.c
 *		Counts what could not be recorded; see loss.h.
 */
#include "postgres.h"

#include "base/loss.h"

static uint64 counts[LOSS_REASONS];

/* What the verdict says of each. */
static const struct
{
	int			code;
	const char *because;
}			reasons[LOSS_REASONS] = {
	[LOSS_NO_MEMORY] = {ERRCODE_OUT_OF_MEMORY, "the backend ran out of memory in this window"},
	[LOSS_TURNED_AWAY] = {ERRCODE_OBJECT_IN_USE,
						  "a signal handler interrupted memcheck's own work"},
	[LOSS_LOCKED_OUT] = {ERRCODE_LOCK_NOT_AVAILABLE,
						 "a thread was stopped in the middle of memcheck's work"},
	[LOSS_UNGUARDED] = {ERRCODE_PROGRAM_LIMIT_EXCEEDED,
						"there was more memory than can be guarded"},
	[LOSS_SAMPLED] = {ERRCODE_PROGRAM_LIMIT_EXCEEDED,
					  "of what one place made in great numbers, not all was guarded"},
	[LOSS_UNPOISONED] = {ERRCODE_PROGRAM_LIMIT_EXCEEDED,
						 "of what one place did in great numbers, not all was poisoned"},
	[LOSS_ACCESSES] = {ERRCODE_PROGRAM_LIMIT_EXCEEDED,
					   "there were more bad accesses than can be noted"},
	[LOSS_POINTERS] = {ERRCODE_PROGRAM_LIMIT_EXCEEDED,
					   "there was more memory, or more in it, than is searched for pointers"},
};

void
loss_note(LossReason reason)
{
	loss_note_many(reason, 1);
}

void
loss_note_many(LossReason reason, uint64 count)
{
	__atomic_fetch_add(&counts[reason], count, __ATOMIC_RELAXED);
}

uint64
loss_count(LossReason reason)
{
	return __atomic_load_n(&counts[reason], __ATOMIC_RELAXED);
}

void
losses_clear(void)
{
	for (int reason = 0; reason < LOSS_REASONS; reason++)
		__atomic_store_n(&counts[reason], 0, __ATOMIC_RELAXED);
}

/* The error code of a verdict that lacks something for this reason. */
int
loss_code(LossReason reason)
{
	return reasons[reason].code;
}

const char *
loss_cause(LossReason reason)
{
	return reasons[reason].because;
}
