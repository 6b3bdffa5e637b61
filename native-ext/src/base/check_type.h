/*
 * check_type.h
 *		The kinds of finding: one entry for each, and nothing about one anywhere else.
 *
 * An entry is the name of the enum, the check_type of the SQL contract, and what is not
 * as usual: see CheckTypeEntry. To add a kind of finding, add an entry here, and report an
 * event of it (trace/event.h) where it is seen.
 *
 * Constant values; callable anywhere.
 */
#ifndef MEMCHECK_CHECK_TYPE_H
#define MEMCHECK_CHECK_TYPE_H

#define CHECK_TYPES(X) \
	X(CONTEXT_LEAK, "context_leak", .lasts = true, .thing = "context", \
	  .sentence = "{amount} {contexts} stayed") \
	X(WRONG_CTX_ALLOC, "wrong_ctx_alloc", .anywhere = true, .lasts = true) \
	X(CTX_BLOAT, "ctx_bloat", .lasts = true, \
	  .sentence = "chunks in {place} were made {bytes} larger") \
	X(CHUNK_LEAK, "chunk_leak", .lasts = true) \
	X(STATEMENT_BLOAT, "statement_bloat", \
	  .sentence = "{amount} held in {place} until the statement ended") \
	X(MALLOC_LEAK, "malloc_leak", .lasts = true, .thing = "allocation", \
	  .sentence = "{amount} stayed outside the contexts") \
	X(MAPPING_LEAK, "mapping_leak", .lasts = true, .thing = "mapping", \
	  .sentence = "{amount} stayed mapped") \
	X(STALE_CONTEXT, "stale_context", \
	  .sentence = "context {contexts} was deleted while it was CurrentMemoryContext") \
	X(DANGLING_POINTER, "dangling_pointer", .counted = true) \
	X(RESOURCE_LEAK, "resource_leak", .counted = true) \
	X(DSM_LEAK, "dsm_leak") \
	X(DSA_LEAK, "dsa_leak", .sentence = "{amount} stayed in a DSA area{elsewhere}") \
	X(SHMEM_OVERRUN, "shmem_overrun", .rule = SEVERITY_OF_CORRUPTION) \
	X(USE_AFTER_RESET, "use_after_reset", .rule = SEVERITY_OF_CORRUPTION) \
	X(CHUNK_OVERRUN, "chunk_overrun", .rule = SEVERITY_OF_CORRUPTION) \
	X(DOUBLE_FREE, "double_free", .rule = SEVERITY_OF_CORRUPTION) \
	X(UNFILLED_MEMORY, "unfilled_memory", .rule = SEVERITY_ALWAYS_ERROR) \
	X(OOM_UNSAFE, "oom_unsafe", .rule = SEVERITY_ALWAYS_ERROR) \
	X(CRASH, "crash", .rule = SEVERITY_ALWAYS_ERROR)

typedef enum CheckType
{
#define CHECK_TYPE_ENUM(name, ...) CHECK_##name,
	CHECK_TYPES(CHECK_TYPE_ENUM)
#undef CHECK_TYPE_ENUM
} CheckType;

typedef enum Severity
{
	SEVERITY_INFO,
	SEVERITY_WARNING,
	SEVERITY_ERROR,
} Severity;

typedef enum SeverityRule
{
	SEVERITY_BY_SIZE,			/* and never more than INFO until it is confirmed */
	SEVERITY_ALWAYS_ERROR,
	SEVERITY_OF_CORRUPTION,		/* an error, reported whoever owns the memory and wherever it is */
} SeverityRule;

typedef struct CheckTypeEntry
{
	const char *name;
	SeverityRule rule;
	bool		counted;		/* grows by number: it has no bytes */
	bool		anywhere;		/* reported whatever pattern the window has */
	bool		lasts;			/* memory that outlives statements, as caches do */

	/*
	 * The finding in words, unless its event brings words of its own. {amount} is "2 chunks (64
	 * bytes)", chunks being the thing; {place} is where, {contexts} the contexts themselves,
	 * {bytes} the size alone, and {elsewhere} that others may free it, if so. NULL: "chunk", and
	 * "{amount} stayed in {place}".
	 */
	const char *thing;
	const char *sentence;
} CheckTypeEntry;

extern const CheckTypeEntry check_types[];

static inline const char *
check_type_name(CheckType type)
{
	return check_types[type].name;
}

/* Damaged memory. */
static inline bool
check_type_is_corruption(CheckType type)
{
	return check_types[type].rule == SEVERITY_OF_CORRUPTION;
}

extern Severity check_type_severity(CheckType type, int64 bytes, bool confirmed);
extern const char *severity_name(Severity severity);

#endif							/* MEMCHECK_CHECK_TYPE_H */
