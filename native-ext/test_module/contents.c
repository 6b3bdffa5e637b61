/*
 * contents.c
 *		Memory of many types that stays, for the regression tests of what a finding holds.
 */
#include "postgres.h"

#include "fmgr.h"
#include "nodes/parsenodes.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

typedef struct Station
{
	int			number;
	double		height;
	struct Station *next;
} Station;

/* As large as a node, and its number may be one's tag. */
typedef struct Ticket
{
	int			number;
	char		rest[sizeof(RangeTblRef) - sizeof(int)];
} Ticket;

typedef struct Route
{
	int			count;
	int			stops[FLEXIBLE_ARRAY_MEMBER];
} Route;

static MemoryContext drawer;
static Station *stations;

/* A place as old as the backend. */
static MemoryContext
open_drawer(void)
{
	if (drawer == NULL)
		drawer = AllocSetContextCreate(TopMemoryContext, "drawer", ALLOCSET_SMALL_SIZES);
	return drawer;
}

static void
clean_up(MemoryContext before, bool keep)
{
	MemoryContextSwitchTo(before);
	if (keep)
		return;
	MemoryContextDelete(drawer);
	drawer = NULL;
	stations = NULL;
}

/* Bug if it keeps them: nodes, as parse trees are made of. */
PG_FUNCTION_INFO_V1(keep_nodes);
Datum
keep_nodes(PG_FUNCTION_ARGS)
{
	MemoryContext before = MemoryContextSwitchTo(open_drawer());

	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		RangeTblEntry *entry = makeNode(RangeTblEntry);
		List	   *list = list_make1(entry);

		entry->relid = i + linitial_oid(list);
	}
	clean_up(before, PG_GETARG_BOOL(1));
	PG_RETURN_VOID();
}

/* Bug if it keeps them: structs of its own, one of any length, numbers, and one of no variable. */
PG_FUNCTION_INFO_V1(keep_structs);
Datum
keep_structs(PG_FUNCTION_ARGS)
{
	MemoryContext before = MemoryContextSwitchTo(open_drawer());

	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		Station    *station = (Station *) palloc(sizeof(Station));
		Route	   *route = palloc0(offsetof(Route, stops) + (i + 5) * sizeof(int));
		double	   *heights = palloc(3 * sizeof(double));

		station->number = i;
		station->next = stations;
		stations = station;
		route->count = i;
		heights[0] = heights[1] = heights[2] = i;
		memset(palloc(100), i, 100);
	}
	clean_up(before, PG_GETARG_BOOL(1));
	PG_RETURN_VOID();
}

/* Bug if it keeps them: text, other values of variable length, and strings. */
PG_FUNCTION_INFO_V1(keep_texts);
Datum
keep_texts(PG_FUNCTION_ARGS)
{
	MemoryContext before = MemoryContextSwitchTo(open_drawer());

	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		char	   *string = pstrdup("a string of the server's own kind");

		(void) cstring_to_text_with_len("a\0b\0c\0d\0e", 9);
		(void) cstring_to_text(string);
	}
	clean_up(before, PG_GETARG_BOOL(1));
	PG_RETURN_VOID();
}

/* What is no node, though each begins like one: debug information says so. */
PG_FUNCTION_INFO_V1(keep_tickets);
Datum
keep_tickets(PG_FUNCTION_ARGS)
{
	MemoryContext before = MemoryContextSwitchTo(open_drawer());

	for (int i = 0; i < PG_GETARG_INT32(0); i++)
	{
		Ticket	   *ticket = palloc0(sizeof(Ticket));

		ticket->number = T_RangeTblRef;
	}
	clean_up(before, PG_GETARG_BOOL(1));
	PG_RETURN_VOID();
}
