/*
 * handler_faults.c
 *		Error handlers that are left behind.
 */
#include "postgres.h"

#include "fmgr.h"

/* compilers see some of these bugs, too */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#pragma GCC diagnostic ignored "-Wdangling-pointer"
#endif

/* Bug if it is to be early: the return is between PG_TRY() and PG_END_TRY(). */
static pg_noinline int
look_up(bool early)
{
	volatile int found = 0;

	PG_TRY();
	{
		if (early)
			return 1;
		found = 2;
	}
	PG_CATCH();
	{
		found = 3;
	}
	PG_END_TRY();
	return found;
}

PG_FUNCTION_INFO_V1(leave_try);
Datum
leave_try(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(look_up(PG_GETARG_BOOL(0)));
}

/* So deep that what raises the error does not come there. */
static pg_noinline int
look_up_deep(void)
{
	volatile char room[32768];

	room[0] = 0;
	return look_up(true) + room[0];
}

/*
 * Bug: the error jumps into the frame of look_up(). What is called next has written over all of it,
 * as it mostly does: what the jump takes for the mask of signals then blocks SIGSEGV, too.
 */
PG_FUNCTION_INFO_V1(fail_into_gone_frame);
Datum
fail_into_gone_frame(PG_FUNCTION_ARGS)
{
	(void) look_up_deep();
	memset(PG_exception_stack, 0x7e, sizeof(*PG_exception_stack));
	elog(ERROR, "into a frame that is gone");
	PG_RETURN_VOID();
}

static void
say_where(void *arg)
{
	errcontext("number %d", *(int *) arg);
}

/* Bug if it is to be early: the callback stays on the stack of callbacks. */
PG_FUNCTION_INFO_V1(leave_error_callback);
Datum
leave_error_callback(PG_FUNCTION_ARGS)
{
	volatile int number = 1;
	ErrorContextCallback callback = {
		.previous = error_context_stack,.callback = say_where,.arg = (void *) &number};

	error_context_stack = &callback;
	if (PG_GETARG_BOOL(0))
		PG_RETURN_INT32(number);
	error_context_stack = callback.previous;
	PG_RETURN_INT32(number);
}
