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

#define SEVERITY_ERROR_BYTES (1024 * 1024)
#define SEVERITY_WARNING_BYTES (64 * 1024)

const char *
check_type_name(CheckType type)
{
	static const char *const names[] = {
#define CHECK_TYPE_NAME(name, label) label,
		CHECK_TYPES(CHECK_TYPE_NAME)
#undef CHECK_TYPE_NAME
	};

	return names[type];
}

/* Damaged memory is an error whatever its size, and whoever made the memory. */
bool
check_type_is_corruption(CheckType type)
{
	return type == CHECK_SHMEM_OVERRUN || type == CHECK_USE_AFTER_RESET ||
		type == CHECK_CHUNK_OVERRUN || type == CHECK_DOUBLE_FREE;
}

static const char *
severity_name(Severity severity)
{
	static const char *const names[] = {"INFO", "WARNING", "ERROR"};

	return names[severity];
}

static const char *
provenance_name(Provenance provenance)
{
	static const char *const names[] = {"unknown", "server", "extension"};

	return names[provenance];
}

/*
 * By size, one step up when the same site was seen again. One sighting alone
 * cannot tell a leak from a cache, so it is never more than INFO.
 */
Severity
severity_of(int64 bytes, bool confirmed)
{
	if (!confirmed)
		return SEVERITY_INFO;
	return bytes > SEVERITY_WARNING_BYTES ? SEVERITY_ERROR : SEVERITY_WARNING;
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

static Datum
packed_datum(const PackedList *list, const char *text, const Reading *reading)
{
	Datum	   *items = palloc(sizeof(Datum) * Max(list->count, 1));

	for (int i = 0; i < list->count; i++)
	{
		items[i] = reader_datum(text, reading->encoding);
		text += strlen(text) + 1;
	}
	return PointerGetDatum(construct_array(items, list->count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* The last item, or an empty string. */
const char *
packed_last(const PackedList *list, const char *text)
{
	for (int i = 1; i < list->count; i++)
		text += strlen(text) + 1;
	return list->count > 0 ? text : "";
}

static void
text_column(Datum *values, bool *nulls, int column, const char *text, const Reading *reading)
{
	nulls[column] = text[0] == '\0';
	values[column] = nulls[column] ? (Datum) 0 : reader_datum(text, reading->encoding);
}

/* What may be, or quote, the text of a query. */
static void
private_column(Datum *values, bool *nulls, int column, const char *text, const Reading *reading)
{
	text_column(values, nulls, column, reading->hidden && text[0] ? READER_HIDDEN : text, reading);
}

static const RowColumn columns[] = {
	{"check_type", TEXTOID},
	{"severity", TEXTOID},
	{"detail", TEXTOID},
	{"ts", TIMESTAMPTZOID},
	{"source_lib", TEXTOID},
	{"context_path", TEXTARRAYOID},
	{"context_name", TEXTOID},
	{"context_ident", TEXTOID},
	{"node_key", INT8OID},
	{"bytes", INT8OID},
	{"count", INT8OID},
	{"bytes_per_call", FLOAT8OID},
	{"occurrences", INT4OID},
	{"confirmed", BOOLOID},
	{"symbol", TEXTOID},
	{"source_file", TEXTOID},
	{"source_line", INT4OID},
	{"stack", TEXTARRAYOID},
	{"freed_stack", TEXTARRAYOID},
	{"query_id", INT8OID},
	{"statement", TEXTOID},
	{"provenance", TEXTOID},
	{"backend_pid", INT4OID}
};

StaticAssertDecl(lengthof(columns) == VIOLATION_COLUMNS, "a column has a name and a type");

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
	memset(nulls, 0, sizeof(bool) * VIOLATION_COLUMNS);
	values[VIOLATION_CHECK_TYPE] = CStringGetTextDatum(check_type_name(violation->check_type));
	values[VIOLATION_SEVERITY] = CStringGetTextDatum(severity_name(violation->severity));
	values[VIOLATION_DETAIL] = reader_datum(reading->hidden ? READER_HIDDEN : violation->detail,
											reading->encoding);
	values[VIOLATION_TS] = TimestampTzGetDatum(violation->ts);
	text_column(values, nulls, VIOLATION_SOURCE_LIB, violation->source_lib, reading);
	values[VIOLATION_CONTEXT_PATH] = packed_datum(&violation->path, violation->path_text, reading);
	text_column(values, nulls, VIOLATION_CONTEXT_NAME,
				packed_last(&violation->path, violation->path_text), reading);
	private_column(values, nulls, VIOLATION_CONTEXT_IDENT, violation->context_ident, reading);
	values[VIOLATION_NODE_KEY] = Int64GetDatum(violation->node_key);
	nulls[VIOLATION_NODE_KEY] = violation->node_key == 0;
	values[VIOLATION_BYTES] = Int64GetDatum(violation->bytes);
	values[VIOLATION_COUNT] = Int64GetDatum(violation->count);
	values[VIOLATION_BYTES_PER_CALL] = Float8GetDatum(violation->bytes_per_call);
	nulls[VIOLATION_BYTES_PER_CALL] = violation->bytes_per_call < 0;
	values[VIOLATION_OCCURRENCES] = Int32GetDatum(violation->occurrences);
	values[VIOLATION_CONFIRMED] = BoolGetDatum(violation->confirmed);
	text_column(values, nulls, VIOLATION_SYMBOL, violation->symbol, reading);
	text_column(values, nulls, VIOLATION_SOURCE_FILE, violation->source_file, reading);
	values[VIOLATION_SOURCE_LINE] = Int32GetDatum(violation->source_line);
	nulls[VIOLATION_SOURCE_LINE] = violation->source_line == 0;
	values[VIOLATION_STACK] = packed_datum(&violation->stack, violation->stack_text, reading);
	values[VIOLATION_FREED_STACK] = packed_datum(&violation->freed_stack, violation->freed_text,
												 reading);
	nulls[VIOLATION_FREED_STACK] = violation->freed_stack.count == 0;
	values[VIOLATION_QUERY_ID] = Int64GetDatum(violation->query_id);
	nulls[VIOLATION_QUERY_ID] = violation->query_id == 0 || reading->hidden;
	private_column(values, nulls, VIOLATION_STATEMENT, violation->statement, reading);
	values[VIOLATION_PROVENANCE] = CStringGetTextDatum(provenance_name(violation->provenance));
	values[VIOLATION_BACKEND_PID] = Int32GetDatum(violation->backend_pid);
}
