/*
 * contents.c
 *		Memory of many types that stays, for the regression tests of what a finding holds.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "nodes/parsenodes.h"
#include "nodes/pg_list.h"
#include "nodes/primnodes.h"
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

/* Nodes whose tag, read as the length of a text, could be that of a text in as large a chunk. */
#define LIKENESS(name) {T_##name, sizeof(name)}

static const struct
{
	NodeTag		tag;
	Size		bytes;
}			likenesses[] = {
	LIKENESS(Alias), LIKENESS(RangeVar), LIKENESS(Var), LIKENESS(Const), LIKENESS(Param),
	LIKENESS(Aggref), LIKENESS(FuncExpr), LIKENESS(OpExpr), LIKENESS(BoolExpr), LIKENESS(SubLink),
	LIKENESS(CaseExpr), LIKENESS(TargetEntry), LIKENESS(JoinExpr), LIKENESS(FromExpr),
	LIKENESS(TypeName), LIKENESS(ColumnRef), LIKENESS(A_Expr), LIKENESS(FuncCall),
	LIKENESS(ResTarget), LIKENESS(ColumnDef), LIKENESS(SortGroupClause), LIKENESS(WindowClause),
	LIKENESS(CommonTableExpr), LIKENESS(InsertStmt), LIKENESS(DeleteStmt), LIKENESS(UpdateStmt),
	LIKENESS(CreateStmt), LIKENESS(IndexStmt), LIKENESS(AlterTableCmd), LIKENESS(DropStmt),
	LIKENESS(TruncateStmt), LIKENESS(CommentStmt), LIKENESS(RenameStmt), LIKENESS(ViewStmt),
	LIKENESS(TransactionStmt), LIKENESS(CopyStmt), LIKENESS(VacuumStmt), LIKENESS(LockStmt),
	LIKENESS(ExplainStmt), LIKENESS(CreateSeqStmt), LIKENESS(DefineStmt), LIKENESS(DoStmt),
};

static Size
space_of(Size bytes)
{
	Size		space = 8;

	while (space < bytes)
		space *= 2;
	return space;
}

/*
 * What is no node, though it begins like one and is as large: texts, of which it returns how many
 * there are, and one struct each that is full of letters, and of nothing.
 */
PG_FUNCTION_INFO_V1(keep_likenesses);
Datum
keep_likenesses(PG_FUNCTION_ARGS)
{
	MemoryContext before = MemoryContextSwitchTo(open_drawer());
	RangeTblEntry *letters = palloc(sizeof(RangeTblEntry));
	int			texts = 0;

	memset(letters, 'x', sizeof(RangeTblEntry));
	letters->type = T_RangeTblEntry;
	(void) makeNode(RangeTblEntry);
	for (int i = 0; i < lengthof(likenesses); i++)
	{
		Size		length = likenesses[i].tag / 4;
		text	   *one;

		if (likenesses[i].tag % 4 != 0 || length < VARHDRSZ + 3 ||
			space_of(length) != space_of(likenesses[i].bytes))
			continue;
		one = palloc(length);
		SET_VARSIZE(one, length);
		memset(VARDATA(one), 'x', length - VARHDRSZ);
		Assert(*(NodeTag *) one == likenesses[i].tag);
		texts++;
	}
	MemoryContextSwitchTo(before);
	PG_RETURN_INT32(texts);
}

/* Frees all of some chunks but one; a clean twin of keeping them. */
PG_FUNCTION_INFO_V1(keep_one_of);
Datum
keep_one_of(PG_FUNCTION_ARGS)
{
	MemoryContext before = MemoryContextSwitchTo(open_drawer());
	int			count = PG_GETARG_INT32(0);
	RangeVar  **all = palloc(count * sizeof(RangeVar *));

	for (int i = 0; i < count; i++)
		all[i] = makeNode(RangeVar);
	for (int i = 1; i < count; i++)
	{
		all[i]->relname = "freed";
		pfree(all[i]);
	}
	all[0]->relname = "kept";
	pfree(all);
	MemoryContextSwitchTo(before);
	PG_RETURN_VOID();
}
