/*
 * called_libraries.c
 *		The libraries of the functions that a workload calls; see
 *		called_libraries.h.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "base/own_memory.h"
#include "base/violation.h"
#include "catalog/pg_language.h"
#include "catalog/pg_proc.h"
#include "fmgr.h"
#include "scenario/called_libraries.h"
#include "stack/frame.h"
#include "stack/function_lookup.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

static OwnArray called = {.width = sizeof(Oid)};

static void
note(Oid function)
{
	Oid		   *place;

	for (Size i = 0; i < called.count; i++)
		if (*(Oid *) own_array_at(&called, i) == function)
			return;
	place = own_array_append(&called);
	if (place)
		*place = function;
}

void
called_libraries_watch(void)
{
	function_lookups_tell(note);
}

/* Where an extension's C function lies; 0 for every other function. */
static uintptr_t
address_of(Oid function)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	uintptr_t	address = 0;
	Datum		source;
	Datum		library;
	bool		no_source;
	bool		no_library;

	if (!HeapTupleIsValid(tuple))
		return 0;
	source = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosrc, &no_source);
	library = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_probin, &no_library);
	if (((Form_pg_proc) GETSTRUCT(tuple))->prolang == ClanguageId && !no_source && !no_library)
		address = (uintptr_t) load_external_function(TextDatumGetCString(library),
													 TextDatumGetCString(source), false, NULL);
	ReleaseSysCache(tuple);
	return address;
}

static int
add_name(char names[CALLED_LIBRARIES][LIBRARY_NAME_BYTES], int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return count;
	if (count == CALLED_LIBRARIES)
		return count;
	string_copy(names[count], LIBRARY_NAME_BYTES, name);
	return count + 1;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* In alphabetical order, which is the same in the next worker. Those of the server are left out. */
int
called_libraries(char names[CALLED_LIBRARIES][LIBRARY_NAME_BYTES])
{
	int			count = 0;

	StartTransactionCommand();
	for (Size i = 0; i < called.count; i++)
	{
		/* one byte on, as a return address would be */
		uintptr_t	address = address_of(*(Oid *) own_array_at(&called, i));

		if (address != 0 && frame_module_kind(address + 1) == MODULE_EXTENSION)
			count = add_name(names, count, frame_library(address + 1));
	}
	CommitTransactionCommand();
	MemoryContextSwitchTo(TopMemoryContext);
	qsort(names, count, LIBRARY_NAME_BYTES, compare_names);
	return count;
}
