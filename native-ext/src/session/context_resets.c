/*
 * context_resets.c
 *		Contexts that are emptied between statements; see context_resets.h.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "session/context_resets.h"
#include "stack/frame.h"
#include "stack/site.h"
#include "tree/context_record.h"
#include "utils/memutils.h"

/* How many names of contexts a hint lists. */
#define MOST_HINTED 10

static bool
is_named(const ContextResets *resets, MemoryContext context)
{
	const char *name = resets->text;

	for (int i = 0; i < resets->names.count; i++, name += strlen(name) + 1)
		if (strcmp(name, context->name) == 0)
			return true;
	return false;
}

static void
note_fate(ContextResets *resets, MemoryContext context, ResetFate fate)
{
	const char *name = resets->text;

	for (int i = 0; i < resets->names.count; i++, name += strlen(name) + 1)
		if (strcmp(name, context->name) == 0)
			resets->fates[i] = Max(resets->fates[i], fate);
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

/* What goes with its parent counts as reset, too. */
static void
reset_context(ContextResets *resets, MemoryContext context)
{
	MemoryContext below = context;

	while (below && has_below(context, below))
	{
		note_fate(resets, below, RESET_DONE);
		below = next_of(below, true);
	}
	MemoryContextReset(context);
}

/* Between two statements. */
void
contexts_reset_named(ContextResets *resets)
{
	MemoryContext context = resets->names.count > 0 && is_clients_statement() ?
		TopMemoryContext : NULL;

	while (context)
	{
		bool		named = is_named(resets, context);
		bool		resets_it = named && !is_needed(context);

		if (resets_it)
			reset_context(resets, context);
		else if (named)
			note_fate(resets, context, RESET_LEFT_ALONE);
		context = next_of(context, !resets_it);
	}
}

/* The names with that fate, quoted, with commas between; NULL: none has it. */
static char *
names_with(const ContextResets *resets, ResetFate fate)
{
	StringInfoData names;
	const char *name = resets->text;

	initStringInfo(&names);
	for (int i = 0; i < resets->names.count; i++, name += strlen(name) + 1)
		if (resets->fates[i] == fate)
			appendStringInfo(&names, "%s\"%s\"", names.len ? ", " : "", name);
	return names.len ? names.data : NULL;
}

/* Names that could be given, each once; NULL: there is none. */
static char *
names_to_reset(void)
{
	StringInfoData names;
	const char *listed[MOST_HINTED];
	int			count = 0;

	initStringInfo(&names);
	for (MemoryContext at = TopMemoryContext; at && count < MOST_HINTED; at = next_of(at, true))
	{
		bool		is_new = !is_needed(at);

		for (int i = 0; i < count && is_new; i++)
			is_new = strcmp(listed[i], at->name) != 0;
		if (!is_new)
			continue;
		listed[count++] = at->name;
		appendStringInfo(&names, "%s\"%s\"", names.len ? ", " : "", at->name);
	}
	return names.len ? names.data : NULL;
}

/* With the verdict of a window: the names that did nothing. */
void
contexts_reset_tell(const ContextResets *resets)
{
	char	   *absent = names_with(resets, RESET_SAW_NONE);
	char	   *left = names_with(resets, RESET_LEFT_ALONE);
	char	   *known = absent ? names_to_reset() : NULL;

	if (absent)
		ereport(WARNING,
				(errmsg("option \"reset_contexts\" reset nothing for %s", absent),
				 errdetail("No context had that name where a statement of the window began."),
				 known ? errhint("Extensions have contexts of these names now: %s.", known) :
				 errhint("Extensions have no contexts of their own now.")));
	if (left)
		ereport(WARNING,
				(errmsg("option \"reset_contexts\" left contexts alone: %s", left),
				 errdetail("The server needs or named what is called so, or a cursor's query "
						   "has it."),
				 errhint("Name contexts that an extension made and named for itself.")));
}
