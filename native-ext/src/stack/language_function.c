/*
 * language_function.c
 *		Which functions of procedural languages an interval called; see
 *		language_function.h.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "base/hash_index.h"
#include "base/own_memory.h"
#include "catalog/pg_language.h"
#include "catalog/pg_proc.h"
#include "common/hashfn.h"
#include "stack/function_lookup.h"
#include "stack/language.h"
#include "stack/language_function.h"
#include "utils/syscache.h"

/* What an interval called of a library that runs languages. */
typedef struct LanguageCall
{
	uint32		library;		/* see language.h */
	uint32		function;		/* or LANGUAGE_FUNCTION_SEVERAL */
	bool		is_new;			/* one of the functions was not called before */
} LanguageCall;

/* What may happen to a function, each for a first time. */
typedef enum Occasion
{
	OCCASION_MADE,
	OCCASION_CALLED
} Occasion;

static OwnArray names = {.width = sizeof(NameData)};	/* by the number of the function, from 1 */
static HashIndex by_oid = HASH_INDEX_INIT;
static HashIndex met = HASH_INDEX_INIT; /* names of functions, by occasion */
static OwnArray calls = {.width = sizeof(LanguageCall)};
static bool made_new;			/* this interval made a function of a new name */
static bool following;

void
language_functions_follow(bool follow)
{
	following = follow;
}

void
language_functions_next_interval(void)
{
	calls.count = 0;
	made_new = false;
}

/* Whether no function of this name was met on such an occasion; one is now. */
static bool
meet(const char *name, Occasion occasion)
{
	uint64		hash = hash_bytes_extended((const unsigned char *) name, strlen(name), occasion);

	return hash_index_find(&met, hash) == 0 && hash_index_put(&met, hash, 1);
}

/* A statement begins that makes this function, or makes it anew. */
void
language_functions_made(const char *name)
{
	made_new |= following && meet(name, OCCASION_MADE);
}

/* The number of a function, which may have another name now; unknown without memory. */
static uint32
number_of(Oid function, const NameData *name)
{
	uint32		number = hash_index_find(&by_oid, function);

	if (number == 0)
	{
		if (own_array_append(&names) == NULL)
			return LANGUAGE_FUNCTION_UNKNOWN;
		number = names.count;
		if (!hash_index_put(&by_oid, function, number))
		{
			names.count--;
			return LANGUAGE_FUNCTION_UNKNOWN;
		}
	}
	memcpy(own_array_at(&names, number - 1), name, sizeof(NameData));
	return number;
}

/* What is known of two intervals, or languages, together. */
uint32
language_function_with(uint32 one, uint32 other)
{
	if (one == LANGUAGE_FUNCTION_UNKNOWN || one == other)
		return other;
	return other == LANGUAGE_FUNCTION_UNKNOWN ? one : LANGUAGE_FUNCTION_SEVERAL;
}

static void
note_call(uint32 library, uint32 function, bool is_new)
{
	LanguageCall *call;

	if (library == 0)
		return;
	for (Size i = 0; i < calls.count; i++)
	{
		call = own_array_at(&calls, i);
		if (call->library == library)
		{
			call->function = language_function_with(call->function, function);
			call->is_new |= is_new;
			return;
		}
	}
	call = own_array_append(&calls);
	if (call)
		*call = (LanguageCall) {library, function, is_new};
}

/*
 * A C function: what a library that runs a language leaves may be this one's then. It handles a DO,
 * for instance, or checks the body of a new function.
 */
static void
note_c_function(HeapTuple entry)
{
	bool		null;
	Datum		file = SysCacheGetAttr(PROCOID, entry, Anum_pg_proc_probin, &null);
	text	   *name = (text *) DatumGetPointer(file);

	/* a name of a file is short, and stands there as it is */
	if (!null && (!VARATT_IS_EXTENDED(name) || VARATT_IS_SHORT(name)))
		note_call(language_library_of_file(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)),
				  LANGUAGE_FUNCTION_SEVERAL, false);
}

static void
note(Oid function)
{
	HeapTuple	tuple;
	Form_pg_proc entry;

	if (!following || !HeapTupleIsValid(tuple = SearchSysCache1(PROCOID,
																 ObjectIdGetDatum(function))))
		return;
	entry = (Form_pg_proc) GETSTRUCT(tuple);
	if (entry->prolang == ClanguageId)
		note_c_function(tuple);
	else if (language_library(entry->prolang) != 0)
		note_call(language_library(entry->prolang), number_of(function, &entry->proname),
				  meet(NameStr(entry->proname), OCCASION_CALLED));
	ReleaseSysCache(tuple);
}

void
language_functions_note(void)
{
	function_lookups_tell(note);
}

/* What the interval called in the library; NULL: nothing, or it runs no language. */
static const LanguageCall *
call_in(uint32 library)
{
	for (Size i = 0; library != 0 && i < calls.count; i++)
	{
		const LanguageCall *call = own_array_at(&calls, i);

		if (call->library == library)
			return call;
	}
	return NULL;
}

/* The one function that the interval called in the library, in whatever language it runs. */
uint32
language_function_of(const char *library)
{
	const LanguageCall *call = call_in(language_library_named(library));

	return call ? call->function : LANGUAGE_FUNCTION_UNKNOWN;
}

/*
 * Whether the library runs a language, and the interval called a function in it, or made one, whose
 * name is new: the library may keep what it made of the function's text.
 */
bool
language_function_is_new(const char *library)
{
	uint32		number = language_library_named(library);
	const LanguageCall *call = call_in(number);

	return number != 0 && (made_new || (call && call->is_new));
}

/* NULL: it is unknown, or they are several. */
const char *
language_function_name(uint32 function)
{
	if (function == LANGUAGE_FUNCTION_UNKNOWN || function == LANGUAGE_FUNCTION_SEVERAL)
		return NULL;
	return NameStr(*(NameData *) own_array_at(&names, function - 1));
}
