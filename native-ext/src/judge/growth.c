/*
 * growth.c
 *		What a stretch of time added, by group; see growth.h.
 *
 * Only contexts as old as the backend are looked at: the server itself empties what lives in a
 * transaction or a statement. A context counts as leaked if it appeared, or moved from a shorter
 * life to the backend's, and its parent did not. Its size is that of its whole subtree. A context
 * that went away is subtracted, so a context that is replaced at each call is no leak.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "judge/growth.h"
#include "judge/registry.h"
#include "stack/frame.h"
#include "stack/language.h"
#include "tree/path.h"

typedef struct KeyIndex
{
	uint64		key;			/* 0: free */
	uint32		node;
} KeyIndex;

static OwnArray by_key = {.width = sizeof(KeyIndex)};
static Size by_key_slots;

static KeyIndex *
key_slot(uint64 key)
{
	KeyIndex   *slots = (KeyIndex *) by_key.data;
	Size		i = own_hash(key) & (by_key_slots - 1);

	while (slots[i].key != 0 && slots[i].key != key)
		i = (i + 1) & (by_key_slots - 1);
	return &slots[i];
}

static bool
index_by_key(const Walk *walk)
{
	by_key_slots = 64;
	while (by_key_slots < walk->nodes.count * 2)
		by_key_slots *= 2;
	if (!own_array_reserve(&by_key, by_key_slots))
		return false;
	memset(by_key.data, 0, by_key_slots * sizeof(KeyIndex));
	for (Size i = 0; i < walk->nodes.count; i++)
	{
		KeyIndex   *slot = key_slot(walk_node(walk, i)->key);

		slot->key = walk_node(walk, i)->key;
		slot->node = i;
	}
	return true;
}

/* The same context in the walk that was indexed, or NULL if it is not there. */
static const WalkNode *
same_context(const Walk *indexed, const WalkNode *node)
{
	KeyIndex   *slot = key_slot(node->key);

	return slot->key == 0 ? NULL : walk_node(indexed, slot->node);
}

/* Whether the context counts among those as old as the backend. */
static bool
is_judged(const WalkNode *node)
{
	return node != NULL && node->lifetime == LIFETIME_BACKEND && !node->clock_driven && !node->own;
}

static Size
after_subtree(const Walk *walk, Size top)
{
	Size		i = top + 1;

	while (i < walk->nodes.count && walk_node(walk, i)->level > walk_node(walk, top)->level)
		i++;
	return i;
}

static uint32
path_of_node(const Walk *walk, const WalkNode *node)
{
	const char *names[64];
	int			depth = 0;
	PackedList	list = {0};
	char		text[PACKED_PATH_BYTES];

	for (; depth < lengthof(names); node = walk_node(walk, node->parent))
	{
		names[depth++] = walk_name(walk, node);
		if (node->parent < 0)
			break;
	}
	while (depth > 0)
		packed_append(&list, text, sizeof(text), names[--depth]);
	return path_intern(&list, text);
}

/* The two differ in contexts that are named alike: these are one group. */
static void
set_hashes(Growth *growth, uint64 owner, uint64 object)
{
	growth->hash = group_hash(growth->check_type, growth->path, owner, object);
	growth->group = group_hash(growth->check_type, path_alike(growth->path), owner, object);
}

/* The extension that has this address, of which no frame is known. */
static SiteOwner
owner_by_address(uintptr_t address)
{
	return (SiteOwner) {
		.provenance = PROVENANCE_EXTENSION,
		.pc = address,
		.key = own_hash((uint64) (uintptr_t) frame_library(address)),
		.by_name = true,
	};
}

/*
 * What an extension made is the extension's, though the server allocated what is in it for itself:
 * it was told to work there. The nearest frame of the extension is who told it. There is none if
 * the function has gone by a tail call.
 */
static void
give_to_maker(Growth *growth)
{
	uintptr_t	name = path_name_address(growth->path);

	if (growth->owner.provenance != PROVENANCE_SERVER || name == 0 ||
		frame_module_kind(name) != MODULE_EXTENSION)
		return;
	if (!site_owner_in(growth->site, frame_library(name), &growth->owner))
		growth->owner = owner_by_address(name);
}

