/*
 * options.c
 *		The options of begin(): one table of keys, each with its reader.
 *
 * Called in an SQL function, so errors are raised and name the key, what was
 * given and what was expected.
 */
#include "postgres.h"

#include "base/settings.h"
#include "catalog/pg_collation.h"
#include "fmgr.h"
#include "probe/shmem_probe.h"
#include "session/options.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

/* What is more than this many statements waits as good as for ever. */
#define MOST_ABANDON_AFTER 1000000

typedef void (*OptionReader) (WindowOptions *options, const char *key, JsonbValue *value);

static const char *
json_type(const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvNull:
			return "null";
		case jbvString:
			return "a string";
		case jbvNumeric:
			return "a number";
		case jbvBool:
			return "a boolean";
		case jbvArray:
			return "an array";
		case jbvObject:
			return "an object";
		case jbvBinary:
			return JsonContainerIsArray(value->val.binary.data) ? "an array" : "an object";
		default:
			return "something else";
	}
}

static void
wrong_type(const char *key, const char *expected, const JsonbValue *value)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("option \"%s\" must be %s, not %s", key, expected, json_type(value))));
}

static void
copy_limited(char *to, Size size, const char *what, const char *from, int length)
{
	if (length >= size)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is %d bytes long, at most %zu are allowed", what, length, size - 1)));
	text_copy(to, size, from, length);
}

static void
read_name(WindowOptions *options, const char *key, JsonbValue *value)
{
	if (value->type != jbvString)
		wrong_type(key, "a string", value);
	if (value->val.string.len == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"%s\" must not be empty", key)));
	copy_limited(options->name, sizeof(options->name), "window name",
				 value->val.string.val, value->val.string.len);
}

static void
read_names(PackedList *list, char *text, Size size, const char *key, JsonbValue *value)
{
	JsonbIterator *iterator;
	JsonbValue	item;
	JsonbIteratorToken token;

	if (value->type != jbvBinary || !JsonContainerIsArray(value->val.binary.data))
		wrong_type(key, "an array of context names", value);
	iterator = JsonbIteratorInit(value->val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE)
	{
		char	   *name;
		int			before = list->count;

		if (token != WJB_ELEM)
			continue;
		if (item.type != jbvString)
			wrong_type(key, "an array of context names", &item);
		name = pnstrdup(item.val.string.val, item.val.string.len);
		packed_append(list, text, size, name);
		if (list->count == before)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("option \"%s\" holds more than %zu bytes of names", key, size)));
	}
}

static void
read_allowed_contexts(WindowOptions *options, const char *key, JsonbValue *value)
{
	read_names(&options->filter.allowed, options->filter.allowed_text,
			   sizeof(options->filter.allowed_text), key, value);
}

static void
read_reset_contexts(WindowOptions *options, const char *key, JsonbValue *value)
{
	read_names(&options->resets.names, options->resets.text, sizeof(options->resets.text), key,
			   value);
}

static bool
bool_of(const char *key, const JsonbValue *value)
{
	if (value->type != jbvBool)
		wrong_type(key, "a boolean", value);
	return value->val.boolean;
}

static void
read_poison(WindowOptions *options, const char *key, const JsonbValue *value)
{
	static const char all[] = "all";

	if (value->type == jbvString && value->val.string.len == strlen(all) &&
		memcmp(value->val.string.val, all, strlen(all)) == 0)
		options->probes.poison_all = true;
	else if (value->type != jbvBool)
		wrong_type(key, "a boolean or \"all\"", value);
	options->probes.wanted[PROBE_POISON] = value->type == jbvString || value->val.boolean;
}

static void
read_probe(WindowOptions *options, const char *key, JsonbValue *value)
{
	for (int kind = 0; kind < PROBE_KINDS; kind++)
	{
		if (strcmp(probe_option(kind), key) != 0)
			continue;
		if (kind == PROBE_POISON)
			read_poison(options, key, value);
		else
			options->probes.wanted[kind] = bool_of(key, value);
	}
	if (options->probes.wanted[PROBE_SHMEM])
		shmem_probe_require_permission();
}

static void
read_failure_library(WindowOptions *options, const char *key, JsonbValue *value)
{
	if (value->type != jbvString || value->val.string.len == 0)
		wrong_type(key, "the name of a library", value);
	copy_limited(options->failure.library, sizeof(options->failure.library), "library name",
				 value->val.string.val, value->val.string.len);
}

