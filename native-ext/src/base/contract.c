/*
 * contract.c
 *		Whether the SQL objects in this database fit the loaded library; see contract.h.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "base/contract.h"
#include "catalog/dependency.h"
#include "catalog/pg_depend.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "commands/extension.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#define EXTENSION_NAME "pg_ext_memcheck"

/* The version of the SQL objects in this database, or NULL. */
static char *
version_of_objects(void)
{
	Relation	extensions = table_open(ExtensionRelationId, AccessShareLock);
	char	   *version = NULL;
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	found;

	ScanKeyInit(&key, Anum_pg_extension_extname, BTEqualStrategyNumber, F_NAMEEQ,
				CStringGetDatum(EXTENSION_NAME));
	scan = systable_beginscan(extensions, ExtensionNameIndexId, true, NULL, 1, &key);
	found = systable_getnext(scan);
	if (HeapTupleIsValid(found))
	{
		bool		null;
		Datum		value = heap_getattr(found, Anum_pg_extension_extversion,
										 RelationGetDescr(extensions), &null);

		version = null ? NULL : TextDatumGetCString(value);
	}
	systable_endscan(scan);
	table_close(extensions, AccessShareLock);
	return version;
}

/* As numbers between dots: less than, equal to or greater than zero. */
static int
compare_versions(const char *left, const char *right)
{
	for (;;)
	{
		char	   *left_end;
		char	   *right_end;
		long		difference = strtol(left, &left_end, 10) - strtol(right, &right_end, 10);

		if (difference != 0)
			return difference < 0 ? -1 : 1;
		if (*left_end != '.' && *right_end != '.')
			return strcmp(left_end, right_end);
		left = *left_end == '.' ? left_end + 1 : left_end;
		right = *right_end == '.' ? right_end + 1 : right_end;
	}
}

static int
hint_for(const char *version)
{
	int			order = version == NULL ? 0 : compare_versions(version, MEMCHECK_VERSION);

	if (order < 0)
		return errhint("The SQL objects are older: run ALTER EXTENSION " EXTENSION_NAME " UPDATE.");
	if (order > 0)
		return errhint("The library is older: install version %s and restart the server.", version);
	return errhint("The SQL objects were changed by hand: run DROP EXTENSION " EXTENSION_NAME
				   " and CREATE EXTENSION " EXTENSION_NAME ".");
}

static void
refuse_row(const char *difference)
{
	const char *version = version_of_objects();

	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("the SQL objects of " EXTENSION_NAME " do not fit the library that the server "
					"has loaded"),
			 errdetail("The objects are of version %s, the library of version %s: %s.",
					   version ? version : "unknown", MEMCHECK_VERSION, difference),
			 hint_for(version)));
}

static void
refuse_additional(Form_pg_attribute column)
{
	if (column->attisdropped)
		refuse_row("a row had a column that the library does not know, and it was dropped");
	refuse_row(psprintf("a row has a column \"%s\" that the library does not know",
						NameStr(column->attname)));
}

/* Raises an error if a row of the function is not what it is going to fill. */
void
contract_row(TupleDesc row, const RowColumn *columns, int count)
{
	if (row->natts > count)
		refuse_additional(TupleDescAttr(row, count));
	for (int i = 0; i < row->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(row, i);

		if (column->attisdropped || strcmp(NameStr(column->attname), columns[i].name) != 0 ||
			column->atttypid != columns[i].type)
			refuse_row(psprintf("column %d is %s where the library has \"%s\" of type %s", i + 1,
								column->attisdropped ? "dropped" :
								psprintf("\"%s\" of type %s", NameStr(column->attname),
										 format_type_be(column->atttypid)),
								columns[i].name, format_type_be(columns[i].type)));
	}
}

/* InitMaterializedSRF(), for rows of these columns. */
void
contract_rows(FunctionCallInfo fcinfo, const RowColumn *columns, int count)
{
	InitMaterializedSRF(fcinfo, 0);
	contract_row(((ReturnSetInfo *) fcinfo->resultinfo)->setDesc, columns, count);
}

/* Who else than its owner may create in the schema could put functions beside ours. */
static bool
others_may_create(HeapTuple schema, Oid owner)
{
	bool		null;
	Datum		value = SysCacheGetAttr(NAMESPACEOID, schema, Anum_pg_namespace_nspacl, &null);
	Acl		   *acl = null ? NULL : DatumGetAclP(value);

	for (int i = 0; acl && i < ACL_NUM(acl); i++)
	{
		const AclItem *item = &ACL_DAT(acl)[i];

		if ((ACLITEM_GET_PRIVS(*item) & ACL_CREATE) != 0 && item->ai_grantee != owner)
			return true;
	}
	return false;
}

/*
 * Whether something is in the schema, default privileges included, besides the function that asks.
 */
static bool
has_contents(Oid schema, Oid asking)
{
	Relation	depend = table_open(DependRelationId, AccessShareLock);
	bool		found = false;
	ScanKeyData keys[2];
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&keys[0], Anum_pg_depend_refclassid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(NamespaceRelationId));
	ScanKeyInit(&keys[1], Anum_pg_depend_refobjid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(schema));
	scan = systable_beginscan(depend, DependReferenceIndexId, true, NULL, 2, keys);
	while (HeapTupleIsValid(tuple = systable_getnext(scan)))
	{
		Form_pg_depend entry = (Form_pg_depend) GETSTRUCT(tuple);

		if (entry->classid != ExtensionRelationId &&
			!(entry->classid == ProcedureRelationId && entry->objid == asking))
			found = true;
	}
	systable_endscan(scan);
	table_close(depend, AccessShareLock);
	return found;
}

/*
 * refuse_foreign_schema(wants_empty), which the scripts of the extension create for a moment. It
 * raises an error unless the schema belongs to who runs the script and is closed to others. If
 * wants_empty, it must also be empty.
 */
PG_FUNCTION_INFO_V1(memcheck_refuse_foreign_schema);
Datum
memcheck_refuse_foreign_schema(PG_FUNCTION_ARGS)
{
	Oid			oid = get_func_namespace(fcinfo->flinfo->fn_oid);
	HeapTuple	schema = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(oid));
	Oid			owner;
	const char *objection = NULL;

	if (!creating_extension || !HeapTupleIsValid(schema))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("this is for the scripts of " EXTENSION_NAME " alone")));
	owner = ((Form_pg_namespace) GETSTRUCT(schema))->nspowner;
	if (owner != GetUserId())
		objection = psprintf("It belongs to role \"%s\", and the extension is to belong to \"%s\".",
							 GetUserNameFromId(owner, false),
							 GetUserNameFromId(GetUserId(), false));
	else if (others_may_create(schema, owner))
		objection = "Others than its owner have the privilege CREATE in it.";
	else if (PG_GETARG_BOOL(0) && has_contents(oid, fcinfo->flinfo->fn_oid))
		objection = "There are objects or default privileges in it.";
	if (objection)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("schema \"%s\" cannot be taken over as it is", get_namespace_name(oid)),
				 errdetail("%s", objection),
				 errhint("Drop the schema, or rename it: CREATE EXTENSION makes one of its own.")));
	ReleaseSysCache(schema);
	PG_RETURN_VOID();
}
