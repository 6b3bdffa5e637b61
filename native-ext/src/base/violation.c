/*
 * violation.c
 *		Violations as values and as rows; see violation.h.
 */
#include "postgres.h"

#include "base/contract.h"
#include "base/violation.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

const char *
provenance_name(Provenance provenance)
{
	static const char *const names[] = {"unknown", "server", "extension"};

	return names[provenance];
}

/* Copies what fits, clipped at a character. */
void
text_copy(char *to, Size size, const char *from, Size length)
{
	if (length >= size)
		length = pg_mbcliplen(from, length, size - 1);
	memcpy(to, from, length);
	to[length] = '\0';
}

/* The same of a string that ends in NUL. */
void
string_copy(char *to, Size size, const char *from)
{
	text_copy(to, size, from, strlen(from));
}

/* The text of an error, which whoever raised it may have left out. */
const char *
message_text(const ErrorData *error)
{
	return error->message ? error->message : "missing error text";
}

/* Appends what fits; false if it does not, and is left out. */
bool
packed_append(PackedList *list, char *text, Size size, const char *item)
{
	Size		length = strlen(item) + 1;

	if (list->length + length > size)
		return false;
	memcpy(text + list->length, item, length);
	list->length += length;
	list->count++;
	return true;
}

/* The last item, or an empty string. */
const char *
packed_last(const PackedList *list, const char *text)
{
	for (int i = 1; i < list->count; i++)
		text += strlen(text) + 1;
	return list->count > 0 ? text : "";
}

/* Where a value of a row goes, and who reads it. */
typedef struct Cell
{
	Datum	   *value;
	bool	   *null;
	const Reading *reading;
} Cell;

static void
put(Cell cell, Datum value)
{
	*cell.value = value;
}

static void
put_null(Cell cell)
{
	*cell.value = (Datum) 0;
	*cell.null = true;
}

/* A word of our own. */
static void
put_name(Cell cell, const char *name)
{
	put(cell, CStringGetTextDatum(name));
}

static Datum
text_datum(Cell cell, const char *text)
{
	return cell.reading->kept ? reader_kept_datum(text, cell.reading->encoding) :
		reader_datum(text, cell.reading->encoding);
}

static void
put_text(Cell cell, const char *text)
{
	if (text[0] == '\0')
		put_null(cell);
	else
		put(cell, text_datum(cell, text));
}

/* What may be, or quote, the text of a query. */
static void
put_private(Cell cell, const char *text)
{
	put_text(cell, cell.reading->hidden && text[0] ? READER_HIDDEN : text);
}

/* The same, and never NULL. */
static void
put_detail(Cell cell, const char *text)
{
	put(cell, text_datum(cell, cell.reading->hidden ? READER_HIDDEN : text));
}

static void
put_unless_zero(Cell cell, int64 number)
{
	if (number == 0)
		put_null(cell);
	else
		put(cell, Int64GetDatum(number));
}

static void
put_unless_negative(Cell cell, double number)
{
	if (number < 0)
		put_null(cell);
	else
		put(cell, Float8GetDatum(number));
}

static void
put_line(Cell cell, int line)
{
	if (line == 0)
		put_null(cell);
	else
		put(cell, Int32GetDatum(line));
}

static void
put_query_id(Cell cell, int64 query_id)
{
	put_unless_zero(cell, cell.reading->hidden ? 0 : query_id);
}

static void
put_list(Cell cell, const PackedList *list, const char *text)
{
	Datum	   *items = palloc(sizeof(Datum) * Max(list->count, 1));

	for (int i = 0; i < list->count; i++)
	{
		items[i] = text_datum(cell, text);
		text += strlen(text) + 1;
	}
	put(cell, PointerGetDatum(construct_array(items, list->count, TEXTOID, -1, false,
											  TYPALIGN_INT)));
}

static void
put_list_unless_empty(Cell cell, const PackedList *list, const char *text)
{
	if (list->count == 0)
		put_null(cell);
	else
		put_list(cell, list, text);
}

static const RowColumn columns[] = {
#define VIOLATION_COLUMN_TYPE(name, type, put_value) {#name, type},
	VIOLATION_COLUMN_LIST(VIOLATION_COLUMN_TYPE)
#undef VIOLATION_COLUMN_TYPE
};

/* The columns' names, with commas. */
const char *
violation_column_names(void)
{
#define VIOLATION_COLUMN_NAME(name, type, put_value) ", " #name
	return &VIOLATION_COLUMN_LIST(VIOLATION_COLUMN_NAME)[2];
#undef VIOLATION_COLUMN_NAME
}

/*
 * Before rows are made: what a function that returns violations calls in the place of
 * InitMaterializedSRF().
 */
void
violation_rows(FunctionCallInfo fcinfo)
{
	contract_rows(fcinfo, columns, VIOLATION_COLUMNS);
}

/* Fills VIOLATION_COLUMNS values, allocated in CurrentMemoryContext. */
void
violation_row(const Violation *violation, const Reading *reading, Datum *values, bool *nulls)
{
	Cell		cell = {values, nulls, reading};

	memset(nulls, 0, sizeof(bool) * VIOLATION_COLUMNS);
#define VIOLATION_COLUMN_PUT(name, type, put_value) put_value; cell.value++; cell.null++;
	VIOLATION_COLUMN_LIST(VIOLATION_COLUMN_PUT)
#undef VIOLATION_COLUMN_PUT
}
