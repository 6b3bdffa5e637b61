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

typedef struct LibraryName
{
	char		text[MAXPGPATH];	/* as frame_library() calls it */
} LibraryName;

typedef struct Language
{
	Oid			language;
	uint32		library;		/* that runs it: the place of its name, from 1 */
} Language;

static OwnArray names = {.width = sizeof(LibraryName)};	/* also of languages that are gone */
static OwnArray languages = {.width = sizeof(Language)};	/* as the catalog had them last */
static bool known;				/* the catalog was read once */

/* The base name of "$libdir/plperl" or "/usr/lib/plv8-3.1.so": plperl, plv8-3.1 */
static const char *
name_in_file(const char *file, Size length, Size *name_length)
{
	Size		start = length;
	const char *suffix;

	while (start > 0 && file[start - 1] != '/')
		start--;
	suffix = memmem(file + start, length - start, ".so", strlen(".so"));
	*name_length = suffix ? suffix - (file + start) : length - start;
	return file + start;
}

static const char *
name_at(uint32 library)
{
	return ((LibraryName *) own_array_at(&names, library - 1))->text;
}

/* The number of a library that runs, or ran, a language; 0: there is none of that name. */
static uint32
number_of(const char *name, Size length)
{
	for (uint32 library = 1; library <= names.count; library++)
		if (strlen(name_at(library)) == length && memcmp(name_at(library), name, length) == 0)
			return library;
	return 0;
}

static uint32
number_or_make(const char *name, Size length)
{
	uint32		library = number_of(name, length);
	LibraryName *fresh = library == 0 && length < MAXPGPATH ? own_array_append(&names) : NULL;

	if (fresh == NULL)
		return library;
	memcpy(fresh->text, name, length);
	fresh->text[length] = '\0';
	return names.count;
}

static void
add_language(Oid oid, const char *file)
{
	Size		length;
	const char *name = name_in_file(file, strlen(file), &length);
	uint32		library = number_or_make(name, length);
	Language   *language = library ? own_array_append(&languages) : NULL;

	if (language)
		*language = (Language) {oid, library};
}

static void
add_language_of_handler(Oid language, Oid handler)
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

		add_language(language, path);
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

	languages.count = 0;
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Form_pg_language language = (Form_pg_language) GETSTRUCT(tuple);

		if (OidIsValid(language->lanplcallfoid))
			add_language_of_handler(language->oid, language->lanplcallfoid);
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

static const Language *
language_at(Size index)
{
	return own_array_at(&languages, index);
}

/* The same number, if the library runs a language now. */
static uint32
that_runs_one(uint32 library)
{
	for (Size i = 0; i < languages.count; i++)
		if (language_at(i)->library == library)
			return library;
	return 0;
}

/* The library that runs the programs of a language. */
uint32
language_library(Oid language)
{
	for (Size i = 0; i < languages.count; i++)
		if (language_at(i)->language == language)
			return language_at(i)->library;
	return 0;
}

/* The one that a C function of this file would be in. */
uint32
language_library_of_file(const char *file, Size length)
{
	Size		name_length;
	const char *name = name_in_file(file, length, &name_length);

	return that_runs_one(number_of(name, name_length));
}

uint32
language_library_named(const char *library)
{
	return that_runs_one(number_of(library, strlen(library)));
}

bool
library_runs_language(const char *library)
{
	return language_library_named(library) != 0;
}
