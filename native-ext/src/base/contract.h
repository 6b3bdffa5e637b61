/*
 * contract.h
 *		Whether the SQL objects in this database fit the library that the server has loaded.
 *
 * They are updated at different times: the library when the server restarts, the objects with
 * ALTER EXTENSION. contract_rows() is called instead of InitMaterializedSRF(), and contract_row()
 * before a row is made. Both compare the columns of the row type with those that the function
 * fills, by name and type. If they differ, the error says which side is older and what to do. A
 * row type of an earlier version may have fewer columns: those that it has are filled.
 *
 * contract.c also has refuse_foreign_schema(), which the install and upgrade scripts create and
 * call. It checks whose schema the objects are put into.
 */
#ifndef MEMCHECK_CONTRACT_H
#define MEMCHECK_CONTRACT_H

#include "access/tupdesc.h"
#include "fmgr.h"

/* The version of the SQL objects that this library was made with: that of the control file. */
#define MEMCHECK_VERSION "1.1"

typedef struct RowColumn
{
	const char *name;
	Oid			type;
} RowColumn;

extern void contract_row(TupleDesc row, const RowColumn *columns, int count);
extern void contract_rows(FunctionCallInfo fcinfo, const RowColumn *columns, int count);

#endif							/* MEMCHECK_CONTRACT_H */