/*
 * All growth of one owner is one group, whatever the call stacks. For the server each stack is a
 * group of its own: as one owner it would be too large.
 */
static void
set_owner(Growth *growth, uint32 site, OwnerRule rule)
{
	growth->site = site;
	growth->owner = site_owner(site, rule);
	give_to_maker(growth);
	set_hashes(growth, growth->owner.key ? growth->owner.key : site, 0);
}

/*
 * Adds a context with its subtree. A context that was moved to the backend's life was made for a
 * caller, as SPI_prepare makes a plan.
 */
bool
growth_of_context(GrowthList *growths, const ContextChange *change)
{
	Growth		growth = {0};

	growth.check_type = CHECK_CONTEXT_LEAK;
	growth.path = change->path;
	set_owner(&growth, change->site, change->born_long ? OWNER_BY_ALL : OWNER_BY_ENTRY);
	growth.node_key = change->node_key;
	if (change->ident)
		text_copy(growth.ident, sizeof(growth.ident), change->ident,
				  strnlen(change->ident, WALK_IDENT_BYTES));
	growth.bytes = change->bytes;
	growth.count = change->count;
	return growth.path != 0 && growth_add(growths, &growth);
}

/* Whose it is: the context's, or, where that was never used, the first's below it that was. */
static bool
add_subtree(GrowthList *growths, const Walk *walk, Size top, int sign)
{
	const WalkNode *node = walk_node(walk, top);
	Size		end = after_subtree(walk, top);
	ContextChange change = {.count = sign};

	change.path = path_of_node(walk, node);
	change.node_key = node->key;
	change.ident = node->ident_length > 0 ? walk_ident(walk, node) : NULL;
	for (Size i = top; i < end; i++)
	{
		const WalkNode *below = walk_node(walk, i);

		change.bytes += sign * (int64) below->total;
		if (change.site == 0)
		{
			change.site = below->birth_site;
			change.born_long = below->born_long;
		}
	}
	return growth_of_context(growths, &change);
}

/* Subtrees of one walk that are not in the other, which is indexed. */
static bool
add_subtrees_only_in(GrowthList *growths, const Walk *walk, const Walk *other, int sign)
{
	Size		i = 0;

	while (i < walk->nodes.count)
	{
		const WalkNode *node = walk_node(walk, i);

		if (!is_judged(node) || is_judged(same_context(other, node)))
		{
			i++;
			continue;
		}
		if (!add_subtree(growths, walk, i, sign))
			return false;
		i = after_subtree(walk, i);
	}
	return true;
}

/* Adds the contexts that came and went; false when no memory is left. */
bool
growth_of_contexts(GrowthList *growths, const Walk *before, const Walk *after)
{
	return index_by_key(before) && add_subtrees_only_in(growths, after, before, 1) &&
		index_by_key(after) && add_subtrees_only_in(growths, before, after, -1);
}

/* Contexts on the path; 0 outside the contexts. */
static int
depth_of(uint32 path)
{
	return path ? path_list(path)->count : 0;
}

/* Whether the path leads through this child of TopMemoryContext. */
static bool
is_below(uint32 path, const char *child)
{
	const char *second = path_text(path) + strlen(path_text(path)) + 1;

	return path_list(path)->count >= 2 && strcmp(second, child) == 0;
}

/*
 * A chunk that is not the server's is in the wrong context if the server keeps its own data
 * there. In any other context it was not freed, or it was made larger.
 */
static CheckType
type_of_holding(uint32 path, HoldingKind kind, Provenance provenance)
{
	int			depth = depth_of(path);

	if (depth == 0)
		return holding_is_mapped(kind) ? CHECK_MAPPING_LEAK : CHECK_MALLOC_LEAK;
	if (provenance != PROVENANCE_SERVER &&
		(depth == 1 || (depth == 2 && is_below(path, "CacheMemoryContext"))))
		return CHECK_WRONG_CTX_ALLOC;
	return kind == HOLDING_ENLARGED ? CHECK_CTX_BLOAT : CHECK_CHUNK_LEAK;
}

