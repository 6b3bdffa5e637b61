/*
 * interrupts.c
 *		Memory that a signal handler frees, for the regression tests.
 *
 * Free() of a piece that has a mapping of its own takes no lock of the C library's, so
 * the handler may run in the middle of malloc().
 */
#include "postgres.h"

#include <pthread.h>
#include <signal.h>

#include "fmgr.h"

#define PIECES 500
#define PIECE_BYTES (512 * 1024)

static void *pieces[PIECES];
static volatile sig_atomic_t left;

static void
free_one(int number)
{
	if (left > 0)
	{
		left = left - 1;
		free(pieces[left]);
	}
}

static void *
interrupt(void *thread)
{
	while (left > 0)
	{
		pthread_kill(*(pthread_t *) thread, SIGPROF);
		pg_usleep(20);
	}
	return NULL;
}

/* Interrupts malloc() and free() of this thread with a handler that frees, PIECES times. */
PG_FUNCTION_INFO_V1(free_in_handler);
Datum
free_in_handler(PG_FUNCTION_ARGS)
{
	struct sigaction action = {.sa_handler = free_one, .sa_flags = SA_RESTART};
	struct sigaction before;
	pthread_t	here = pthread_self();
	pthread_t	other;

	for (int i = 0; i < PIECES; i++)
		pieces[i] = malloc(PIECE_BYTES);
	left = PIECES;
	sigaction(SIGPROF, &action, &before);
	if (pthread_create(&other, NULL, interrupt, &here) != 0)
		elog(ERROR, "no thread");
	while (left > 0)
	{
		void	   *volatile piece = malloc(32);

		free(piece);
	}
	pthread_join(other, NULL);
	sigaction(SIGPROF, &before, NULL);
	PG_RETURN_VOID();
}
