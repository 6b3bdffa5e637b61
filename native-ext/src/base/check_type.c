/*
 * check_type.c
 *		The table of the kinds of finding; see check_type.h.
 */
#include "postgres.h"

#include "base/check_type.h"

/* A confirmed finding of this size or less is a WARNING, a larger one an ERROR. */
#define SEVERITY_WARNING_BYTES (64 * 1024)

const CheckTypeEntry check_types[] = {
#define CHECK_TYPE_ENTRY(id, label, ...) [CHECK_##id] = {.name = label, __VA_ARGS__},
	CHECK_TYPES(CHECK_TYPE_ENTRY)
#undef CHECK_TYPE_ENTRY
};

const char *
severity_name(Severity severity)
{
	static const char *const names[] = {"INFO", "WARNING", "ERROR"};

	return names[severity];
}

/* One sighting alone cannot tell a leak from a cache, so it is never more than INFO. */
Severity
check_type_severity(CheckType type, int64 bytes, bool confirmed)
{
	if (check_types[type].rule != SEVERITY_BY_SIZE)
		return SEVERITY_ERROR;
	if (!confirmed)
		return SEVERITY_INFO;
	return bytes > SEVERITY_WARNING_BYTES ? SEVERITY_ERROR : SEVERITY_WARNING;
}
