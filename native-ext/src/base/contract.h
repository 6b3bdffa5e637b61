/*
 * contract.h
 *		Whether the SQL objects in this database fit the library that the server has loaded.
 *
 * The two are renewed at different moments: the library at a restart of the
 * server, the objects at ALTER EXTENSION. contract_rows() stands in the place of
 * InitMaterializedSRF() and contract_row() before a row is made: both compare the
 * row type with what the function is going to fill, by count, names and types, and
 * raise an error that says which side is older and what to do. What an earlier
 * version had at the beginning of the row is filled; it has no more columns.
 *
 * contract.c also has refuse_foreign_schema(), which the install and upgrade scripts make and call:
 * it is about whose schema the objects come into.
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
