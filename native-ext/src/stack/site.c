/*
 * site.c
 *		Call stacks, deduplicated; see site.h.
 *
 * The numbers of the stacks live in an open
 * addressing table whose entries are never removed; their frames stand in one
 * long array.
 */
#include "postgres.h"

#include "base/debugger_map.h"
#include "base/own_memory.h"
#include "stack/frame.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "stack/stack_unwind.h"
#include "stack/tail_call.h"

typedef struct Site
{
	uint64		hash;
	uint32		first;			/* index of its first frame */
	uint32		count;			/* number of frames */
	enum
	{
		EXTENSIONS_NOT_ASKED,
		EXTENSIONS_NONE,
		EXTENSIONS_SOME,		/* or code of which nothing is known */
	}			extensions;		/* among its frames */
	bool		owner_known[OWNER_RULES];	/* by OwnerRule */
	SiteOwner	owner[OWNER_RULES];
} Site;

static OwnArray sites = {.width = sizeof(Site)};
static OwnArray frames = {.width = sizeof(uintptr_t)};
static OwnArray numbers = {.width = sizeof(uint32)};	/* slots, 0: free */

const DebuggerMap memcheck_debugger_sites = {
	&sites, {offsetof(Site, first), offsetof(Site, count)}
};
const DebuggerMap memcheck_debugger_frames = {&frames};

/* frames of ours that may stand at the inner end */
#define OWN_FRAMES 8

typedef struct Stack
{
	uintptr_t	pcs[SITE_FRAMES];
	int			count;
} Stack;

static Site *
site_of_number(uint32 number)
{
	return own_array_at(&sites, number - 1);
}

static uint32 *
find_slot(uint32 *slots, Size count, uint64 hash)
{
	Size		i = hash & (count - 1);

	while (slots[i] != 0 && site_of_number(slots[i])->hash != hash)
		i = (i + 1) & (count - 1);
	return &slots[i];
}

static bool
grow_slots(void)
{
	OwnArray	fresh;
	Size		wanted = Max(numbers.count * 2, 4096);

	own_array_init(&fresh, sizeof(uint32));
	if (!own_array_reserve(&fresh, wanted))
		return false;
	fresh.count = wanted;
	for (Size i = 0; i < numbers.count; i++)
	{
		uint32		number = ((uint32 *) numbers.data)[i];

		if (number != 0)
			*find_slot((uint32 *) fresh.data, wanted, site_of_number(number)->hash) = number;
	}
	own_array_free(&numbers);
	numbers = fresh;
	return true;
}

static uint32
add_site(const Stack *stack, uint64 hash)
{
	Site	   *site;

	if (!own_array_reserve(&frames, frames.count + stack->count) ||
		(site = own_array_append(&sites)) == NULL)
		return 0;
	site->hash = hash;
	site->first = frames.count;
	site->count = stack->count;
	memcpy(own_array_at(&frames, frames.count), stack->pcs, sizeof(uintptr_t) * stack->count);
	frames.count += stack->count;
	return sites.count;
}

/* Our own frames at the inner end are how we got here, not who allocated. */
static void
drop_own_frames(Stack *stack)
{
	int			own = 0;

	while (own < stack->count && frame_is_observer(stack->pcs[own]))
		own++;
	stack->count = Min(stack->count - own, SITE_FRAMES - OWN_FRAMES);
	memmove(stack->pcs, stack->pcs + own, sizeof(uintptr_t) * stack->count);
}

static uint64
hash_of(const Stack *stack)
{
	uint64		hash = 0;

	for (int i = 0; i < stack->count; i++)
		hash = own_hash(hash * 31 + stack->pcs[i]);
	return hash;
}

static uint32 *
slot_of(const Stack *stack)
{
	return find_slot((uint32 *) numbers.data, numbers.count, hash_of(stack));
}

static bool
have_slots(void)
{
	return sites.count * 2 < numbers.count || grow_slots();
}

