/*
 * called.c
 *		What a called library makes for us and what it keeps for itself, for the regression tests.
 */
#include "postgres.h"

#include "fmgr.h"

extern void needed_note(size_t bytes);
extern void *needed_make_by_pointer(size_t bytes);
extern void needed_free_by_pointer(void *made);
extern void *needed_ask(void *(*make) (size_t), size_t bytes);

/* Clean: the library keeps its 16 latest notes, and no more. */
PG_FUNCTION_INFO_V1(note_in_library);
Datum
note_in_library(PG_FUNCTION_ARGS)
{
	needed_note(PG_GETARG_INT32(0));
	PG_RETURN_VOID();
}

static void *
make_for_library(size_t bytes)
{
	void	   *volatile made = malloc(bytes);

	return made;
}

/* Bug, unless the library collects it some time: it asks us for memory, and nobody frees it. */
PG_FUNCTION_INFO_V1(give_to_library);
Datum
give_to_library(PG_FUNCTION_ARGS)
{
	void	   *volatile given = needed_ask(make_for_library, PG_GETARG_INT32(0));

	(void) given;
	PG_RETURN_VOID();
}

/* The handler of a language that runs nothing. */
PG_FUNCTION_INFO_V1(idle_call_handler);
Datum
idle_call_handler(PG_FUNCTION_ARGS)
{
	PG_RETURN_NULL();
}

/* Bug if it is to be lost: what the library made, through a pointer to malloc(). */
PG_FUNCTION_INFO_V1(make_by_pointer);
Datum
make_by_pointer(PG_FUNCTION_ARGS)
{
	void	   *made = needed_make_by_pointer(PG_GETARG_INT32(0));

	if (!PG_GETARG_BOOL(1))
		needed_free_by_pointer(made);
	PG_RETURN_VOID();
}
