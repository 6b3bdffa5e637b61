/*
 * new_fill.c
 *		What new memory of an extension holds; see new_fill.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/hash_index.h"
#include "probe/new_fill.h"
#include "probe/poison_space.h"
#include "stack/frame.h"
#include "stack/recording.h"
#include "trace/tracer.h"

typedef struct FillingSite
{
	bool		known;
	bool		is_extensions;
	uint32		key;
} FillingSite;

static bool on;
static FillChoice choice;
static FillCount *count;
static OwnArray by_call = {.width = sizeof(FillingSite)};	/* by the site's number */
static OwnArray by_nearest = {.width = sizeof(FillingSite)};
static HashIndex sites = HASH_INDEX_INIT;	/* one for each key */
static MemoryContextMethods below[CONTEXT_KINDS];

uint32
new_fill_key(uintptr_t pc)
{
	const Module *module = module_of(pc);
	uint64		hash = module ? module_offset(module, pc) : pc;

	for (const char *p = module ? module->name : ""; *p; p++)
		hash = own_hash(hash + (unsigned char) *p);
	return (uint32) own_hash(hash);
}

static bool
has_bits(uint32 key, uint32 wanted, int bits)
{
	return bits == 0 || ((key ^ wanted) & (((uint64) 1 << bits) - 1)) == 0;
}

static bool
is_chosen(uint32 key)
{
	return has_bits(key, choice.key, choice.bits);
}

/* A function that is seen for the first time. */
static void
count_function(uint32 key, uint32 site)
{
	if (hash_index_find(&sites, key) != 0 || !hash_index_put(&sites, key, site))
		return;
	if (is_chosen(key))
	{
		count->key_of_chosen = key;
		count->chosen++;
	}
	else if (has_bits(key, choice.key ^ (uint32) 1 << (choice.bits - 1), choice.bits))
	{
		count->key_of_beside = key;
		count->beside++;
	}
}

/* Asked once for each stack; NULL without memory. */
static const FillingSite *
filling_site(uint32 number, OwnerRule rule)
{
	OwnArray   *known = rule == OWNER_BY_CALL ? &by_call : &by_nearest;
	FillingSite *site;

	while (known->count < number)
		if (own_array_append(known) == NULL)
			return NULL;
	if (number == 0)
		return NULL;
	site = own_array_at(known, number - 1);
	if (!site->known)
	{
		SiteOwner	owner = site_owner(number, rule);

		*site = (FillingSite) {.known = true,.is_extensions = owner.pc != 0};
		if (owner.pc != 0)
		{
			site->key = new_fill_key(owner.pc);
			count_function(site->key, number);
		}
	}
	return site;
}

/* What lies between the two in memory that is new, made at this stack. */
static void
fill(char *pointer, Size from, Size to, uint32 number, OwnerRule rule)
{
	const FillingSite *site = filling_site(number, rule);
	int			byte = choice.third ? NEW_FILL_THIRD : NEW_FILL_OTHER;

	if (site == NULL || !site->is_extensions || from >= to)
		return;
	if (!choice.others || !is_chosen(site->key))
		byte = 0;
	memset(pointer + from, byte, Min(to - from, NEW_FILL_BYTES));
}

static bool
is_wanted(MemoryContext context)
{
	return on && recording_is_main && context != ErrorContext;
}

/* Behind its end nothing is to be read; but repalloc may give the caller what lies there. */
static Size
space_of(ContextKind kind, Size size, void *pointer)
{
	return kind == KIND_BUMP ? size : unpadded_space(kind, size, pointer);
}

static void *
filling_alloc(COMPAT_ALLOC_PARAMS)
{
	ContextKind kind = context_kind(context);
	void	   *made = below[kind].alloc(COMPAT_ALLOC_ARGS);

	if (made && is_wanted(context))
		fill(made, 0, space_of(kind, size, made), site_at(SITE_DOOR), OWNER_BY_CALL);
	return made;
}

static void *
filling_realloc(COMPAT_REALLOC_PARAMS)
{
	MemoryContext owner = GetMemoryChunkContext(pointer);
	ContextKind kind = context_kind(owner);
	Size		before = chunk_space(kind, pointer);
	void	   *moved = below[kind].realloc(COMPAT_REALLOC_ARGS);

	if (moved && is_wanted(owner))
		fill(moved, before, space_of(kind, size, moved), site_at(SITE_DOOR), OWNER_BY_CALL);
	return moved;
}

/* Memory of malloc's, for an extension or a library that it needs. */
void
new_fill_outside(void *pointer, Size from, Size to)
{
	if (on && pointer != NULL && recording_is_main && !recording_inside)
		fill(pointer, from, to, site_here(), OWNER_BY_NEAREST);
}

static void
cover(ContextKind kind, MemoryContextMethods *methods)
{
	below[kind] = *methods;
	if (!on || kind == KIND_UNKNOWN)
		return;
	methods->alloc = filling_alloc;
	if (kind != KIND_BUMP)
		methods->realloc = filling_realloc;
}

const Layer new_fill_layer = {.cover = cover, .made = new_fill_outside};

/* What is seen from now on is counted there, from nothing. */
void
new_fill_start(const FillChoice *wanted, FillCount *counted)
{
	choice = *wanted;
	count = counted;
	*count = (FillCount) {0};
	on = true;
	tracer_relayer();
}

void
new_fill_stop(void)
{
	on = false;
	tracer_relayer();
	own_array_free(&by_call);
	own_array_free(&by_nearest);
	hash_index_free(&sites);
}

/* A stack at which the function with this key allocated; 0: none was seen. */
uint32
new_fill_site(uint32 key)
{
	return hash_index_find(&sites, key);
}
