/*
 * scenario_bugs.c
 *		What ends, hangs or slowly fills a process, for the tests of the stress
 *		scenarios.
 */
#include "postgres.h"

#include <time.h>
#include <unistd.h>

#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/lwlock.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

/* Bug: writes through a bad pointer when the two numbers are the same. */
PG_FUNCTION_INFO_V1(write_nowhere);
Datum
write_nowhere(PG_FUNCTION_ARGS)
{
	int		   *volatile nowhere = (int *) 0x10;

	if (PG_GETARG_INT32(0) == PG_GETARG_INT32(1))
		*nowhere = 1;
	PG_RETURN_VOID();
}

/* Bug: the same while other sessions may wait for a lock of the server's. */
PG_FUNCTION_INFO_V1(write_nowhere_locked);
Datum
write_nowhere_locked(PG_FUNCTION_ARGS)
{
	int		   *volatile nowhere = (int *) 0x10;

	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	*nowhere = 1;
	LWLockRelease(AddinShmemInitLock);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(call_nowhere);
Datum
call_nowhere(PG_FUNCTION_ARGS)
{
	void		(*volatile nowhere) (void) = NULL;

	nowhere();
	PG_RETURN_VOID();
}

/*
 * Bug: goes on without its stack, as after a jump into a function that has returned. The handler of
 * a signal that comes then finds nothing to follow.
 */
PG_FUNCTION_INFO_V1(lose_stack);
Datum
lose_stack(PG_FUNCTION_ARGS)
{
#if defined(__x86_64__)
	__asm__ volatile ("movl $4096, %%esp\n\tmovl $4096, %%ebp\n\tpushq %%rax":::"memory");
#elif defined(__aarch64__)
	__asm__ volatile ("mov sp, #4096\n\tmov x29, #4096\n\tstr x0, [sp, #-16]!":::"memory");
#endif
	PG_RETURN_VOID();
}

static int
recurse(volatile int depth)
{
	volatile char room[1024];

	room[depth % 1024] = depth;
	return depth < 0 ? 0 : recurse(depth + 1) + room[0];
}

PG_FUNCTION_INFO_V1(overflow_stack);
Datum
overflow_stack(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(recurse(0));
}

/* Bug: of more than 16 bytes some are where its own and its callers' return addresses lie. */
PG_FUNCTION_INFO_V1(smash_stack);
Datum
smash_stack(PG_FUNCTION_ARGS)
{
	char		room[16];
	char	   *volatile at = room;

	for (int i = 0; i < PG_GETARG_INT32(0); i++)
		at[i] = '0';
	PG_RETURN_INT32(*at);
}

PG_FUNCTION_INFO_V1(abort_process);
Datum
abort_process(PG_FUNCTION_ARGS)
{
	abort();
}

PG_FUNCTION_INFO_V1(exit_process);
Datum
exit_process(PG_FUNCTION_ARGS)
{
	exit(PG_GETARG_INT32(0));
}

PG_FUNCTION_INFO_V1(exit_at_once);
Datum
exit_at_once(PG_FUNCTION_ARGS)
{
	_exit(PG_GETARG_INT32(0));
}

PG_FUNCTION_INFO_V1(raise_fatal);
Datum
raise_fatal(PG_FUNCTION_ARGS)
{
	ereport(FATAL, (errcode(ERRCODE_INTERNAL_ERROR), errmsg("ended by the test")));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(raise_fatal_without_text);
Datum
raise_fatal_without_text(PG_FUNCTION_ARGS)
{
	ereport(FATAL, (errcode(ERRCODE_INTERNAL_ERROR)));
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(loop_deaf);
Datum
loop_deaf(PG_FUNCTION_ARGS)
{
	volatile uint64 counter = 0;

	for (;;)
		counter++;
}

PG_FUNCTION_INFO_V1(loop_listening);
Datum
loop_listening(PG_FUNCTION_ARGS)
{
	for (;;)
		CHECK_FOR_INTERRUPTS();
}

PG_FUNCTION_INFO_V1(use_all_memory);
Datum
use_all_memory(PG_FUNCTION_ARGS)
{
	for (;;)
		palloc(1024 * 1024);
}

/* Bug: leaves more behind at each call. */
PG_FUNCTION_INFO_V1(leak_more_and_more);
Datum
leak_more_and_more(PG_FUNCTION_ARGS)
{
	static int	calls;

	MemoryContextAlloc(TopMemoryContext, 32 * ++calls);
	PG_RETURN_VOID();
}

/* Bug: an error in the middle of the loop leaves what the loop had set aside. */
PG_FUNCTION_INFO_V1(spi_loop);
Datum
spi_loop(PG_FUNCTION_ARGS)
{
	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		char	   *aside = MemoryContextAlloc(TopMemoryContext, 1000);

		SPI_connect();
		SPI_execute("SELECT 1 FROM pg_class LIMIT 1", true, 0);
		SPI_finish();
		pfree(aside);
	}
	PG_RETURN_VOID();
}

/* The same without anything set aside. */
PG_FUNCTION_INFO_V1(spi_loop_clean);
Datum
spi_loop_clean(PG_FUNCTION_ARGS)
{
	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		SPI_connect();
		SPI_execute("SELECT 1 FROM pg_class LIMIT 1", true, 0);
		SPI_finish();
	}
	PG_RETURN_VOID();
}

/* Bug: what is longer than 64 kB is copied for good. */
PG_FUNCTION_INFO_V1(keep_long_text);
Datum
keep_long_text(PG_FUNCTION_ARGS)
{
	text	   *value;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	value = PG_GETARG_TEXT_PP(0);
	if (VARSIZE_ANY_EXHDR(value) > 65536)
		MemoryContextStrdup(TopMemoryContext, text_to_cstring(value));
	PG_RETURN_INT32(VARSIZE_ANY_EXHDR(value));
}

/* Bug: a table for all pairs of bytes, where one for neighbours would do. */
PG_FUNCTION_INFO_V1(compare_all_pairs);
Datum
compare_all_pairs(PG_FUNCTION_ARGS)
{
	Size		length = VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(0));

	(void) palloc_extended(length * length / 2048 + 1, MCXT_ALLOC_HUGE);
	PG_RETURN_INT32(length);
}

