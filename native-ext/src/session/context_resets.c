/*
 * context_resets.c
 *		Contexts that are emptied between statements; see context_resets.h.
 */
#include "postgres.h"

#include "session/context_resets.h"
#include "stack/frame.h"
#include "stack/site.h"
#include "tree/context_record.h"
#include "utils/memutils.h"

static bool
is_named(const ContextResets *resets, MemoryContext context)
{
	const char *name = resets->text;

	for (int i = 0; i < resets->names.count; i++, name += strlen(name) + 1)
		if (strcmp(name, context->name) == 0)
			return true;
	return false;
}

static bool
has_below(MemoryContext context, MemoryContext other)
{
	while (other && other != context)
		other = other->parent;
	return other != NULL;
}

/*
 * Names are constants of who made the context: this tells it also of contexts that are older than
 * the window. One that is in no library is an extension's, which made it up at run time.
 */
static bool
is_servers(MemoryContext context)
{
	ModuleKind	namer = frame_module_kind((uintptr_t) context->name + 1);
	const ContextRecord *record = context_record_find(context);

	return namer == MODULE_SERVER || namer == MODULE_OBSERVER ||
		(record && record->birth_site &&
		 site_owner(record->birth_site, OWNER_BY_ENTRY).provenance == PROVENANCE_SERVER);
}

/* A cursor's query is not over, and what was made for it not either. */
static bool
is_of_portal(MemoryContext context)
{
	while (context && strcmp(context->name, "TopPortalContext") != 0)
		context = context->parent;
	return context != NULL;
}

/* By the server: it would be lost without what is in there. */
static bool
is_needed(MemoryContext context)
{
	const MemoryContext needed[] = {
		CurrentMemoryContext, CacheMemoryContext, MessageContext, TopTransactionContext,
		CurTransactionContext, PortalContext, ErrorContext
	};

	for (int i = 0; i < lengthof(needed); i++)
		if (has_below(context, needed[i]))
			return true;
	return is_servers(context) || is_of_portal(context);
}

/* The next one of the tree, without what is below this one if that is not wanted; NULL: no more. */
static MemoryContext
next_of(MemoryContext context, bool below)
{
	if (below && context->firstchild)
		return context->firstchild;
	while (context && context->nextchild == NULL)
		context = context->parent;
	return context ? context->nextchild : NULL;
}

/* The server's main loop works there. What a deferred trigger asks of SPI is analyzed elsewhere. */
static bool
is_clients_statement(void)
{
	return has_below(MessageContext, CurrentMemoryContext);
}

/* Between two statements. */
void
contexts_reset_named(const ContextResets *resets)
{
	MemoryContext context = resets->names.count > 0 && is_clients_statement() ?
		TopMemoryContext : NULL;

	while (context)
	{
		bool		named = is_named(resets, context) && !is_needed(context);

		if (named)
			MemoryContextReset(context);
		context = next_of(context, !named);
	}
}
