/*
 * sampled_findings.c
 *		Where the findings of sampled guards go; see sampled_findings.h.
 */
#include "postgres.h"

#include "judge/alike.h"
#include "judge/report.h"
#include "log/ring.h"
#include "miscadmin.h"
#include "probe/sampled_guard.h"
#include "session/sampled_findings.h"
#include "storage/ipc.h"
#include "trace/tracer.h"
#include "utils/memutils.h"

static void
add_to_ring(const Violation *found, void *moment)
{
	const SampledMoment *then = moment;
	Violation	violation = *found;

	violation.query_id = then->query_id;
	text_copy(violation.statement, sizeof(violation.statement), then->statement,
			  strlen(then->statement));
	ring_add(&violation);
}

static void
report_to_ring(const Event *event, const SampledMoment *moment)
{
	static GrowthList growths = GROWTH_LIST_INIT;
	static OwnArray judged = {.width = sizeof(JudgedGrowth)};

	growth_list_clear(&growths);
	if (growth_of_event(&growths, event) &&
		growths_judge_alike(&judged, &growths.items, NULL, NULL))
		report_judged(&judged, add_to_ring, unconstify(SampledMoment *, moment));
}

static void
add_to_judged(const Event *event, const SampledMoment *moment)
{
	event_add(event);
}

/* At a boundary, or at the end of the process. */
void
sampled_findings_tell(void)
{
	MemoryContext work;
	MemoryContext before;

	if (tracer_is_on())
	{
		sampled_findings_take(add_to_judged);
		return;
	}
	work = AllocSetContextCreate(TopMemoryContext, "pg_ext_memcheck report",
								 ALLOCSET_DEFAULT_SIZES);
	before = MemoryContextSwitchTo(work);
	sampled_findings_take(report_to_ring);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
}

/* No statement follows; its transaction is over. */
static void
tell_at_exit(int code, Datum argument)
{
	if (sampled_findings_wait && !tracer_is_on())
		sampled_findings_tell();
}

static void
register_exit(void)
{
	on_shmem_exit(tell_at_exit, (Datum) 0);
}

/* From _PG_init, once. */
void
sampled_findings_init(void)
{
	sampled_guard_call_at_start(register_exit);
}
