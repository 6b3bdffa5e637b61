/*
 * contents_sql.c
 *		contents(): what is in the contexts of this process now, as rows.
 *
 * Each chunk counts in one row: of its context, the place in the code that made it, what it is
 * (contents.h), and its size class. What is not followed, because it was made before the window,
 * without one, or in a context of a statement, has no place in the code and no provenance.
 */
#include "postgres.h"

#include "base/contract.h"
#include "base/reader.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "judge/contents.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "session/attendance.h"
#include "stack/frame.h"
#include "stack/symbol.h"
#include "tree/path.h"
#include "utils/array.h"
#include "utils/builtins.h"

#define MOST_CHUNKS 1000000
#define MOST_US 1000000

enum ContentsColumn
{
	CONTENTS_CONTEXT_PATH,
	CONTENTS_NODE_KEY,
	CONTENTS_SOURCE_LIB,
	CONTENTS_SYMBOL,
	CONTENTS_SOURCE_FILE,
	CONTENTS_SOURCE_LINE,
	CONTENTS_KIND,
	CONTENTS_TYPE,
	CONTENTS_SIZE_CLASS,
	CONTENTS_COUNT,
	CONTENTS_BYTES,
	CONTENTS_PROVENANCE,
	CONTENTS_COLUMNS
};

static const RowColumn contents_columns[] = {
	{"context_path", TEXTARRAYOID},
	{"node_key", INT8OID},
	{"source_lib", TEXTOID},
	{"symbol", TEXTOID},
	{"source_file", TEXTOID},
	{"source_line", INT4OID},
	{"kind", TEXTOID},
	{"type", TEXTOID},
	{"size_class", INT8OID},
	{"count", INT8OID},
	{"bytes", INT8OID},
	{"provenance", TEXTOID}
};

static void
text_or_null(Datum *values, bool *nulls, int column, const char *text)
{
	nulls[column] = text == NULL || text[0] == '\0';
	if (!nulls[column])
		values[column] = reader_datum(text, GetDatabaseEncoding());
}

static Datum
path_datum(uint32 path)
{
	const PackedList *list = path_list(path);
	const char *text = path_text(path);
	Datum	   *names = palloc(sizeof(Datum) * Max(list->count, 1));

	for (int i = 0; i < list->count; i++)
	{
		names[i] = reader_datum(text, GetDatabaseEncoding());
		text += strlen(text) + 1;
	}
	return PointerGetDatum(construct_array(names, list->count, TEXTOID, -1, false,
										   TYPALIGN_INT));
}

static void
emit(ReturnSetInfo *result, const ContentsRow *row, const Growth *owner)
{
	Datum		values[CONTENTS_COLUMNS] = {0};
	bool		nulls[CONTENTS_COLUMNS] = {0};
	ContentsName name = contents_name(row, &owner->owner);
	bool		has_frame = owner->owner.pc && !owner->owner.by_name;
	const Symbol *symbol = has_frame ? symbol_of(owner->owner.pc) : NULL;

	nulls[CONTENTS_CONTEXT_PATH] = row->path == 0;
	if (row->path)
		values[CONTENTS_CONTEXT_PATH] = path_datum(row->path);
	nulls[CONTENTS_NODE_KEY] = row->node_key == 0;
	values[CONTENTS_NODE_KEY] = Int64GetDatum(row->node_key);
	text_or_null(values, nulls, CONTENTS_SOURCE_LIB,
				 owner->owner.pc ? frame_library(owner->owner.pc) : NULL);
	text_or_null(values, nulls, CONTENTS_SYMBOL, symbol ? symbol->function : NULL);
	text_or_null(values, nulls, CONTENTS_SOURCE_FILE, symbol ? symbol->file : NULL);
	nulls[CONTENTS_SOURCE_LINE] = symbol == NULL || symbol->line == 0;
	values[CONTENTS_SOURCE_LINE] = Int32GetDatum(symbol ? symbol->line : 0);
	values[CONTENTS_KIND] = CStringGetTextDatum(name.kind);
	text_or_null(values, nulls, CONTENTS_TYPE,
				 name.is_array ? psprintf("%s[]", name.name) : name.name);
	values[CONTENTS_SIZE_CLASS] = Int64GetDatum(row->size_class);
	values[CONTENTS_COUNT] = Int64GetDatum(row->count);
	values[CONTENTS_BYTES] = Int64GetDatum(row->bytes);
	nulls[CONTENTS_PROVENANCE] = row->holding == 0;
	values[CONTENTS_PROVENANCE] = CStringGetTextDatum(provenance_name(owner->owner.provenance));
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static bool
every_context(MemoryContext context, uint32 path)
{
	return true;
}

static void
want_symbols(const ContentsRow *row, const Growth *owner)
{
	if (owner->owner.pc && !owner->owner.by_name)
		symbols_want(owner->owner.pc);
	contents_want(row, &owner->owner);
}

PG_FUNCTION_INFO_V1(memcheck_contents);
Datum
memcheck_contents(PG_FUNCTION_ARGS)
{
	/* an error leaves it as it is, for the next call */
	static OwnArray rows = {.width = sizeof(ContentsRow)};
	bool		complete;

	memcheck_require_hooks();
	contract_rows(fcinfo, contents_columns, lengthof(contents_columns));
	attendance_look();
	complete = contents_take(&rows, MOST_CHUNKS);
	if (!contents_add_others(&rows, MOST_CHUNKS, MOST_US, every_context, false))
		complete = false;
	for (int pass = 0; pass < 2; pass++)
	{
		for (Size i = 0; i < rows.count; i++)
		{
			const ContentsRow *row = own_array_at(&rows, i);
			Growth		owner = {0};

			CHECK_FOR_INTERRUPTS();
			(void) contents_owner(row, &owner);
			if (pass == 0)
				want_symbols(row, &owner);
			else
				emit((ReturnSetInfo *) fcinfo->resultinfo, row, &owner);
		}
		if (pass == 0)
			symbols_resolve();
	}
	own_array_free(&rows);
	if (!complete)
		ereport(WARNING,
				(errmsg("not all chunks are in these rows"),
				 errdetail("At most %d are looked at, for a second, and it takes memory.",
						   MOST_CHUNKS)));
	return (Datum) 0;
}
