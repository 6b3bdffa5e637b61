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
#include "base/reader.h"

/* One list: the enum and the check_type of the SQL contract. */
#define CHECK_TYPES(X) \
	X(CONTEXT_LEAK, "context_leak") \
	X(WRONG_CTX_ALLOC, "wrong_ctx_alloc") \
	X(CTX_BLOAT, "ctx_bloat") \
	X(CHUNK_LEAK, "chunk_leak") \
	X(STATEMENT_BLOAT, "statement_bloat") \
	X(MALLOC_LEAK, "malloc_leak") \
	X(STALE_CONTEXT, "stale_context") \
	X(RESOURCE_LEAK, "resource_leak") \
	X(DSM_LEAK, "dsm_leak") \
	X(SHMEM_OVERRUN, "shmem_overrun") \
	X(USE_AFTER_RESET, "use_after_reset") \
	X(CHUNK_OVERRUN, "chunk_overrun") \
	X(DOUBLE_FREE, "double_free") \
	X(OOM_UNSAFE, "oom_unsafe") \
	X(CRASH, "crash")

typedef enum CheckType
{
#define CHECK_TYPE_ENUM(name, label) CHECK_##name,
	CHECK_TYPES(CHECK_TYPE_ENUM)
#undef CHECK_TYPE_ENUM
} CheckType;

typedef enum Severity
{
	SEVERITY_INFO,
	SEVERITY_WARNING,
	SEVERITY_ERROR,
} Severity;

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
	char		detail[VIOLATION_DETAIL_BYTES];
	char		source_lib[64];
	char		symbol[128];
	char		source_file[256];
	char		context_ident[128];
	char		statement[512];
	char		path_text[PACKED_PATH_BYTES];
	char		stack_text[PACKED_STACK_BYTES];
	char		freed_text[PACKED_FREED_BYTES];
} Violation;

extern const char *check_type_name(CheckType type);
extern bool check_type_is_corruption(CheckType type);
extern void text_copy(char *to, Size size, const char *from, Size length);
extern void string_copy(char *to, Size size, const char *from);
extern bool packed_append(PackedList *list, char *text, Size size, const char *item);
extern const char *packed_last(const PackedList *list, const char *text);
extern Severity severity_of(int64 bytes, bool confirmed);

/* The columns that every violation row has, in the order of the type ext_memcheck.violation. */
enum ViolationColumn
{
	VIOLATION_CHECK_TYPE,
	VIOLATION_SEVERITY,
	VIOLATION_DETAIL,
	VIOLATION_TS,
	VIOLATION_SOURCE_LIB,
	VIOLATION_CONTEXT_PATH,
	VIOLATION_CONTEXT_NAME,
	VIOLATION_CONTEXT_IDENT,
	VIOLATION_NODE_KEY,
	VIOLATION_BYTES,
	VIOLATION_COUNT,
	VIOLATION_BYTES_PER_CALL,
	VIOLATION_OCCURRENCES,
	VIOLATION_CONFIRMED,
	VIOLATION_SYMBOL,
	VIOLATION_SOURCE_FILE,
	VIOLATION_SOURCE_LINE,
	VIOLATION_STACK,
	VIOLATION_FREED_STACK,
	VIOLATION_QUERY_ID,
	VIOLATION_STATEMENT,
	VIOLATION_PROVENANCE,
	VIOLATION_BACKEND_PID,
	VIOLATION_COLUMNS
};

extern void violation_rows(FunctionCallInfo fcinfo);
extern void violation_row(const Violation *violation, const Reading *reading, Datum *values,
						  bool *nulls);

#endif							/* MEMCHECK_VIOLATION_H */
