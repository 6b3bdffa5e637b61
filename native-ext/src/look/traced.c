/*
 * traced.c
 *		The process that is traced from another one; see trace.h.
 */
#include "postgres.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/hash_index.h"
#include "base/loss.h"
#include "judge/alike.h"
#include "judge/lost.h"
#include "look/exchange.h"
#include "look/trace.h"
#include "look/write_all.h"
#include "miscadmin.h"
#include "session/watch.h"
#include "stack/frame.h"
#include "trace/holding.h"
#include "tree/path.h"
#include "tree/process_memory.h"
#include "utils/timestamp.h"

/* A process with more in its contexts is not stopped to look for pointers (lost.h). */
#define MOST_BYTES_SEARCHED (INT64CONST(64) * 1024 * 1024)

static uint64 followed;			/* the order, 0: none */
static bool samples;			/* the order is to sample */
static int64 since_ms;
static int	looks;
static GrowthList sums = GROWTH_LIST_INIT;	/* what was judged, since the tracer began */
static GrowthList shown = GROWTH_LIST_INIT; /* with what was not, at a look */
static OwnArray judged = {.width = sizeof(JudgedGrowth)};
static HashIndex told = HASH_INDEX_INIT;	/* whose stacks the asker has */

static bool
add_to_sums(const Growth *growth)
{
	return growth_add(&sums, growth);
}

static void
let_go(void)
{
	if (samples)
	{
		watch_tell_statements(NULL);
		traced_heap_ends();
	}
	else
		watch_trace_ends();
	samples = false;
	growth_list_free(&sums);
	growth_list_free(&shown);
	own_array_free(&judged);
	hash_index_free(&told);
	followed = 0;
}

/* The asker may have gone while no signal came through. */
static void
statement_begins(void)
{
	if (exchange_own_order() == followed)
		return;
	let_go();
	exchange_is_armed(0);
}

static void
begin(uint64 order)
{
	static const WatchWitness witness = {add_to_sums, statement_begins};

	growth_list_init(&sums);
	growth_list_init(&shown);
	samples = exchange_own_order_every() > 0;
	if (samples ? !traced_heap_begins(exchange_own_order_every()) : !watch_trace_begins(&witness))
	{
		samples = false;
		return;
	}
	if (samples)
		watch_tell_statements(statement_begins);
	followed = order;
	since_ms = clock_ms();
	looks = 0;
}

/* At each signal of ours. */
void
traced_obey(void)
{
	uint64		order = exchange_own_order();

	if (order == followed)
		return;
	if (followed != 0)
		let_go();
	if (order != 0)
		begin(order);
	exchange_is_armed(followed);
}

static void
add_to_shown(const HoldingGrowth *growth, void *arg)
{
	if (holding_is_released(growth->kind))
		return;
	(void) growth_of_holding(&shown, growth);
}

static int
by_bytes(const void *a, const void *b)
{
	const Growth *one = &((const JudgedGrowth *) a)->growth;
	const Growth *other = &((const JudgedGrowth *) b)->growth;

	if (one->bytes != other->bytes)
		return one->bytes > other->bytes ? -1 : 1;
	return one->hash < other->hash ? -1 : one->hash > other->hash;
}

/* What has grown, judged, the largest first; how many are told. */
static int
judge_all(void)
{
	int			rows = 0;

	growth_list_clear(&shown);
	for (Size i = 0; i < sums.items.count; i++)
		(void) growth_add(&shown, growth_at(&sums, i));
	holdings_visit_all_changes(add_to_shown, NULL);
	lost_search_forbidden = context_sum().bytes > MOST_BYTES_SEARCHED;
	(void) growths_judge_alike(&judged, &shown.items, NULL, NULL);
	lost_search_forbidden = false;
	if (judged.count > 1)
		qsort(judged.data, judged.count, judged.width, by_bytes);
	while (rows < judged.count && rows < TRACE_MOST_ROWS &&
		   growth_weight(&judged_at(&judged, rows)->growth) > 0)
		rows++;
	return rows;
}

/* As the report does it (report.c), but without names. */
static void
fill_row(TraceRow *row, const JudgedGrowth *one)
{
	const Growth *growth = &one->growth;
	const GrowthGroup *group = one->group;
	Violation  *violation = &row->violation;

	memset(row, 0, sizeof(*row));
	row->key = growth->hash;
	row->reported = one->reported;
	violation->check_type = growth->check_type;
	violation->confirmed = one->confirmed;
	violation->severity = check_type_severity(growth->check_type, growth->bytes, one->confirmed);
	violation->provenance = growth->owner.provenance;
	violation->backend_pid = MyProcPid;
	violation->ts = GetCurrentTimestamp();
	violation->node_key = growth->node_key;
	violation->bytes = growth->bytes;
	violation->count = growth->count;
	violation->bytes_per_call = group && !growth->many_groups && group->statement[0] ?
		group_bytes_per_execution(group) : -1;
	violation->occurrences = group ? Max(group->occurrences, 1) : 1;
	violation->query_id = group ? group->query_id : 0;
	if (growth->path)
	{
		violation->path = *path_list(growth->path);
		memcpy(violation->path_text, path_text(growth->path), violation->path.length);
	}
	string_copy(violation->context_ident, sizeof(violation->context_ident), growth->ident);
	if (group)
		string_copy(violation->statement, sizeof(violation->statement), group->statement);
	if (growth->owner.pc)
		string_copy(violation->source_lib, sizeof(violation->source_lib),
					frame_library(growth->owner.pc));
}

/* Returns errno, or 0. */
static int
write_row(int fd, const JudgedGrowth *one, bool with_stack)
{
	static TraceRow row;
	static CrashStack stack;
	const uintptr_t *pcs = NULL;
	int			count = site_frames(one->growth.site, &pcs);
	int			error;

	fill_row(&row, one);
	stack.count = 0;
	if (with_stack)
		crash_stack_note_pcs(&stack, pcs, count);
	row.frames = stack.count;
	row.noted = stack.noted;
	error = write_all(fd, &row, sizeof(row));
	return error ? error : write_all(fd, stack.frames, stack.count * sizeof(CrashFrame));
}

/* A look; returns errno, or 0. */
int
traced_answer(int fd, bool all_stacks)
{
	TraceHeader header = {0};
	int			error;

	if (followed == 0)
		return EACCES;
	looks++;
	if (!samples)
		watch_trace_looks();
	header.facts = snapshot_facts();
	header.order = followed;
	header.elapsed_ms = clock_ms() - since_ms;
	header.looks = looks;
	if (samples)
		return traced_heap_look(fd, &header, all_stacks);
	header.rows = judge_all();
	for (int i = 0; i < LOSS_REASONS; i++)
		header.lost += loss_count(i);
	error = write_all(fd, &header, sizeof(header));
	for (int i = 0; i < header.rows && error == 0; i++)
	{
		const JudgedGrowth *one = judged_at(&judged, i);
		bool		known = hash_index_find(&told, one->growth.hash) != 0;

		error = write_row(fd, one, all_stacks || !known);
		if (!known)
			(void) hash_index_put(&told, one->growth.hash, 1);
	}
	return error;
}
