/*
 * options.c
 *		The options of begin(): one table of keys, each with its reader.
 *
 * Called in an SQL function, so errors are raised and name the key, what was
 * given and what was expected.
 */
#include "postgres.h"

#include "catalog/pg_collation.h"
#include "fmgr.h"
#include "options.h"
#include "utils/builtins.h"

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
read_allowed_contexts(WindowOptions *options, const char *key, JsonbValue *value)
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
		int			before = options->allowed.count;

		if (token != WJB_ELEM)
			continue;
		if (item.type != jbvString)
			wrong_type(key, "an array of context names", &item);
		name = pnstrdup(item.val.string.val, item.val.string.len);
		packed_append(&options->allowed, options->allowed_text,
					  sizeof(options->allowed_text), name);
		if (options->allowed.count == before)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("option \"%s\" holds more than %d bytes of names", key,
							ALLOWED_CONTEXTS_BYTES)));
	}
}

static const struct
{
	const char *key;
	OptionReader reader;
}			option_table[] = {
	{"allowed_contexts", read_allowed_contexts},
	{"name", read_name},
};

static OptionReader
find_reader(const char *key)
{
	StringInfoData known;

	for (int i = 0; i < lengthof(option_table); i++)
		if (strcmp(option_table[i].key, key) == 0)
			return option_table[i].reader;

	initStringInfo(&known);
	for (int i = 0; i < lengthof(option_table); i++)
		appendStringInfo(&known, "%s\"%s\"", i ? ", " : "", option_table[i].key);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized option \"%s\"", key),
			 errhint("Known options are %s.", known.data)));
	return NULL;				/* not reached */
}

void
options_parse(WindowOptions *options, text *pattern, Jsonb *json)
{
	JsonbIterator *iterator;
	JsonbValue	item;
	JsonbIteratorToken token;

	memset(options, 0, sizeof(*options));
	copy_limited(options->pattern, sizeof(options->pattern), "context pattern",
				 VARDATA_ANY(pattern), VARSIZE_ANY_EXHDR(pattern));
	if (json == NULL)
		return;
	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("options must be a JSON object, not %s",
						JB_ROOT_IS_SCALAR(json) ? "a scalar" : "an array")));
	iterator = JsonbIteratorInit(&json->root);
	while ((token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE)
	{
		char	   *key;

		if (token != WJB_KEY)
			continue;
		key = pnstrdup(item.val.string.val, item.val.string.len);
		JsonbIteratorNext(&iterator, &item, true);
		find_reader(key) (options, key, &item);
	}
}

/* Whether growth in contexts of this name was allowed by the caller. */
bool
options_allow(const WindowOptions *options, const char *context_name)
{
	const char *name = options->allowed_text;

	for (int i = 0; i < options->allowed.count; i++, name += strlen(name) + 1)
		if (strcmp(name, context_name) == 0)
			return true;
	return false;
}

/* Whether a name on the path is LIKE the window's pattern; no pattern takes all. */
bool
options_match(const WindowOptions *options, const PackedList *path, const char *path_text)
{
	Datum		pattern;

	if (options->pattern[0] == '\0')
		return true;
	pattern = CStringGetTextDatum(options->pattern);
	for (int i = 0; i < path->count; i++, path_text += strlen(path_text) + 1)
		if (DatumGetBool(DirectFunctionCall2Coll(textlike, DEFAULT_COLLATION_OID,
												 CStringGetTextDatum(path_text), pattern)))
			return true;
	return false;
}
