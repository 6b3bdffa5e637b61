/*
 * poison_look.c
 *		Damage to what the poison probe guards; see poison_look.h.
 */
#include "postgres.h"

#include "base/amount.h"
#include "probe/poison_look.h"
#include "probe/poison_pattern.h"
#include "trace/event.h"
#include "tree/path.h"

#define ALLOWANCE_BYTES (64 * 1024 * 1024)
#define CONTEXT_BYTES 1024		/* of one that was reset, as a guess */
#define EARNED_SHARE 4

static uint32 latest_full;		/* look at all */
static Size allowance;			/* bytes that may be looked at beside what is new */
static bool closely;			/* something was noticed late: from then on all is looked at */

/* Whether statements have ended since the look in which this memory was right. */
static bool
is_late(uint32 right_in)
{
	return guard_look() > Max(right_in, latest_full) + 1;
}

/* Completes and adds the event: so many bytes were damaged, the first of them there. */
static void
report(Event event, MemoryContext context, Size bytes, const char *what, Size at, bool late)
{
	event.count = 1;
	event.certain = true;
	event.path = path_of(context);
	event.bytes = bytes;
	snprintf(event.detail, sizeof(event.detail), "%s \"%s\" at byte %zu, %s in all%s",
			 what, context->name ? context->name : "", at, amount_of_bytes(bytes).text,
			 late ? ", in this statement or one before: run the window again to know" : "");
	event_add(&event);
	closely = closely || late;
}

void
poison_look_at_canary(const Guard *guard)
{
	Size		damaged;
	Size		length = guard_canary_length(guard);
	Size		at = canary_damage(guard->pointer + guard->size, length, &damaged);
	char		what[80];

	if (damaged == 0)
		return;
	snprintf(what, sizeof(what), "a chunk of %s was written past its end in",
			 amount_of_bytes(guard->size).text);
	report((Event) {.check_type = CHECK_CHUNK_OVERRUN,.site = guard->made_at},
		   guard->context, damaged, what, guard->size + at, is_late(guard->look));
	/* once is enough */
	memset(guard->pointer + guard->size, CANARY_BYTE, length);
}

/* The site that is to blame is unknown; whose memory it was is the next best. */
void
poison_look_at_freed(const Guard *guard)
{
	Size		damaged;
	Size		at = poison_damage(guard->pointer, guard->space, guard->freed_at, &damaged);
	char		what[80];

	if (damaged == 0)
		return;
	snprintf(what, sizeof(what), "a chunk of %s was written to after it was freed in",
			 amount_of_bytes(guard->size).text);
	report((Event) {.check_type = CHECK_USE_AFTER_RESET,
		   .site = guard->made_at ? guard->made_at : guard->freed_at,.freed_site = guard->freed_at},
		   guard->context, damaged, what, at, is_late(guard->look));
	poison_fill(guard->pointer, guard->space, guard->freed_at);
}

static void
check_guard(const Guard *guard)
{
	if (guard->state == GUARD_LIVE)
		poison_look_at_canary(guard);
	else if (guard->state == GUARD_FREED)
		poison_look_at_freed(guard);
}

/* The chunk that stood at this address before its context was reset. */
static const Guard *
former_chunk(const GuardedContext *owner, const char *at)
{
	for (uint32 number = owner->former; number; number = guard_at(number)->next)
	{
		const Guard *guard = guard_at(number);

		if (at >= guard->pointer && at < guard->pointer + guard->space)
			return guard;
	}
	return NULL;
}

/* Memory of a context that was reset, and that nobody has now; the site that gave it back. */
void
poison_look_at_reset_memory(GuardedContext *owner, char *from, char *to, uint32 given_back_at)
{
	Size		damaged;
	Size		at = from < to ? poison_damage(from, to - from, given_back_at, &damaged) : 0;
	const Guard *former;

	if (from >= to || damaged == 0)
		return;
	former = former_chunk(owner, from + at);
	report((Event) {.check_type = CHECK_USE_AFTER_RESET,
		   .site = former ? former->made_at : 0,.freed_site = given_back_at},
		   owner->context, damaged,
		   former ? "a chunk was written to after the reset of" :
		   "memory was written to after the reset of",
		   former ? (from + at) - former->pointer : at, is_late(owner->right_in));
	poison_fill(from, to - from, given_back_at);
}

/* What the context keeps of its first block, and nobody was given since its reset. */
void
poison_look_at_kept_block(GuardedContext *owner)
{
	if (owner->used_to)
		poison_look_at_reset_memory(owner, owner->used_to, owner->clean_to, owner->reset_at);
	owner->right_in = guard_look();
}

void
poison_look_at_chunks(const GuardedContext *owner)
{
	for (uint32 number = owner->guards; number; number = guard_at(number)->next)
		check_guard(guard_at(number));
}

/* What looking at all reads. */
static Size
bytes_of_all(void)
{
	return guard_quarantine_bytes() + guard_count() * sizeof(Guard) +
		guarded_context_count() * CONTEXT_BYTES;
}

void
poison_looks_begin(void)
{
	allowance = ALLOWANCE_BYTES;
	latest_full = guard_look();
	guard_look_is_over();
}

/* So many bytes were filled. */
void
poison_look_earn(Size bytes)
{
	allowance = Min(allowance + bytes / EARNED_SHARE, ALLOWANCE_BYTES);
}

void
poison_look_at_all(void)
{
	for (uint32 number = 1; number <= guarded_context_count(); number++)
	{
		GuardedContext *owner = guarded_context_at(number);

		if (owner->context == NULL)
			continue;
		poison_look_at_chunks(owner);
		poison_look_at_kept_block(owner);
	}
	latest_full = guard_look();
	guard_look_is_over();
}

void
poison_look_when_over(void)
{
	Size		bytes = bytes_of_all();

	if (closely || bytes <= allowance)
	{
		allowance -= Min(bytes, allowance);
		poison_look_at_all();
	}
	else if (guards_visit_new(poison_look_at_kept_block, poison_look_at_canary,
							  poison_look_at_freed))
		guard_look_is_over();
	else
		poison_look_at_all();
}
