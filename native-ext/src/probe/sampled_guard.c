/*
 * sampled_guard.c
 *		Sampled guards; see sampled_guard.h.
 */
#include "postgres.h"

#include <math.h>
#include <pthread.h>
#include <unistd.h>

#include "base/chance.h"
#include "base/compat.h"
#include "miscadmin.h"
#include "probe/guard_slots.h"
#include "probe/sampled_fault.h"
#include "probe/sampled_finding.h"
#include "probe/sampled_guard.h"
#include "stack/frame.h"
#include "stack/stack_unwind.h"
#include "storage/proc.h"
#include "trace/extension_doors.h"
#include "trace/sampler.h"
#include "trace/tracer.h"
#include "tree/walk.h"
#include "utils/memutils.h"

static int	every;				/* 0: nothing is sampled */
static int	slots;
static int	started_in;			/* the process in which the range is open and faults come here */
static void (*call_at_start) (void);
static Chance draws;
static int64 drawn;				/* calls that were let pass last */

static MemoryContextMethods below;	/* of an AllocSet */
static MemoryContextMethods armed_methods;
static MemoryContext armed;		/* NULL: none is */
static const MemoryContextMethods *armed_before;

/* Each call is chosen with the same chance, whatever the others are. */
static void
count_anew(void)
{
	drawn = every > 1 ? (int64) (log(chance_next(&draws)) / log1p(-1.0 / every)) : 0;
	doors_countdown = every > 0 ? drawn : PG_INT64_MAX;
}

static void
seed(void)
{
	chance_seed(&draws);
	count_anew();
}

/* In a child of fork(): nothing but arithmetic and two system calls. */
static void
part_ways(void)
{
	if (every > 0)
		seed();
}

/* The stack of the caller, without our own frames. */
static pg_noinline void
take_stack(GuardStack *stack)
{
	uintptr_t	all[GUARD_FRAMES + 8];
	int			taken = unwind_stack(all, lengthof(all));

	stack->frames = 0;
	for (int i = 0; i < taken && stack->frames < GUARD_FRAMES; i++)
		if (!frame_is_observer(all[i]))
			stack->pcs[stack->frames++] = all[i];
}

static void
check_gaps(const GuardSlot *slot)
{
	ptrdiff_t	at;
	SampledFinding *finding;

	if (guard_slot_damage(slot, &at) == 0 ||
		(finding = sampled_finding_new(CHECK_CHUNK_OVERRUN, slot, at)) == NULL)
		return;
	finding->how = "written";
	finding->by_gap = true;
	finding->stack = slot->made;
	sampled_finding_add(finding);
}

static void
give_back(GuardSlot *slot, GuardSlotState state)
{
	int			saved_errno = errno;

	check_gaps(slot);
	take_stack(&slot->gone);
	guard_slot_give_back(slot, state);
	/* where what was freed says that it is (guard_slots.h) */
	if (slot->context != TopMemoryContext && guard_slot_first(slot->context) == NULL)
		sampler_let_go(slot->context);
	errno = saved_errno;
}

/* A chunk that has gone was given to pfree or repalloc, whose look at its header opened it. */
static void
note_second_release(GuardSlot *slot, const char *function)
{
	int			saved_errno = errno;
	SampledFinding *finding = sampled_finding_new(CHECK_DOUBLE_FREE, slot, 0);

	if (finding)
	{
		finding->function = function;
		take_stack(&finding->stack);
		sampled_finding_add(finding);
	}
	guard_slot_close_again(slot);
	errno = saved_errno;
}

static void
release(GuardSlot *slot)
{
	if (slot->state == SLOT_LIVE)
		give_back(slot, SLOT_FREED);
	else
		note_second_release(slot, "pfree");
}

static bool
is_of_slot(const void *pointer)
{
	return guard_range_has(pointer) && guard_slot_of(pointer) != NULL;
}

static void
sampled_free(COMPAT_FREE_PARAMS)
{
	GuardSlot  *slot = guard_range_has(pointer) ? guard_slot_of(pointer) : NULL;

	if (likely(slot == NULL))
		below.free_p(COMPAT_FREE_ARGS);
	else
		release(slot);
}

