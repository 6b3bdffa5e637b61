/*
 * poison_tuples.c
 *		Poison in tuples that extensions form; see poison_tuples.h.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/itup.h"
#include "probe/guard.h"
#include "probe/poison_seen.h"
#include "probe/poison_tuples.h"

static HeapTuple
checked_heap_form_tuple(TupleDesc columns, Datum *values, bool *nulls)
{
	if (guards_are_kept())
		poison_seen_formed(columns, values, nulls, NULL);
	return heap_form_tuple(columns, values, nulls);
}

static HeapTuple
checked_heap_modify_tuple(HeapTuple tuple, TupleDesc columns, Datum *values, bool *nulls,
						  bool *replaces)
{
	if (guards_are_kept())
		poison_seen_formed(columns, values, nulls, replaces);
	return heap_modify_tuple(tuple, columns, values, nulls, replaces);
}

static IndexTuple
checked_index_form_tuple(TupleDesc columns, Datum *values, bool *nulls)
{
	if (guards_are_kept())
		poison_seen_formed(columns, values, nulls, NULL);
	return index_form_tuple(columns, values, nulls);
}

static const Import *
tuple_imports(int *count)
{
	static const Import imports[] = {
		{"heap_form_tuple", (AnyFunction) checked_heap_form_tuple},
		{"heap_modify_tuple", (AnyFunction) checked_heap_modify_tuple},
		{"index_form_tuple", (AnyFunction) checked_index_form_tuple},
	};

	*count = lengthof(imports);
	return imports;
}

const Layer poison_tuples_layer = {.imports = tuple_imports};
