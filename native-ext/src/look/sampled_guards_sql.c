/*
 * sampled_guards_sql.c
 *		sampled_guards(): how much sampled guards have looked at, in all processes.
 */
#include "postgres.h"

#include "base/contract.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "probe/sampled_finding.h"
#include "probe/sampled_guard.h"

static const RowColumn columns[] = {
	{"guard_every", INT4OID},
	{"guard_slots", INT4OID},
	{"processes", INT8OID},
	{"asked", INT8OID},
	{"guarded", INT8OID},
	{"no_slot", INT8OID},
	{"unfit", INT8OID},
	{"found", INT8OID},
	{"lost", INT8OID}
};

static Datum
read_count(const pg_atomic_uint64 *counted)
{
	return Int64GetDatum((int64) pg_atomic_read_u64(unconstify(pg_atomic_uint64 *, counted)));
}

PG_FUNCTION_INFO_V1(memcheck_sampled_guards);
Datum
memcheck_sampled_guards(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const SampledCounts *counts = sampled_counts;
	bool		nulls[lengthof(columns)] = {0};

	memcheck_require_hooks();
	contract_rows(fcinfo, columns, lengthof(columns));
	tuplestore_putvalues(result->setResult, result->setDesc,
						 (Datum[])
						 {
							 Int32GetDatum(sampled_guard_is_known() ? memcheck_guard_every : 0),
							 Int32GetDatum(memcheck_guard_slots),
							 read_count(&counts->processes),
							 read_count(&counts->asked),
							 read_count(&counts->guarded),
							 read_count(&counts->no_slot),
							 read_count(&counts->unfit),
							 read_count(&counts->found),
							 read_count(&counts->lost)
						 }, nulls);
	return (Datum) 0;
}
