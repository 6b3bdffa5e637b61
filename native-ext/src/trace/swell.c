/*
 * swell.c
 *		Names of contexts that swelled, by kind of statement; see swell.h.
 */
#include "postgres.h"

#include "stack/module.h"
#include "trace/swell.h"

#define MOST_ENTRIES 256
#define MOST_FOLLOWED 16
#define MOST_PILES 64

const char	SWELL_OF_AGGREGATES[] = "aggregates";

typedef struct Swell
{
	uint64		kind;			/* of statement, 0: free */
	const char *name;			/* compared by address, never read */
	bool		servers;		/* no extension holds anything there */
	bool		looked;			/* its chunks were followed once */
	bool		in_window;		/* noted since the outermost window was opened */
} Swell;

static Swell entries[MOST_ENTRIES];
static int	next_entry;			/* the one that makes room */
static int	entry_count;		/* that ever were in use */
static uint64 running;			/* kind of the statement that runs, 0: none */
static const char *followed[MOST_FOLLOWED]; /* in it */
static int	followed_count;

/* A top-level statement begins. */
void
swell_statement_begins(uint64 kind)
{
	running = kind;
	followed_count = 0;
	for (int i = 0; i < entry_count && followed_count < MOST_FOLLOWED; i++)
		if (kind != 0 && entries[i].kind == kind && !entries[i].servers)
			followed[followed_count++] = entries[i].name;
}

/* What the contexts of one name have taken, in this look. */
typedef struct Pile
{
	const char *name;
	int64		bytes;
} Pile;

static Pile piles[MOST_PILES];
static int	pile_count;

static Swell *
entry_of(const char *name)
{
	for (int i = 0; i < entry_count; i++)
		if (entries[i].kind == running && entries[i].name == name)
			return &entries[i];
	return NULL;
}

/* A context of this name has swelled in the statement that runs. */
void
swell_note(const char *name)
{
	if (running == 0 || name == NULL || !module_extension_seen || entry_of(name))
		return;
	entries[next_entry] = (Swell) {.kind = running, .name = name, .in_window = true};
	entry_count = Max(entry_count, next_entry + 1);
	next_entry = (next_entry + 1) % MOST_ENTRIES;
}

/* A look at the contexts of a query, or of a statement, begins. */
void
swell_look_begins(void)
{
	pile_count = 0;
}

/* A context of this name has taken so much. Those that come after MOST_PILES names are alone. */
void
swell_add(const char *name, int64 bytes)
{
	int			i = 0;

	while (i < pile_count && piles[i].name != name)
		i++;
	if (i == MOST_PILES)
	{
		if (bytes >= SWELL_BYTES)
			swell_note(name);
		return;
	}
	if (i == pile_count)
		piles[pile_count++] = (Pile) {name, 0};
	piles[i].bytes += bytes;
	if (piles[i].bytes >= SWELL_BYTES)
		swell_note(name);
}

/* Whether those of this name have swelled, together, in this look. */
bool
swell_has(const char *name)
{
	for (int i = 0; i < pile_count; i++)
		if (piles[i].name == name)
			return piles[i].bytes >= SWELL_BYTES;
	return false;
}

/* Contexts of this name were followed; whether all that was in them is the server's. */
void
swell_is_servers(const char *name, bool servers)
{
	Swell	   *entry = running ? entry_of(name) : NULL;

	if (entry == NULL)
		return;
	entry->servers = servers;
	entry->looked = true;
}

void
swell_window_begins(void)
{
	for (int i = 0; i < entry_count; i++)
		entries[i].in_window = false;
}

/* Names, by kind of statement, whose chunks were not followed in this window or before. */
int
swell_unlooked(void)
{
	int			count = 0;

	for (int i = 0; i < entry_count; i++)
		count += entries[i].in_window && !entries[i].looked;
	return count;
}

/* Whether the chunks of a new context of this name are to be followed. */
bool
swell_follows(const char *name)
{
	for (int i = 0; i < followed_count; i++)
		if (followed[i] == name)
			return true;
	return false;
}

/* One of this name was followed until it was deleted. */
void
swell_looked(const char *name)
{
	Swell	   *entry = running ? entry_of(name) : NULL;

	if (entry)
		entry->looked = true;
}

/* Whether it is a set-returning function's, for all of its calls. */
bool
swell_is_of_rows(MemoryContext context)
{
	return context->name && strcmp(context->name, "SRF multi-call context") == 0;
}

/* Whether it is that, or an output plugin's for all that it decodes in one call. */
bool
swell_is_of_calls(MemoryContext context)
{
	return swell_is_of_rows(context) ||
		(context->name && strcmp(context->name, "Logical decoding context") == 0);
}