/* The same stack with a frame that is missing on it: see tail_call.h. */
static uint32
with_missing_frame(uint32 number)
{
	const uintptr_t *pcs = NULL;
	int			count = site_frames(number, &pcs);
	uintptr_t	missing;
	int			at = tail_call_in(pcs, count, &missing);
	Stack		stack;
	uint32	   *slot;

	if (at < 0 || !have_slots())
		return number;
	stack.count = Min(count + 1, SITE_FRAMES);
	memcpy(stack.pcs, pcs, sizeof(uintptr_t) * at);
	stack.pcs[at] = missing;
	memcpy(stack.pcs + at + 1, pcs + at, sizeof(uintptr_t) * (stack.count - at - 1));
	slot = slot_of(&stack);
	if (*slot == 0)
		*slot = add_site(&stack, hash_of(&stack));
	return *slot;
}

static pg_noinline uint32
new_stack_from(const void *door)
{
	Stack		stack;
	uint32	   *slot;
	uint32	   *known;

	if (!have_slots())
		return 0;
	stack.count = unwind_noted(door, stack.pcs, SITE_FRAMES, &known);
	drop_own_frames(&stack);
	slot = slot_of(&stack);
	if (*slot == 0)
		*slot = add_site(&stack, hash_of(&stack));
	if (known)
		*known = *slot;
	return *slot;
}

/* The number of the stack that leads to the function of ours whose frame this is. */
uint32
site_at(const void *door)
{
	uint32		number = unwind_known(door);

	if (number == 0)
		number = new_stack_from(door);
	return tail_mark.door != 0 && number != 0 ? with_missing_frame(number) : number;
}

/* The number of the stack that leads here. */
pg_noinline
uint32
site_here(void)
{
	uint32		number = site_at(SITE_DOOR);

	/* a jump as the last thing would give this frame back before it was looked at */
	RECORDING_ORDER();
	return number;
}

/*
 * Compares the quick unwinder with the compiler's. If they differ, the quick one is wrong. It
 * may end earlier: code that was made at run time may have called begin().
 */
void
sites_check_unwinder(void)
{
	Stack		quick;
	Stack		slow;

	quick.count = unwind_stack(quick.pcs, SITE_FRAMES);
	drop_own_frames(&quick);
	slow.count = unwind_stack_slowly(slow.pcs, SITE_FRAMES);
	drop_own_frames(&slow);
	if (quick.count == 0 || quick.count > slow.count ||
		memcmp(slow.pcs, quick.pcs, sizeof(uintptr_t) * quick.count) != 0)
		unwind_distrust();
}

/* The number of a stack that somebody else took, return addresses from the innermost out. */
uint32
site_of_stack(const uintptr_t *pcs, int count)
{
	Stack		stack = {.count = Min(count, SITE_FRAMES)};
	uint32	   *slot;

	if (!have_slots())
		return 0;
	memcpy(stack.pcs, pcs, sizeof(uintptr_t) * stack.count);
	slot = slot_of(&stack);
	if (*slot == 0)
		*slot = add_site(&stack, hash_of(&stack));
	return *slot;
}

static void
retire_address(uintptr_t *pc, uintptr_t start, uintptr_t end, uintptr_t to)
{
	/* a return address may be the first byte after its function */
	if (*pc > start && *pc <= end)
		*pc = *pc - start + to;
}

/* The slots anew, after addresses have changed. */
static void
rehash(void)
{
	memset(numbers.data, 0, numbers.count * sizeof(uint32));
	for (Size i = 0; i < sites.count; i++)
	{
		Site	   *site = own_array_at(&sites, i);
		Stack		stack = {.count = site->count};

		memcpy(stack.pcs, own_array_at(&frames, site->first), sizeof(uintptr_t) * site->count);
		site->hash = hash_of(&stack);
		*find_slot((uint32 *) numbers.data, numbers.count, site->hash) = i + 1;
	}
}

/* The library of these addresses has gone: its frames are called by names that no address has. */
void
sites_retire(uintptr_t start, uintptr_t end, uintptr_t renamed)
{
	for (Size i = 0; i < frames.count; i++)
		retire_address(own_array_at(&frames, i), start, end, renamed);
	for (Size i = 0; i < sites.count; i++)
		for (int rule = 0; rule < OWNER_RULES; rule++)
			retire_address(&((Site *) own_array_at(&sites, i))->owner[rule].pc, start, end,
						   renamed);
	if (sites.count > 0)
		rehash();
}

