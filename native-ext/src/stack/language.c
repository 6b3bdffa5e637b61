/*
 * language.c
 *		Which libraries run programs of a procedural language; see language.h.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "base/own_memory.h"
#include "catalog/pg_language.h"
#include "catalog/pg_proc.h"
#include "stack/language.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/syscache.h"

typedef struct LanguageLibrary
{
	char		name[MAXPGPATH];	/* as frame_library() calls it */
} LanguageLibrary;

static OwnArray libraries = {.width = sizeof(LanguageLibrary)};
static bool known;				/* the catalog was read once */

/* "$libdir/plperl" or "/usr/lib/plperl.so": plperl */
static void
add_library(const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *base = slash ? slash + 1 : file;
	Size		length = strcspn(base, ".");
	LanguageLibrary *library = own_array_append(&libraries);

	if (library != NULL)
		strlcpy(library->name, base, Min(length + 1, sizeof(library->name)));
}

static void
add_library_of_handler(Oid handler)
{
	HeapTuple	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(handler));
	bool		is_null;
	Datum		file;

	if (!HeapTupleIsValid(tuple))
		return;
	file = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_probin, &is_null);
	if (!is_null)
	{
		char	   *path = TextDatumGetCString(file);

		add_library(path);
		pfree(path);
	}
	ReleaseSysCache(tuple);
}

/* Reads the catalog anew: a language may have come or gone. */
void
languages_look(void)
{
	Relation	catalog = table_open(LanguageRelationId, AccessShareLock);
	SysScanDesc scan = systable_beginscan(catalog, InvalidOid, false, NULL, 0, NULL);
	HeapTuple	tuple;

	libraries.count = 0;
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Form_pg_language language = (Form_pg_language) GETSTRUCT(tuple);

		if (OidIsValid(language->lanplcallfoid))
			add_library_of_handler(language->lanplcallfoid);
	}
	systable_endscan(scan);
	table_close(catalog, AccessShareLock);
	known = true;
}

bool
languages_are_known(void)
{
	return known;
}

bool
library_runs_language(const char *library)
{
	for (Size i = 0; i < libraries.count; i++)
		if (strcmp(((LanguageLibrary *) own_array_at(&libraries, i))->name, library) == 0)
			return true;
	return false;
}
