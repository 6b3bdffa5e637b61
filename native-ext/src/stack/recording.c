/*
 * recording.c
 *		Who may record; see recording.h.
 */
#include "postgres.h"

#include <pthread.h>

#include "base/loss.h"
#include "stack/recording.h"

RECORDING_LOCAL bool recording_inside;
RECORDING_LOCAL bool recording_is_main;	/* the thread that opened the window */

static volatile bool going_on;
static uint32 watch;			/* how often recording began */

/* A child has one thread, and none that could let go of what another one held. */
static void
forget_in_child(void)
{
	going_on = false;
	recording_is_main = false;
}

/* From _PG_init; the handlers stay for the life of the process and its children. */
void
recording_init(void)
{
	pthread_atfork(NULL, NULL, forget_in_child);
}

/* The calling thread's tables are followed from now on. */
void
recording_start(void)
{
	watch++;
	recording_is_main = true;
	recording_inside = false;
	going_on = true;
}

void
recording_stop(void)
{
	going_on = false;
	recording_is_main = false;
}

/* Asked by any thread. */
bool
recording_goes_on(void)
{
	return going_on;
}

/* Which time of recording this is, in the backend's thread. */
uint32
recording_watch(void)
{
	return watch;
}

/* Somebody came while this thread was inside. */
void
recording_turned_away(void)
{
	loss_note(LOSS_TURNED_AWAY);
}
