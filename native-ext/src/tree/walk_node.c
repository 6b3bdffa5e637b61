/*
 * walk_node.c
 *		What a walk says of a context by its place, its name and its ident; see walk_node.h.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "replication/slot.h"
#include "replication/walsender.h"
#include "replication/walsender_private.h"
#include "stack/site.h"
#include "tree/walk_node.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

static int64 last_sequence;

void
walk_init(Walk *walk)
{
	memset(walk, 0, sizeof(*walk));
	own_array_init(&walk->nodes, sizeof(WalkNode));
	own_array_init(&walk->text, 1);
}

void
walk_free(Walk *walk)
{
	own_array_free(&walk->nodes);
	own_array_free(&walk->text);
}

void
walk_clear(Walk *walk)
{
	walk->nodes.count = 0;
	walk->text.count = 0;
	walk->bytes = 0;
}

/* A look is taken now. */
void
walk_date(Walk *walk)
{
	walk->sequence = ++last_sequence;
	walk->taken_at = GetCurrentTimestamp();
}

bool
walk_append_text(Walk *walk, const char *text, Size length, uint32 *offset)
{
	*offset = (uint32) walk->text.count;
	return own_array_append_bytes(&walk->text, text, length) &&
		own_array_append_bytes(&walk->text, "", 1);
}

/* How much of an ident is kept. */
uint32
walk_ident_bytes(const char *ident)
{
	int			length;

	if (ident == NULL)
		return 0;
	length = strnlen(ident, WALK_IDENT_BYTES + 1);
	return length > WALK_IDENT_BYTES ? pg_mbcliplen(ident, length, WALK_IDENT_BYTES) : length;
}

/*
 * Whether this process replicates, which is one command without an end: what it has made for that
 * lies below its message, and lives as long as the process.
 */
static bool
is_replicating(void)
{
	return am_walsender && MyWalSnd != NULL &&
		(MyReplicationSlot != NULL || MyWalSnd->state == WALSNDSTATE_CATCHUP ||
		 MyWalSnd->state == WALSNDSTATE_STREAMING);
}

/* The context that is emptied when a message has been served; NULL: none is. */
MemoryContext
walk_message_root(void)
{
	return is_replicating() ? NULL : MessageContext;
}

/* The server empties them by itself. */
static inline Lifetime
lifetime_of_root(MemoryContext context)
{
	if (context == TopTransactionContext || context == CurTransactionContext)
		return LIFETIME_TRANSACTION;
	if (context == ErrorContext || context == PortalContext ||
		(context == MessageContext && !is_replicating()))
		return LIFETIME_STATEMENT;
	return LIFETIME_BACKEND;
}

/*
 * TopPortalContext has no exported variable, but the server creates it before anything else could
 * take its name.
 */
static bool
is_name_of_statements(const char *name)
{
	return name && (strcmp(name, "TopPortalContext") == 0 ||
					strcmp(name, "RowDescriptionContext") == 0);
}

/* A context lives as long as its parent unless it is one of the roots. */
Lifetime
lifetime_below(MemoryContext context, Lifetime parent)
{
	Lifetime	lifetime = parent == LIFETIME_BACKEND ? lifetime_of_root(context) : parent;

	if (lifetime == LIFETIME_BACKEND && context->parent == TopMemoryContext &&
		is_name_of_statements(context->name))
		return LIFETIME_STATEMENT;
	return lifetime;
}

/* Pending statistics are kept back until a timer says so, whatever runs. */
static bool
is_name_of_clocks(const char *name)
{
	return name && strncmp(name, "PgStat ", 7) == 0;
}

static bool
is_made_by_extension(uint32 birth_site)
{
	return site_owner(birth_site, OWNER_BY_ALL).provenance == PROVENANCE_EXTENSION;
}

bool
is_clock_driven(MemoryContext context, uint32 birth_site)
{
	return context->parent == TopMemoryContext && is_name_of_clocks(context->name) &&
		!is_made_by_extension(birth_site);
}

/* What a name says is found out once for each. NULL without memory. */
const KnownName *
walk_know_name(Walk *walk, KnownName *known, const char *name)
{
	KnownName  *slot = &known[((uintptr_t) name >> 3) % NAME_MEMORY];

	if (slot->name == name && name != NULL && strcmp(walk->text.data + slot->offset, name) == 0)
		return slot;
	slot->name = name;
	slot->length = name ? strlen(name) : 0;
	slot->is_statements = is_name_of_statements(name);
	slot->is_clocks = is_name_of_clocks(name);
	return walk_append_text(walk, name ? name : "", slot->length, &slot->offset) ? slot : NULL;
}

/* How long a context of this walk lives. */
Lifetime
walk_lifetime_at(const Walk *walk, MemoryContext context, int parent)
{
	return lifetime_below(context, parent < 0 ? LIFETIME_BACKEND :
						  (Lifetime) walk_node(walk, parent)->lifetime);
}

/* What it has of the place where it stands. */
void
walk_place(const Walk *walk, WalkNode *node, MemoryContext context, int parent,
		   const KnownName *name)
{
	const WalkNode *above = parent < 0 ? NULL : walk_node(walk, parent);

	node->parent = parent;
	node->level = above ? above->level + 1 : 0;
	node->kind = context_kind(context);
	node->lifetime = above && above->lifetime != LIFETIME_BACKEND ? above->lifetime :
		lifetime_of_root(context);
	if (node->lifetime == LIFETIME_BACKEND && name->is_statements &&
		context->parent == TopMemoryContext)
		node->lifetime = LIFETIME_STATEMENT;
	node->name_offset = name->offset;
	node->name_length = name->length;
}

/* And what it has of that and of who made it. */
void
walk_place_birth(const Walk *walk, WalkNode *node, const KnownName *name)
{
	node->clock_driven = node->parent >= 0 && (walk_node(walk, node->parent)->clock_driven ||
											   (name->is_clocks && node->parent == 0 &&
												!is_made_by_extension(node->birth_site)));
}
