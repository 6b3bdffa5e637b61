/*
 * violation.h
 *		What the extension reports: one row per check type, context and site.
 *
 * A Violation is a plain value of fixed size, so that it can stand in shared
 * memory. Texts are NUL-terminated and clipped at character boundaries; lists
 * of texts are packed one after the other, each with its NUL.
 */
#ifndef MEMCHECK_VIOLATION_H
#define MEMCHECK_VIOLATION_H

#include "datatype/timestamp.h"
#include "funcapi.h"
#include "base/check_type.h"
#include "base/reader.h"

typedef enum Provenance
{
	PROVENANCE_UNKNOWN,
	PROVENANCE_SERVER,
	PROVENANCE_EXTENSION,
} Provenance;

#define VIOLATION_DETAIL_BYTES 256
#define PACKED_PATH_BYTES 512
#define PACKED_STACK_BYTES 2048
#define PACKED_FREED_BYTES 1024
#define PACKED_MADE_BYTES 1024

typedef struct PackedList
{
	int			count;
	int			length;			/* bytes in use, NULs included */
} PackedList;

typedef struct Violation
{
	CheckType	check_type;
	Severity	severity;
	Provenance	provenance;
	bool		confirmed;
	int			backend_pid;
	TimestampTz ts;
	uint64		node_key;		/* 0: no context concerned */
	int64		bytes;
	int64		count;			/* chunks or contexts */
	double		bytes_per_call; /* negative: cannot be told */
	int			occurrences;
	int			source_line;	/* 0: unknown */
	int64		query_id;		/* 0: unknown */
	PackedList	path;
	PackedList	stack;
	PackedList	freed_stack;	/* what gave the memory back; empty: no matter, or unknown */
	PackedList	made_stack;		/* what made it; likewise, or where "stack" is that */
	char		detail[VIOLATION_DETAIL_BYTES];
	char		source_lib[64];
	char		symbol[128];
	char		called_by[128]; /* function further out in the same library; empty: none */
	char		holds[256];		/* what is in the memory, in words; empty: unknown */
	char		source_file[256];
	char		context_ident[128];
	char		statement[512];
	char		path_text[PACKED_PATH_BYTES];
	char		stack_text[PACKED_STACK_BYTES];
	char		freed_text[PACKED_FREED_BYTES];
	char		made_text[PACKED_MADE_BYTES];
} Violation;

extern void text_copy(char *to, Size size, const char *from, Size length);
extern void string_copy(char *to, Size size, const char *from);
extern const char *provenance_name(Provenance provenance);
extern const char *message_text(const ErrorData *error);
extern bool packed_append(PackedList *list, char *text, Size size, const char *item);
extern const char *packed_last(const PackedList *list, const char *text);

/*
 * The columns of a row, in the order of the type ext_memcheck.violation: name, type, and how
 * violation.c puts the value into the row. flush_violations() copies them by these names to
 * violation_log. Another column is an entry at the end, its member above, and its attribute in
 * the extension's update script.
 */
#define VIOLATION_COLUMN_LIST(X) \
	X(check_type, TEXTOID, put_name(cell, check_type_name(violation->check_type))) \
	X(severity, TEXTOID, put_name(cell, severity_name(violation->severity))) \
	X(detail, TEXTOID, put_detail(cell, violation->detail)) \
	X(ts, TIMESTAMPTZOID, put(cell, TimestampTzGetDatum(violation->ts))) \
	X(source_lib, TEXTOID, put_text(cell, violation->source_lib)) \
	X(context_path, TEXTARRAYOID, put_list(cell, &violation->path, violation->path_text)) \
	X(context_name, TEXTOID, \
	  put_text(cell, packed_last(&violation->path, violation->path_text))) \
	X(context_ident, TEXTOID, put_private(cell, violation->context_ident)) \
	X(node_key, INT8OID, put_unless_zero(cell, (int64) violation->node_key)) \
	X(bytes, INT8OID, put(cell, Int64GetDatum(violation->bytes))) \
	X(count, INT8OID, put(cell, Int64GetDatum(violation->count))) \
	X(bytes_per_call, FLOAT8OID, put_unless_negative(cell, violation->bytes_per_call)) \
	X(occurrences, INT4OID, put(cell, Int32GetDatum(violation->occurrences))) \
	X(confirmed, BOOLOID, put(cell, BoolGetDatum(violation->confirmed))) \
	X(symbol, TEXTOID, put_text(cell, violation->symbol)) \
	X(source_file, TEXTOID, put_text(cell, violation->source_file)) \
	X(source_line, INT4OID, put_line(cell, violation->source_line)) \
	X(stack, TEXTARRAYOID, put_list(cell, &violation->stack, violation->stack_text)) \
	X(freed_stack, TEXTARRAYOID, \
	  put_list_unless_empty(cell, &violation->freed_stack, violation->freed_text)) \
	X(query_id, INT8OID, put_query_id(cell, violation->query_id)) \
	X(statement, TEXTOID, put_private(cell, violation->statement)) \
	X(provenance, TEXTOID, put_name(cell, provenance_name(violation->provenance))) \
	X(backend_pid, INT4OID, put(cell, Int32GetDatum(violation->backend_pid))) \
	X(called_by, TEXTOID, put_text(cell, violation->called_by)) \
	X(holds, TEXTOID, put_text(cell, violation->holds)) \
	X(made_stack, TEXTARRAYOID, \
	  put_list_unless_empty(cell, &violation->made_stack, violation->made_text))

enum ViolationColumn
{
#define VIOLATION_COLUMN_ENUM(name, type, put_value) VIOLATION_COLUMN_##name,
	VIOLATION_COLUMN_LIST(VIOLATION_COLUMN_ENUM)
#undef VIOLATION_COLUMN_ENUM
	VIOLATION_COLUMNS
};

extern const char *violation_column_names(void);
extern void violation_rows(FunctionCallInfo fcinfo);
extern void violation_row(const Violation *violation, const Reading *reading, Datum *values,
						  bool *nulls);

#endif							/* MEMCHECK_VIOLATION_H */