/* A chunk in the context, with the stack of whoever asked for it; NULL: there is no room. */
static GuardSlot *
make_guarded(MemoryContext context, Size size)
{
	bool		long_lived = walk_lifetime(context) == LIFETIME_BACKEND;
	GuardSlot  *slot;

	if (!guard_slots_have_room(slots, long_lived))
	{
		sampled_count(&sampled_counts->no_slot, 1);
		return NULL;
	}
	slot = guard_slot_make(context, size, long_lived, slots);
	if (slot == NULL)
	{
		sampled_count(&sampled_counts->unfit, 1);
		return NULL;
	}
	take_stack(&slot->made);
	sampled_count(&sampled_counts->guarded, 1);
	return slot;
}

/* A move counts as asked for, too: so no more were guarded than were asked for. */
static GuardSlot *
move_guarded(MemoryContext owner, Size size)
{
	sampled_count(&sampled_counts->asked, 1);
	return make_guarded(owner, size);
}

/* It moves, to a slot if there is one. Of what had gone before the contents go on. */
static void *
sampled_realloc(COMPAT_REALLOC_PARAMS)
{
	GuardSlot  *slot = guard_range_has(pointer) ? guard_slot_of(pointer) : NULL;
	bool		live = slot && slot->state == SLOT_LIVE;
	MemoryContext owner;
	GuardSlot  *moved;
	void	   *to;

	if (likely(slot == NULL))
		return below.realloc(COMPAT_REALLOC_ARGS);
	owner = live ? slot->context : CurrentMemoryContext;
	moved = live && every > 0 && !tracer_is_on() ? move_guarded(owner, size) : NULL;
	to = moved ? guard_slot_pointer(moved) :
		live ? below.alloc(COMPAT_REALLOC_AS_ALLOC(owner)) :
		owner->methods->alloc(COMPAT_REALLOC_AS_ALLOC(owner));
	if (to == NULL)
		return NULL;
	if (!live)
		(void) guard_slot_reveal(slot);
	memcpy(to, pointer, Min(size, slot->size));
	if (live)
		give_back(slot, SLOT_FREED);
	else
		note_second_release(slot, "repalloc");
	return to;
}

static void
give_all_back(MemoryContext context)
{
	GuardSlot  *slot;

	while (guard_slots_may_have(context) && (slot = guard_slot_first(context)) != NULL)
		give_back(slot, SLOT_RESET);
}

static void
sampled_reset(MemoryContext context)
{
	give_all_back(context);
	below.reset(context);
}

static void
sampled_delete(MemoryContext context)
{
	give_all_back(context);
	below.delete_context(context);
}

/* While anything is guarded, or may be. */
static bool
remains(void)
{
	return every > 0 || started_in != 0;
}

static void
cover(ContextKind kind, MemoryContextMethods *methods)
{
	if (kind != KIND_ALLOCSET || !remains())
		return;
	below = *methods;
	if (!COMPAT_CHUNKS_NAME_THEIR_METHODS)
	{
		methods->free_p = sampled_free;
		methods->realloc = sampled_realloc;
	}
	methods->reset = sampled_reset;
	methods->delete_context = sampled_delete;
}

/* The tracer has not followed it. */
static bool
refuses_free(void *pointer)
{
	GuardSlot  *slot = guard_range_has(pointer) ? guard_slot_of(pointer) : NULL;

	if (slot == NULL || slot->state == SLOT_LIVE)
		return false;
	release(slot);
	return true;
}

const Layer sampled_guard_layer = {
	.cover = cover,.refuses_free = refuses_free,.remains = remains,
};

static void
disarm(void)
{
	if (armed == NULL)
		return;
	if (armed->methods == &armed_methods)
		armed->methods = armed_before;
	armed = NULL;
}

/* An error left a context armed, which may have gone since. */
static void
disarm_what_is_left(void)
{
	MemoryContext context = armed ? TopMemoryContext : NULL;

	while (context && context != armed)
		context = context_after(context);
	if (context)
		disarm();
	armed = NULL;
}

