/*
 * sampled_finding.c
 *		What sampled guards have found; see sampled_finding.h.
 */
#include "postgres.h"

#include "base/amount.h"
#include "probe/guard_words.h"
#include "probe/sampled_finding.h"
#include "stack/site.h"
#include "tcop/tcopprot.h"
#include "trace/tracer.h"
#include "tree/path.h"
#include "utils/backend_status.h"
#include "utils/memutils.h"

#define FINDINGS 8				/* that wait */
#define TOLD 64					/* different ones of a process */

SampledCounts *sampled_counts;
volatile sig_atomic_t sampled_findings_wait;

static SampledFinding findings[FINDINGS];
static int	finding_count;
static uint64 told[TOLD];
static int	told_count;

Size
sampled_counts_bytes(void)
{
	return sizeof(SampledCounts);
}

/* At server start, or for a session by itself. */
void
sampled_counts_init(void *memory, bool found)
{
	sampled_counts = memory;
	if (found)
		return;
	pg_atomic_init_u64(&sampled_counts->processes, 0);
	pg_atomic_init_u64(&sampled_counts->asked, 0);
	pg_atomic_init_u64(&sampled_counts->guarded, 0);
	pg_atomic_init_u64(&sampled_counts->no_slot, 0);
	pg_atomic_init_u64(&sampled_counts->unfit, 0);
	pg_atomic_init_u64(&sampled_counts->found, 0);
	pg_atomic_init_u64(&sampled_counts->lost, 0);
}

static void
note_statement(SampledMoment *moment)
{
	const char *text = debug_query_string ? debug_query_string : "";
	Size		length = strnlen(text, SAMPLED_STATEMENT_BYTES - 1);

	memcpy(moment->statement, text, length);
	moment->statement[length] = '\0';
}

/* A place for what was seen, NULL: there is none. May run in the handler. */
SampledFinding *
sampled_finding_new(CheckType type, const GuardSlot *slot, ptrdiff_t at)
{
	SampledFinding *finding;

	if (finding_count == FINDINGS)
	{
		sampled_count(&sampled_counts->lost, 1);
		return NULL;
	}
	finding = &findings[finding_count];
	memset(finding, 0, offsetof(SampledFinding, moment));
	finding->check_type = type;
	finding->slot = *slot;
	finding->at = at;
	finding->moment.query_id = (int64) pgstat_get_my_query_id();
	note_statement(&finding->moment);
	return finding;
}

static uint64
hash_of(uint64 hash, const GuardStack *stack)
{
	for (int i = 0; i < stack->frames; i++)
		hash = own_hash(hash * 31 + stack->pcs[i]);
	return hash;
}

static bool
waits(uint64 key)
{
	for (int i = 0; i < finding_count; i++)
		if (findings[i].key == key)
			return true;
	return false;
}

/* From now on it is none. */
static bool
is_news(uint64 key)
{
	for (int i = 0; i < told_count; i++)
		if (told[i] == key)
			return false;
	if (told_count < TOLD)
	{
		told[told_count++] = key;
		return true;
	}
	sampled_count(&sampled_counts->lost, 1);
	return false;
}

/* Unless this process has told the like, by the same stacks, or is about to. */
void
sampled_finding_add(SampledFinding *finding)
{
	finding->key = hash_of(hash_of(hash_of(finding->check_type, &finding->slot.made),
								   &finding->slot.gone), &finding->stack);
	if (waits(finding->key) || (!tracer_is_on() && !is_news(finding->key)))
		return;
	finding_count++;
	sampled_findings_wait = 1;
}

/* A live context with this address and name; NULL: it has gone. */
static MemoryContext
context_of(const GuardSlot *slot)
{
	for (MemoryContext context = TopMemoryContext; context; context = context_after(context))
		if (context == slot->context && context->name == slot->context_name)
			return context;
	return NULL;
}

static void
describe(const SampledFinding *finding, char *what, Size size)
{
	static const char *const since[] = {
		[SLOT_EMPTY] = "",
		[SLOT_LIVE] = "",
		[SLOT_FREED] = " after it was freed",
		[SLOT_RESET] = " after its context was reset or deleted",
	};
	const GuardSlot *slot = &finding->slot;
	char		where[64];

	if (finding->function)
	{
		snprintf(what, size, "a chunk %s was given to %s", slot->state == SLOT_RESET ?
				 "whose context was reset or deleted before" : "that was freed before",
				 finding->function);
		return;
	}
	guard_say_where(slot->size, finding->at, where, sizeof(where));
	snprintf(what, size, "a chunk of %s was %s %s%s%s", amount_of_bytes(slot->size).text,
			 finding->how, where, slot->state != SLOT_LIVE && strchr(where, ',') ? "," : "",
			 since[slot->state]);
}

static uint32
site_of(const GuardStack *stack)
{
	return stack->frames ? site_of_stack(stack->pcs, stack->frames) : 0;
}

static Event
event_of(const SampledFinding *finding)
{
	uint32		made = site_of(&finding->slot.made);
	uint32		site = site_of(&finding->stack);
	bool		by_server = guard_access_is_makers(made, site);
	MemoryContext context = context_of(&finding->slot);
	Event		event = {.check_type = finding->check_type,.count = 1,.certain = true,
	.rule = OWNER_BY_REACH};
	char		what[160];

	event.site = by_server ? made : site;
	event.made_site = event.site == made ? 0 : made;
	event.freed_site = site_of(&finding->slot.gone);
	event.path = context ? path_of(context) : 0;
	event.object = own_hash(own_hash((uint64) made << 32 | event.freed_site) + site) | 1;
	describe(finding, what, sizeof(what));
	snprintf(event.detail, sizeof(event.detail), "%s%s", what,
			 by_server && !finding->by_gap ? " by the server" : "");
	return event;
}

/* At a boundary: hands out what was found. */
void
sampled_findings_take(SampledSink sink)
{
	sampled_findings_wait = 0;
	for (int i = 0; i < finding_count; i++)
	{
		Event		event = event_of(&findings[i]);

		sampled_count(&sampled_counts->found, 1);
		sink(&event, &findings[i].moment);
	}
	finding_count = 0;
}
