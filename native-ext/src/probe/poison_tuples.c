/*
 * poison_tuples.c
 *		Poison in tuples that extensions form; see poison_tuples.h.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/itup.h"
#include "probe/fill_watch.h"
#include "probe/guard.h"
#include "probe/poison_seen.h"
#include "probe/poison_tuples.h"
#include "utils/tuplestore.h"

/* Whoever calls these functions forms the row. */
#define LOOK_AT_ROW(columns, values, nulls, replaces) \
	look_at_row(columns, values, nulls, replaces, __builtin_return_address(0))

static void
look_at_row(TupleDesc columns, const Datum *values, const bool *nulls, const bool *replaces,
			const void *caller)
{
	if (guards_are_kept())
		poison_seen_formed(columns, values, nulls, replaces);
	fill_watch_row(PLACE_FORMED_ROW, caller, columns, values, nulls, replaces);
}

static HeapTuple
checked_heap_form_tuple(TupleDesc columns, Datum *values, bool *nulls)
{
	LOOK_AT_ROW(columns, values, nulls, NULL);
	return heap_form_tuple(columns, values, nulls);
}

static HeapTuple
checked_heap_modify_tuple(HeapTuple tuple, TupleDesc columns, Datum *values, bool *nulls,
						  bool *replaces)
{
	LOOK_AT_ROW(columns, values, nulls, replaces);
	return heap_modify_tuple(tuple, columns, values, nulls, replaces);
}

static void
checked_tuplestore_putvalues(Tuplestorestate *store, TupleDesc columns, Datum *values, bool *nulls)
{
	LOOK_AT_ROW(columns, values, nulls, NULL);
	tuplestore_putvalues(store, columns, values, nulls);
}

static IndexTuple
checked_index_form_tuple(TupleDesc columns, Datum *values, bool *nulls)
{
	LOOK_AT_ROW(columns, values, nulls, NULL);
	return index_form_tuple(columns, values, nulls);
}

static const Import *
tuple_imports(int *count)
{
	static const Import imports[] = {
		{"heap_form_tuple", (AnyFunction) checked_heap_form_tuple},
		{"heap_modify_tuple", (AnyFunction) checked_heap_modify_tuple},
		{"tuplestore_putvalues", (AnyFunction) checked_tuplestore_putvalues},
		{"index_form_tuple", (AnyFunction) checked_index_form_tuple},
	};

	*count = lengthof(imports);
	return imports;
}

const Layer poison_tuples_layer = {.imports = tuple_imports};