/* The first chunk of this process; false: nothing can be guarded. */
static bool
start(void)
{
	if (started_in == MyProcPid)
		return true;
	if (started_in != 0 || !guard_slots_open())
		return false;
	/* what was freed names it, and is freed again by its methods */
	sampler_take_in(TopMemoryContext);
	started_in = MyProcPid;
	sampled_count(&sampled_counts->processes, 1);
	if (call_at_start)
		call_at_start();
	return true;
}

/* What a process needs that has begun to guard. */
void
sampled_guard_call_at_start(void (*call) (void))
{
	call_at_start = call;
}

/* Whether this server and machine can have them. */
bool
sampled_guard_is_known(void)
{
	return compat_has_lone_headers() && sampled_faults_are_known();
}

static bool
can_have(MemoryContext context)
{
	return context && context_kind(context) == KIND_ALLOCSET && context != ErrorContext &&
		context_methods_are_known(KIND_ALLOCSET, context->methods);
}

/*
 * The postmaster's chunks would stand in the way in all its children. One that has no place among
 * the processes may have no shared memory, as who writes the log.
 */
static bool
guards_here(void)
{
	return every > 0 && (IsUnderPostmaster || !IsPostmasterEnvironment) && MyProc != NULL &&
		CritSectionCount == 0 && !tracer_is_on();
}

static void *
make_in(MemoryContext context, Size size)
{
	GuardSlot  *slot;

	if (!can_have(context) || size > GUARD_BYTES)
	{
		sampled_count(&sampled_counts->unfit, 1);
		return NULL;
	}
	if (!start())
		return NULL;
	sampled_faults_catch();
	slot = make_guarded(context, size);
	if (slot == NULL)
		return NULL;
	/* its reset and, up to 15, free come here from now on */
	sampler_take_in(context);
	context->isReset = false;
	return guard_slot_pointer(slot);
}

/* For the doors: this call is the one that is chosen. */
static void *
make(MemoryContext context, Size size)
{
	int			saved_errno = errno;
	void	   *made = NULL;

	disarm_what_is_left();
	if (guards_here())
	{
		sampled_count(&sampled_counts->asked, drawn + 1);
		made = make_in(context, size);
	}
	count_anew();
	errno = saved_errno;
	return made;
}

/* Its first chunk is guarded, and then it is as before. */
static void *
armed_alloc(COMPAT_ALLOC_PARAMS)
{
	void	   *made;

	disarm();
	made = guards_here() ? make_in(context, size) : NULL;
	return made ? made : context->methods->alloc(COMPAT_ALLOC_ARGS);
}

static void
armed_reset(MemoryContext context)
{
	disarm();
	context->methods->reset(context);
}

static void
armed_delete(MemoryContext context)
{
	disarm();
	context->methods->delete_context(context);
}

static void
arm(MemoryContext context)
{
	disarm_what_is_left();
	if (guards_here())
	{
		sampled_count(&sampled_counts->asked, drawn + 1);
		if (can_have(context))
		{
			armed_before = context->methods;
			armed_methods = *context->methods;
			armed_methods.alloc = armed_alloc;
			armed_methods.reset = armed_reset;
			armed_methods.delete_context = armed_delete;
			context->methods = &armed_methods;
			armed = context;
		}
		else
			sampled_count(&sampled_counts->unfit, 1);
	}
	count_anew();
}

static const DoorKeeper keeper = {make, arm, disarm};

/* When the settings get their values, in the postmaster first. 0: nothing is to be guarded. */
void
sampled_guard_set(int wanted_every, int wanted_slots)
{
	static bool registered;
	bool		was = every > 0;

	slots = wanted_slots;
	if (!sampled_guard_is_known() || !kinds_can_be_patched() ||
		(wanted_every > 0 && !kind_give_spare(is_of_slot, sampled_free, sampled_realloc)))
		wanted_every = 0;
	if (wanted_every == every)
		return;
	every = wanted_every;
	if (every > 0 && !registered)
		pthread_atfork(NULL, NULL, part_ways);
	registered |= every > 0;
	seed();
	if (was == (every > 0))
		return;
	disarm_what_is_left();
	tracer_layer_remains();
	doors_want(every > 0 ? &keeper : NULL);
}