static OwnerRule
rule_of_holding(const HoldingGrowth *holding)
{
	switch (depth_of(holding->path))
	{
		case 0:
			return OWNER_BY_NEAREST;
		case 1:
			return OWNER_BY_ENTRY;
		default:
			/* what a helper does on the way often fills a context of the server's */
			return OWNER_BY_ALL;
	}
}

/*
 * Whether no extension has any part in it. Pending statistics come and go with the clock. The
 * server's own calls of malloc are not followed; those of a library that the server shares with
 * an extension are seen by accident.
 */
static bool
is_servers_alone(const HoldingGrowth *holding, const SiteOwner *owner)
{
	if (owner->provenance != PROVENANCE_SERVER)
		return false;
	return holding->path == 0 ? owner->alone : is_below(holding->path, "PgStat Pending");
}

/* Whether it is the server's, and an extension called the function that allocated it. */
static bool
is_called_for(const Growth *growth)
{
	return growth->path != 0 && growth->owner.provenance == PROVENANCE_SERVER &&
		site_owner(growth->site, OWNER_BY_CALL).provenance == PROVENANCE_EXTENSION;
}

/* A release is no part of the group that grows. */
static void
set_apart(Growth *release)
{
	release->hash = release->group = own_hash(release->hash + (release->by_call ? 2 : 1));
}

/*
 * By which rule a site owns what it holds. What one function of the server frees for an extension
 * that called it for that, as FreeTupleDesc() does, may be the extension's.
 */
static OwnerRule
owning_rule(const HoldingGrowth *holding)
{
	OwnerRule	rule = rule_of_holding(holding);

	if (holding->kind == HOLDING_RELEASED && holding->path != 0 &&
		site_owner(holding->site, rule).provenance == PROVENANCE_SERVER)
		return OWNER_BY_CALL;
	return rule;
}

/* Adds what a site holds more, or less; false when no memory is left. */
bool
growth_of_holding(GrowthList *growths, const HoldingGrowth *holding)
{
	Growth		growth = {0};
	OwnerRule	rule = owning_rule(holding);
	SiteOwner	owner = site_owner(holding->site, rule);

	if (is_servers_alone(holding, &owner))
		return true;
	growth.path = holding->path;
	growth.check_type = type_of_holding(holding->path, holding->kind, owner.provenance);
	set_owner(&growth, holding->site, rule);
	growth.enlarged = holding_is_enlarged(holding->kind) && holding->bytes > 0;
	growth.released = holding_is_released(holding->kind);
	growth.by_call = growth.released ? rule == OWNER_BY_CALL : is_called_for(&growth);
	if (growth.released)
		set_apart(&growth);
	growth.node_key = holding->node_key;
	growth.bytes = holding->bytes;
	growth.count = holding->count;
	return growth_add(growths, &growth);
}

/* What is concerned is told by the event, the context and owner, or else by the message. */
static uint64
object_of_event(const Event *event)
{
	if (event->object != 0)
		return event->object;
	if (event->path != 0 || event->site != 0)
		return 1;
	return hash_bytes_extended((const unsigned char *) event->detail, strlen(event->detail), 0);
}

/* Adds something that was seen at one moment; false when no memory is left. */
bool
growth_of_event(GrowthList *growths, const Event *event)
{
	Growth		growth = {0};

	growth.check_type = event->check_type;
	growth.path = event->path;
	growth.site = event->site;
	growth.freed_site = event->freed_site;
	growth.made_site = event->made_site;
	growth.owner = event->library ? owner_by_address(event->library) :
		site_owner(event->site, event->rule);
	growth.owner.through_library |= event->library != 0 &&
		library_runs_language(frame_library(event->library));
	set_hashes(&growth, growth.owner.key, object_of_event(event));
	growth.node_key = event->node_key;
	growth.bytes = event->bytes;
	growth.count = event->count;
	growth.certain = event->certain;
	growth.freed_elsewhere = event->freed_elsewhere;
	growth.released = event->released;
	if (growth.released)
		set_apart(&growth);
	string_copy(growth.detail, sizeof(growth.detail), event->detail);
	return growth_add(growths, &growth);
}
