/*
 * loss.c
 *		Counts what could not be recorded; see loss.h.
 */
#include "postgres.h"

#include "base/loss.h"

static uint64 counts[LOSS_REASONS];

void
loss_note(LossReason reason)
{
	__atomic_fetch_add(&counts[reason], 1, __ATOMIC_RELAXED);
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