/* The address of the owner's frame now, if the library was unloaded since. */
void
site_owner_again(uint32 number, SiteOwner *owner)
{
	const uintptr_t *pcs = NULL;

	if (owner->pc != 0 && !owner->by_name && owner->depth < site_frames(number, &pcs))
		owner->pc = pcs[owner->depth];
}

/*
 * The return addresses of a stack, innermost first. Returns how many; 0 if nobody was given this
 * number.
 */
int
site_frames(uint32 number, const uintptr_t **pcs)
{
	Site	   *site;

	if (number == 0 || number > sites.count)
		return 0;
	site = site_of_number(number);
	*pcs = own_array_at(&frames, site->first);
	return site->count;
}

static bool
is_of_no_extension(uintptr_t pc)
{
	/* a return address may be the first byte after its function: step back */
	const Module *module = module_of(pc - 1);

	return module && module->kind != MODULE_EXTENSION;
}

/*
 * Whether every frame of a stack lies in the server or in a library that is no extension. Its
 * owner is the server then, by every rule.
 */
bool
site_is_without_extensions(uint32 number)
{
	Site	   *site = number ? site_of_number(number) : NULL;
	bool		none = true;

	if (site == NULL)
		return false;
	if (site->extensions == EXTENSIONS_NOT_ASKED)
	{
		for (uint32 i = 0; i < site->count && none; i++)
			none = is_of_no_extension(*(uintptr_t *) own_array_at(&frames, site->first + i));
		site->extensions = none ? EXTENSIONS_NONE : EXTENSIONS_SOME;
	}
	return site->extensions == EXTENSIONS_NONE;
}

/* Whether the server allocates for itself; a frame that is missing might be an extension's. */
bool
site_is_servers(const void *door)
{
	return tail_mark.door == 0 && unwind_is_servers(door);
}

/*
 * The frames of one library that lead to an allocation say who it is for. The innermost alone
 * may be a helper, or the library of a language that is linked in.
 */
static uint64
key_of_frames(const uintptr_t *pcs, int count)
{
	uint64		key = 0;

	for (int i = 0; i < count && frame_library(pcs[i]) == frame_library(pcs[0]); i++)
		key = own_hash(key * 31 + frame_identity(pcs[i]));
	return key;
}

/* Libraries whose allocations are always their caller's: operator new. */
static bool
is_language_runtime(const char *library)
{
	return strcmp(library, "libstdc++") == 0 || strcmp(library, "libc++") == 0 ||
		strcmp(library, "libc++abi") == 0;
}

/* What lies between the allocator and an extension's frame. */
typedef struct Between
{
	bool		server;			/* a frame of the server's */
	bool		all_help;		/* all exported functions of the server allocate for their caller */
	bool		entry_helps;	/* the one that the extension called does */
	int			no_helpers;		/* functions of the server that do not, static ones too */
	bool		library;		/* a library that is nobody's */
	bool		own_library;	/* the one that the server called, which no extension needs */
	bool		calls_function;	/* the one that the extension called calls a function for it */
	bool		runs_plans;		/* one of them runs statements */
} Between;

static bool
extension_owns(const Between *between, OwnerRule rule)
{
	switch (rule)
	{
		case OWNER_BY_REACH:
			return true;
		case OWNER_BY_NEAREST:
			return !between->server;
		case OWNER_BY_ENTRY:
			return between->entry_helps;
		case OWNER_BY_CALL:
			return between->no_helpers <= 1;
		case OWNER_IN_QUERY:
			return between->no_helpers <= 1 ||
				(between->calls_function && !between->runs_plans);
		default:
			return between->entry_helps && between->all_help;
	}
}

static void
pass_server(Between *between, uintptr_t pc, uintptr_t called, OwnerRule rule)
{
	if (!between->server)
		between->own_library = !frame_library_is_extensions(called);
	between->server = true;
	between->entry_helps = frame_allocates_for_caller(pc) ||
		(rule == OWNER_IN_QUERY && frame_allocates_in_query(pc));
	between->no_helpers += between->entry_helps ? 0 : 1;
	/* a static function works for the exported one that called it */
	if (!between->entry_helps && frame_is_exported(pc))
		between->all_help = false;
}

