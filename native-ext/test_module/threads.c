/*
 * threads.c
 *		Memory that crosses from one thread to another, for the regression tests.
 *
 * The threads call nothing of the server's, and are joined before the function returns.
 */
#include "postgres.h"

#include <pthread.h>
#include <signal.h>

#include "fmgr.h"

#define THREADS 4
#define ROUNDS 200

typedef struct Task
{
	int			bytes;
	void	   *volatile made;	/* by the thread */
} Task;

/* Makes and frees, frees what the main thread made, and makes what that one frees. */
static void *
exchange(void *argument)
{
	Task	   *given = argument;
	Task	   *result = malloc(sizeof(Task));

	for (int i = 0; i < ROUNDS; i++)
	{
		void	   *volatile piece = malloc(given->bytes + i);

		free(realloc(piece, 2 * given->bytes));
	}
	result->bytes = given->bytes;
	result->made = strdup("a result");
	free(given);
	return result;
}

/* Bug: nobody frees it. */
static void *
lose(void *argument)
{
	Task	   *task = argument;

	task->made = malloc(task->bytes);
	return task;
}

static pthread_t
start(void *(*work) (void *), void *argument)
{
	pthread_t	thread;
	sigset_t	all;
	sigset_t	before;

	/* signals are the backend's */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&thread, NULL, work, argument) != 0)
		elog(ERROR, "could not start a thread");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return thread;
}

PG_FUNCTION_INFO_V1(exchange_with_threads);
Datum
exchange_with_threads(PG_FUNCTION_ARGS)
{
	pthread_t	threads[THREADS];

	for (int i = 0; i < THREADS; i++)
	{
		Task	   *task = malloc(sizeof(Task));

		task->bytes = PG_GETARG_INT32(0);
		threads[i] = start(exchange, task);
	}
	for (int i = 0; i < THREADS; i++)
	{
		void	   *result;

		pthread_join(threads[i], &result);
		free(((Task *) result)->made);
		free(result);
	}
	PG_RETURN_BOOL(true);
}

PG_FUNCTION_INFO_V1(lose_in_thread);
Datum
lose_in_thread(PG_FUNCTION_ARGS)
{
	Task		task = {PG_GETARG_INT32(0), NULL};

	pthread_join(start(lose, &task), NULL);
	PG_RETURN_VOID();
}