static void
read_failure_nth(WindowOptions *options, const char *key, JsonbValue *value)
{
	if (value->type != jbvNumeric)
		wrong_type(key, "a number", value);
	options->failure.nth = DatumGetInt64(DirectFunctionCall1(numeric_int8,
															 NumericGetDatum(value->val.numeric)));
	if (options->failure.nth < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"%s\" must be at least 1, not %lld", key,
						(long long) options->failure.nth)));
}

static void
read_failure_every(WindowOptions *options, const char *key, JsonbValue *value)
{
	options->failure.every = bool_of(key, value);
}

static void
add_guarded(GuardTarget *guard, const char *key, const JsonbValue *item)
{
	if (item->type != jbvString || item->val.string.len == 0)
		wrong_type(key, "a boolean or an array of names of libraries", item);
	if (!guard_target_add(guard, item->val.string.val, item->val.string.len))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("option \"%s\" holds more than %d bytes of names", key,
						GUARD_LIBRARIES_BYTES)));
}

static void
read_guard(WindowOptions *options, const char *key, JsonbValue *value)
{
	JsonbIterator *iterator;
	JsonbValue	item;
	JsonbIteratorToken token;

	if (value->type == jbvBool)
	{
		options->guard.wanted = options->guard.all = value->val.boolean;
		return;
	}
	if (value->type != jbvBinary || !JsonContainerIsArray(value->val.binary.data))
		wrong_type(key, "a boolean or an array of names of libraries", value);
	iterator = JsonbIteratorInit(value->val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE)
		if (token == WJB_ELEM)
			add_guarded(&options->guard, key, &item);
	if (!options->guard.wanted)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"%s\" names no library", key),
				 errhint("With true it is for all extensions.")));
}

static bool
is_word(const JsonbValue *value, const char *word)
{
	return value->type == jbvString && value->val.string.len == strlen(word) &&
		memcmp(value->val.string.val, word, strlen(word)) == 0;
}

static void
read_on_access(WindowOptions *options, const char *key, JsonbValue *value)
{
	if (!is_word(value, "error"))
		wrong_type(key, "\"error\"", value);
	options->guard.raises = true;
}

static void
read_guard_edge(WindowOptions *options, const char *key, JsonbValue *value)
{
	if (!is_word(value, "start") && !is_word(value, "end"))
		wrong_type(key, "\"start\" or \"end\"", value);
	options->guard.at_start = is_word(value, "start");
}

static void
read_track_pointers(WindowOptions *options, const char *key, JsonbValue *value)
{
	options->guard.pointers = bool_of(key, value);
}

static void
read_abandon_after(WindowOptions *options, const char *key, JsonbValue *value)
{
	int64		statements;

	if (value->type != jbvNumeric)
		wrong_type(key, "a number", value);
	statements = DatumGetInt64(DirectFunctionCall1(numeric_int8,
												   NumericGetDatum(value->val.numeric)));
	if (statements < 0 || statements > MOST_ABANDON_AFTER)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"%s\" must be a number of statements from 0 to %d, not %lld", key,
						MOST_ABANDON_AFTER, (long long) statements)));
	options->abandon_after = statements;
}

typedef struct Option
{
	const char *key;
	OptionReader reader;
} Option;

static void read_members(WindowOptions *options, JsonbContainer *object, const char *what,
						 const Option *known, int count);

static void
read_failure(WindowOptions *options, const char *key, JsonbValue *value)
{
	static const Option members[] = {
		{"every", read_failure_every},
		{"library", read_failure_library},
		{"nth", read_failure_nth},
	};

	if (value->type != jbvBinary || !JsonContainerIsObject(value->val.binary.data))
		wrong_type(key, "an object", value);
	read_members(options, value->val.binary.data, "fail_allocation member", members,
				 lengthof(members));
	if (options->failure.library[0] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"%s\" lacks \"library\"", key),
				 errhint("Name the library whose allocations are to be counted, as in "
						 "{\"library\": \"my_ext\", \"nth\": 1}.")));
}

static const Option option_table[] = {
	{"abandon_after", read_abandon_after},
	{"allowed_contexts", read_allowed_contexts},
	{"fail_allocation", read_failure},
	{"guard", read_guard},
	{"guard_edge", read_guard_edge},
	{"name", read_name},
	{"on_access", read_on_access},
#define PROBE_OPTION(name, option, prefix) {option, read_probe},
	PROBES(PROBE_OPTION)
#undef PROBE_OPTION
	{"reset_contexts", read_reset_contexts},
	{"track_pointers", read_track_pointers},
};