static void
pass_call(Between *between, uintptr_t pc)
{
	between->calls_function = frame_calls_function(pc);
	between->runs_plans = between->runs_plans || frame_runs_plans(pc);
}

/* A library without a collector: what it allocates for its caller is not given up later. */
static bool
is_passed_over(const char *library)
{
	return is_language_runtime(library) || strcmp(library, "libc") == 0;
}

/*
 * Whether a library called the owner, which called that library: an interpreter asks the extension
 * that runs it for memory.
 */
static bool
is_called_back(const uintptr_t *pcs, int count)
{
	bool		library = false;

	for (int i = 1; i < count; i++)
	{
		ModuleKind	kind = frame_module_kind(pcs[i]);

		if (kind == MODULE_SERVER)
			return false;
		if (kind == MODULE_OTHER)
			library = library || !is_passed_over(frame_library(pcs[i]));
		else if (library && frame_library(pcs[i]) == frame_library(pcs[0]))
			return true;
	}
	return false;
}

static SiteOwner
owned_by(const uintptr_t *pcs, int count, int at, bool through_library)
{
	return (SiteOwner) {
		.provenance = PROVENANCE_EXTENSION,
		.pc = pcs[at],
		.key = key_of_frames(pcs + at, count - at),
		.through_library = through_library,
		.depth = at,
		.by_name = frame_offset(pcs[at]) == 1,
	};
}

/*
 * Whose allocation this is. Going outward from the allocator, the first frame
 * of an extension owns it if the server's function that it called is one that
 * allocates for its caller; by the stricter rule all exported functions of the
 * server on the way must be. If not, the extension merely caused the server to
 * fill a cache of its own. A portal that stays open is the extension's that had it
 * opened, by a DECLARE in SPI, say: there the first frame of an extension owns it. What the
 * server allocates outside the contexts is its own. An extension has a part in that if it caused
 * the call and needs the library that the server called; a compiler of queries is no extension's.
 */
static SiteOwner
find_owner(const uintptr_t *pcs, int count, OwnerRule rule)
{
	SiteOwner	server = {PROVENANCE_SERVER, 0, 0, false, 0, false};
	Between		between = {.all_help = true, .entry_helps = true};

	for (int i = 0; i < count; i++)
	{
		ModuleKind	kind = frame_module_kind(pcs[i]);

		if (kind == MODULE_SERVER && rule == OWNER_IN_QUERY)
			pass_call(&between, pcs[i]);
		if (kind == MODULE_SERVER)
			pass_server(&between, pcs[i], i > 0 ? pcs[i - 1] : 0, rule);
		else if (kind == MODULE_EXTENSION && extension_owns(&between, rule))
			return owned_by(pcs, count, i, rule != OWNER_BY_REACH &&
							(between.library || is_called_back(pcs + i, count - i)));
		else if (kind == MODULE_EXTENSION)
		{
			server.alone = between.own_library;
			return server;
		}
		else if (kind == MODULE_OTHER && !is_language_runtime(frame_library(pcs[i])))
			between.library = true;
	}
	server.alone = between.server;
	return server;
}

SiteOwner
site_owner(uint32 number, OwnerRule rule)
{
	Site	   *site;

	if (number == 0)
		return (SiteOwner) {PROVENANCE_UNKNOWN, 0, 0, false, 0, false};
	site = site_of_number(number);
	if (!site->owner_known[rule])
	{
		site->owner[rule] = find_owner(own_array_at(&frames, site->first), site->count, rule);
		site->owner_known[rule] = true;
	}
	return site->owner[rule];
}

/* The nearest frame of a library, by the name that frame_library() gives. */
bool
site_owner_in(uint32 number, const char *library, SiteOwner *owner)
{
	const uintptr_t *pcs = NULL;
	int			count = site_frames(number, &pcs);

	for (int i = 0; i < count; i++)
		if (frame_library(pcs[i]) == library)
		{
			*owner = owned_by(pcs, count, i, false);
			return true;
		}
	return false;
}