/* Clean: grows as its argument does. */
PG_FUNCTION_INFO_V1(compare_neighbours);
Datum
compare_neighbours(PG_FUNCTION_ARGS)
{
	Size		length = VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(0));

	(void) palloc(length * 2 + 1);
	PG_RETURN_INT32(length);
}

/* Bug: takes a text of exactly this length for an address. */
PG_FUNCTION_INFO_V1(choke_on_length);
Datum
choke_on_length(PG_FUNCTION_ARGS)
{
	if (VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(0)) == PG_GETARG_INT32(1))
		*(volatile char *) (uintptr_t) PG_GETARG_INT32(1) = 0;
	PG_RETURN_VOID();
}

/* Bug: an open portal at each call. */
PG_FUNCTION_INFO_V1(leave_portal_open);
Datum
leave_portal_open(PG_FUNCTION_ARGS)
{
	static int	number;

	SPI_connect();
	SPI_execute(psprintf("DECLARE memcheck_test_%d CURSOR WITH HOLD FOR SELECT 1", ++number), false,
				0);
	SPI_finish();
	PG_RETURN_VOID();
}

/* Bug: answers from memory that the call before has freed. */
PG_FUNCTION_INFO_V1(answer_from_freed);
Datum
answer_from_freed(PG_FUNCTION_ARGS)
{
	static int *volatile stale;
	int			answer = stale ? stale[500] : 0;

	stale = MemoryContextAllocZero(TopMemoryContext, 4000);
	pfree((void *) stale);
	PG_RETURN_INT32(answer);
}

/* Bug: keeps a pointer into the memory of one query, or row, for the next. */
PG_FUNCTION_INFO_V1(follow_stale_pointer);
Datum
follow_stale_pointer(PG_FUNCTION_ARGS)
{
	static int **kept;
	static int	target;
	int			answer = 0;

	if (kept != NULL && kept[0] != &target)
		answer = *kept[0];
	kept = palloc(1000);
	kept[0] = &target;
	PG_RETURN_INT32(answer);
}

/* A frame of its own on the stack of the free. */
static pg_noinline void
give_back(void *chunk)
{
	static volatile int times;

	pfree(chunk);
	times++;
}

/* Bug: answers from memory that another function has freed. */
PG_FUNCTION_INFO_V1(answer_from_given_back);
Datum
answer_from_given_back(PG_FUNCTION_ARGS)
{
	static int *volatile stale;
	int			answer = stale ? stale[500] : 0;

	stale = MemoryContextAllocZero(TopMemoryContext, 4000);
	give_back((void *) stale);
	PG_RETURN_INT32(answer);
}

typedef struct Linked
{
	char		name[600];		/* so that what is read lies well behind the pointer */
	struct Linked *next;
} Linked;

/* Bug: follows a pointer of what was freed, to a field behind it. */
PG_FUNCTION_INFO_V1(follow_freed_pointer);
Datum
follow_freed_pointer(PG_FUNCTION_ARGS)
{
	Linked	   *volatile linked = palloc0(sizeof(Linked));

	linked->next = linked;
	give_back(linked);
	PG_RETURN_BOOL(linked->next->next != NULL);
}

/* Bug: takes for granted that there is memory. */
PG_FUNCTION_INFO_V1(trust_memory);
Datum
trust_memory(PG_FUNCTION_ARGS)
{
	char	   *checked = palloc(100);
	char	   *unchecked = palloc_extended(100, MCXT_ALLOC_NO_OOM);

	unchecked[0] = checked[0] = 'x';
	PG_RETURN_VOID();
}

/* Runs when the server's own clean-up is over. */
static void
linger(void)
{
	struct timespec begun;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &begun);
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while (now.tv_sec - begun.tv_sec < 4);
}

/* Ends the session, which takes its time to go. */
PG_FUNCTION_INFO_V1(end_slowly);
Datum
end_slowly(PG_FUNCTION_ARGS)
{
	atexit(linger);
	ereport(FATAL, (errmsg("ended as asked")));
	PG_RETURN_VOID();
}
