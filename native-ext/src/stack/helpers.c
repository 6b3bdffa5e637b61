/*
 * helpers.c
 *		The functions of the server that allocate on behalf of their caller.
 *
 * What such a function allocates belongs to whoever called it: palloc, but
 * also lappend, hash_create or SPI_prepare. Any other function of the server
 * allocates for the server: a syscache look-up that an extension makes fills
 * the server's cache, not the extension's memory.
 *
 * What is put into a tuplestore is a function's result and goes with it, so
 * tuplestore_put* is not one of them.
 *
 * One list, by name; "*" stands for any text, and is not the first letter.
 */
#include "postgres.h"

#include "stack/helpers.h"

static const char *const helpers[] = {
	/* the allocator */
	"palloc*", "repalloc*", "pfree", "MemoryContext*", "AllocSetContextCreateInternal",
	"GenerationContextCreate", "SlabContextCreate", "BumpContextCreate",
	/* strings */
	"pstrdup", "pnstrdup", "pchomp", "psprintf", "pvsprintf", "makeStringInfo*", "initStringInfo*",
	"append*StringInfo*", "enlargeStringInfo", "cstring_to_text*", "text_to_cstring*",
	"quote_*", "escape_json*", "format_type_*", "pg_server_to_any", "pg_any_to_server",
	"pg_do_encoding_conversion", "str_tolower", "str_toupper", "str_initcap", "downcase_*",
	/* names of objects, looked up */
	"get_namespace_name*", "get_rel_name", "get_attname", "get_func_name", "get_opname",
	"get_collation_name", "get_constraint_name", "get_language_name", "get_am_name",
	"get_database_name", "get_tablespace_name", "get_extension_name", "GetUserNameFromId",
	"format_procedure*", "format_operator*", "NameListToString", "NameListToQuotedString",
	"textToQualifiedNameList", "stringToQualifiedNameList", "SplitIdentifierString",
	/* lists, sets, nodes, hash tables, arrays */
	"lappend*", "lcons*", "list_*", "new_list", "bms_*", "make*", "copyObjectImpl",
	"copyParamList", "stringToNode", "nodeToString", "hash_create", "hash_search*", "tuplehash_*",
	"construct_*array", "deconstruct_array*", "initArrayResult*", "accumArrayResult*",
	"makeArrayResult*", "expand_array", "pairingheap_allocate", "binaryheap_allocate",
	"pushJsonbValue", "JsonbValueToJsonb", "JsonbIteratorInit",
	/* datums, tuples, slots, stores */
	"datumCopy", "datumTransfer", "heap_form_*", "heap_copy*", "heap_modify_*", "heap_deform*",
	"index_form_tuple*", "CreateTupleDesc*", "CreateTemplateTupleDesc*", "MakeSingleTupleTableSlot",
	"MakeTupleTableSlot", "ExecCopySlot*", "ExecFetchSlot*", "tuplestore_begin_*",
	"tuplesort_begin_*", "pg_detoast_datum*",
	"detoast_attr*", "toast_*",
	/* calls of SQL functions: the result is the caller's */
	"DirectFunctionCall*", "CallerFInfoFunctionCall*", "InputFunctionCall*", "OutputFunctionCall",
	"ReceiveFunctionCall", "SendFunctionCall", "OidInputFunctionCall", "OidOutputFunctionCall",
	"fmgr_info_cxt", "fmgr_info_copy", "init_MultiFuncCall", "InitMaterializedSRF",
	/* things with an owner: plans, portals, executor state, callbacks */
	"SPI_prepare*", "SPI_saveplan", "SPI_keepplan", "SPI_palloc", "SPI_repalloc", "SPI_copytuple",
	"SPI_returntuple", "SPI_modifytuple", "SPI_getvalue", "SPI_fname", "SPI_gettype",
	"SPI_datumTransfer", "SPI_cursor_open*", "CreateCachedPlan", "CreateOneShotCachedPlan",
	"CompleteCachedPlan", "SaveCachedPlan", "CopyCachedPlan", "CreatePortal", "CreateNewPortal",
	"CreateExecutorState", "CreateExprContext", "CreateStandaloneExprContext",
	"CreateWorkExprContext", "RegisterXactCallback", "RegisterSubXactCallback",
	"RegisterExprContextCallback", "RegisterResourceReleaseCallback", "ResourceOwnerCreate",
	"CopyErrorData",
	"NewExplainState", "GetCachedExpression",
	/* shared memory seen from one backend */
	"dsa_create*", "dsa_attach*", "dshash_create", "dshash_attach", "dsm_create", "dsm_attach",
	"shm_mq_attach", "shm_toc_*",
};

/* A pattern in which "*" stands for any text, as in a shell. */
static bool
matches(const char *pattern, const char *name)
{
	if (*pattern == '*')
		return matches(pattern + 1, name) || (*name && matches(pattern, name + 1));
	if (*pattern != *name)
		return false;
	return *pattern == '\0' || matches(pattern + 1, name + 1);
}

/* The patterns by their first letter: where each list begins, and what comes next, from 1 on. */
static uint8 first[PG_UINT8_MAX + 1];
static uint8 next[lengthof(helpers) + 1];

StaticAssertDecl(sizeof(helpers) / sizeof(helpers[0]) <= PG_UINT8_MAX, "a number is one byte");

static void
sort_by_letter(void)
{
	for (int i = lengthof(helpers); i > 0; i--)
	{
		unsigned char letter = helpers[i - 1][0];

		next[i] = first[letter];
		first[letter] = i;
	}
}

bool
helper_allocates_for_caller(const char *function)
{
	static bool sorted;

	if (!sorted)
		sort_by_letter();
	sorted = true;
	for (int i = first[(unsigned char) *function]; i > 0; i = next[i])
		if (matches(helpers[i - 1], function))
			return true;
	return false;
}

static bool
matches_any(const char *const *patterns, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (matches(patterns[i], name))
			return true;
	return false;
}

/*
 * Plans as text, and what they are written with; the catalog's objects as structures. On the way
 * they fill the catalog's caches, by static functions alone.
 */
bool
helper_allocates_in_query(const char *function)
{
	static const char *const patterns[] = {
		"Explain*", "deparse_*", "select_rtable_names_for_explain", "set_deparse_*",
		"GetForeign*", "GetUserMapping",
	};

	return matches_any(patterns, lengthof(patterns), function);
}

bool
helper_calls_function(const char *function)
{
	static const char *const patterns[] = {
		"FunctionCall*Coll", "OidFunctionCall*Coll", "DirectFunctionCall*",
		"CallerFInfoFunctionCall*", "InputFunctionCall*", "OidInputFunctionCall",
		"OutputFunctionCall", "OidOutputFunctionCall",
	};

	return matches_any(patterns, lengthof(patterns), function);
}

bool
helper_runs_plans(const char *function)
{
	static const char *const patterns[] = {
		"fmgr_sql", "fmgr_security_definer", "Executor*", "standard_Executor*", "SPI_*", "Portal*",
		"*planner", "*ProcessUtility", "ri_*", "RI_*", "ExecProc*", "ExecAgg*",
	};

	return matches_any(patterns, lengthof(patterns), function);
}