static OptionReader
find_reader(const char *key, const char *what, const Option *known, int count)
{
	StringInfoData names;

	for (int i = 0; i < count; i++)
		if (strcmp(known[i].key, key) == 0)
			return known[i].reader;

	initStringInfo(&names);
	for (int i = 0; i < count; i++)
		appendStringInfo(&names, "%s\"%s\"", i ? ", " : "", known[i].key);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized %s \"%s\"", what, key),
			 errhint("Expected one of %s.", names.data)));
	return NULL;				/* not reached */
}

/* Gives each member of an object to its reader. */
static void
read_members(WindowOptions *options, JsonbContainer *object, const char *what,
			 const Option *known, int count)
{
	JsonbIterator *iterator = JsonbIteratorInit(object);
	JsonbValue	item;
	JsonbIteratorToken token;

	while ((token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE)
	{
		char	   *key;

		if (token != WJB_KEY)
			continue;
		key = pnstrdup(item.val.string.val, item.val.string.len);
		JsonbIteratorNext(&iterator, &item, true);
		find_reader(key, what, known, count) (options, key, &item);
	}
}

/*
 * Raises the error that LIKE itself would raise, before a window is open that could not be
 * closed because of it.
 */
static void
check_escapes(const char *pattern)
{
	for (const char *p = pattern; *p; p++)
		if (*p == '\\' && *++p == '\0')
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_ESCAPE_SEQUENCE),
					 errmsg("LIKE pattern must not end with escape character"),
					 errdetail("The pattern is '%s'.", pattern),
					 errhint("To match a backslash, write two.")));
}

/* A pattern that nobody means hides every leak. */
static void
refuse_options(const char *pattern)
{
	const char *first = pattern + strspn(pattern, " \t\r\n");
	bool		is_key = false;

	for (int i = 0; i < lengthof(option_table); i++)
		is_key = is_key || strcmp(first, option_table[i].key) == 0;
	if (*first == '{' || is_key)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("context pattern '%s' looks like options", pattern),
				 errdetail("The first argument is a LIKE pattern for names of contexts, the second "
						   "one has options."),
				 errhint("Write begin('', '%s'). To match a context of that name, put a backslash "
						 "before the first character.",
						 *first == '{' ? first : psprintf("{\"%s\": ...}", first))));
}

/* begin() took a mode in early versions. The window looks at no less for it. */
static bool
is_former_mode(const char *pattern)
{
	static const char *const modes[] = {"all", "executor", "none"};

	for (int i = 0; i < lengthof(modes); i++)
		if (pg_strcasecmp(pattern, modes[i]) == 0)
			return true;
	return false;
}

static void
read_pattern(WindowOptions *options, text *pattern)
{
	copy_limited(options->filter.pattern, sizeof(options->filter.pattern), "context pattern",
				 VARDATA_ANY(pattern), VARSIZE_ANY_EXHDR(pattern));
	check_escapes(options->filter.pattern);
	refuse_options(options->filter.pattern);
	if (is_former_mode(options->filter.pattern))
	{
		ereport(WARNING,
				(errmsg("'%s' is taken for a mode, not for a pattern: the window looks at all "
						"contexts", options->filter.pattern),
				 errhint("Call begin('') to look at all contexts. The mode outside windows is the "
						 "setting pg_ext_memcheck.memcheck_mode. To match a context of that name, "
						 "write '\\%s'.",
						 options->filter.pattern)));
		options->filter.pattern[0] = '\0';
	}
}

void
options_parse(WindowOptions *options, text *pattern, Jsonb *json)
{
	memset(options, 0, sizeof(*options));
	options->probes.wanted[PROBE_DSM] = true;
	options->probes.wanted[PROBE_SHMEM] = memcheck_is_preloaded() && memcheck_track_shmem;
	read_pattern(options, pattern);
	if (json == NULL)
		return;
	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("options must be a JSON object, not %s",
						JB_ROOT_IS_SCALAR(json) ? "a scalar" : "an array")));
	read_members(options, &json->root, "option", option_table, lengthof(option_table));
	if (options->guard.raises && !options->guard.wanted)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"on_access\" needs option \"guard\"")));
	if (options->guard.at_start && !options->guard.wanted)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"guard_edge\" needs option \"guard\"")));
	if (options->guard.pointers && !options->guard.wanted)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("option \"track_pointers\" needs option \"guard\"")));
}
