/*
 * holds.c
 *		What is in the memory that a finding is about; see holds.h.
 */
#include "postgres.h"

#include "base/amount.h"
#include "judge/contents.h"
#include "judge/holds.h"
#include "stack/symbol.h"
#include "tree/context_record.h"
#include "tree/path.h"

#define MOST_SUMS 64			/* different things that are added up */
#define MOST_TOLD 5

/* Whose a row of the look is. */
typedef struct RowOwner
{
	bool		known;
	CheckType	check_type;
	uint64		group;
	SiteOwner	owner;
	uint32		site;
} RowOwner;

/* One thing that is held. */
typedef struct HeldSum
{
	ContentsName name;
	int64		size_class;		/* of what is told by size alone, else 0 */
	int64		count;
	int64		bytes;
} HeldSum;

typedef struct HeldSums
{
	HeldSum		items[MOST_SUMS];
	int			count;
	HeldSum		others;
} HeldSums;

static OwnArray rows = {.width = sizeof(ContentsRow)};
static OwnArray owners = {.width = sizeof(RowOwner)};
static bool complete;

static uint64
owner_key(const SiteOwner *owner, uint32 site)
{
	return owner->key ? owner->key : site;
}

static bool
is_same_place(const Growth *growth, uint32 path)
{
	if (path == growth->path || path_alike(path) == growth->path)
		return true;
	return growth->many_names && path_list(path)->count > 1 &&
		path_parent(path) == path_parent(growth->path);
}

/* Whether the row is in a context that stayed, or below one. */
static bool
is_in_leaked(const Growth *growth, const ContentsRow *row)
{
	MemoryContext at = row->context;
	const ContextRecord *record;
	SiteOwner	owner;

	for (int up = path_list(row->path)->count - path_list(growth->path)->count; up > 0 && at; up--)
		at = at->parent;
	record = at ? context_record_find(at) : NULL;
	if (record == NULL || record->born == 0 || !is_same_place(growth, path_of(at)))
		return false;
	if (growth->owner.by_name || record->birth_site == 0)
		return true;
	owner = site_owner(record->birth_site, record->born_long ? OWNER_BY_ALL : OWNER_BY_ENTRY);
	return owner_key(&owner, record->birth_site) == owner_key(&growth->owner, growth->site);
}

static bool
is_of(const Growth *growth, const ContentsRow *row, const RowOwner *owner)
{
	if (growth->path == 0 || row->path == 0 || check_type_is_corruption(growth->check_type))
		return false;
	if (growth->check_type == CHECK_CONTEXT_LEAK)
		return path_list(row->path)->count >= path_list(growth->path)->count &&
			is_in_leaked(growth, row);
	if (!owner->known || owner->check_type != growth->check_type)
		return false;
	return owner->group == growth->group ||
		(is_same_place(growth, row->path) &&
		 owner_key(&owner->owner, owner->site) == owner_key(&growth->owner, growth->site));
}

static bool
is_of_any(const OwnArray *judged, const ContentsRow *row, const RowOwner *owner)
{
	for (Size i = 0; i < judged->count; i++)
		if (judged_at(judged, i)->reported && is_of(&judged_at(judged, i)->growth, row, owner))
			return true;
	return false;
}

static bool
is_about_contents(const JudgedGrowth *judged)
{
	return judged->reported && judged->growth.path != 0 &&
		!check_type_is_corruption(judged->growth.check_type);
}

/* Those that holds_take() is about. */
static const OwnArray *looked_for;

/* Whether it has stayed, or lies in one that has. */
static bool
is_in_any_leaked(MemoryContext context, uint32 path)
{
	const ContentsRow row = {.context = context, .path = path};

	for (Size i = 0; i < looked_for->count; i++)
	{
		const JudgedGrowth *judged = judged_at(looked_for, i);

		if (is_about_contents(judged) && judged->growth.check_type == CHECK_CONTEXT_LEAK &&
			is_of(&judged->growth, &row, &(RowOwner) {0}))
			return true;
	}
	return false;
}

static RowOwner
owner_of(const ContentsRow *row)
{
	Growth		growth;
	RowOwner	owner = {.known = contents_owner(row, &growth)};

	if (owner.known)
	{
		owner.check_type = growth.check_type;
		owner.group = growth.group;
		owner.owner = growth.owner;
		owner.site = growth.site;
	}
	return owner;
}

/* Of what is not about contexts there is nothing to look at. */
void
holds_take(const OwnArray *judged)
{
	Size		wanted = 0;

	holds_forget();
	for (Size i = 0; i < judged->count; i++)
		if (is_about_contents(judged_at(judged, i)))
			wanted++;
	if (wanted == 0)
		return;
	looked_for = judged;
	complete = contents_take(&rows, HOLDS_MOST_CHUNKS);
	if (!contents_add_others(&rows, HOLDS_MOST_CHUNKS, HOLDS_MOST_US, is_in_any_leaked, false))
		complete = false;
	for (Size i = 0; i < rows.count; i++)
	{
		const ContentsRow *row = own_array_at(&rows, i);
		RowOwner   *owner = own_array_append(&owners);

		if (owner == NULL)
		{
			rows.count = i;
			complete = false;
			return;
		}
		*owner = owner_of(row);
		if (is_of_any(judged, row, owner))
			contents_want(row, &owner->owner);
	}
}

static void
add_row(HeldSums *sums, const ContentsRow *row, const RowOwner *owner)
{
	ContentsName name = contents_name(row, &owner->owner);
	int64		size = name.name[0] ? 0 : row->size_class;
	HeldSum    *sum = NULL;

	for (int i = 0; i < sums->count && sum == NULL; i++)
	{
		HeldSum    *item = &sums->items[i];

		if (item->size_class == size && item->name.is_array == name.is_array &&
			strcmp(item->name.name, name.name) == 0)
			sum = item;
	}
	if (sum == NULL && sums->count < MOST_SUMS)
	{
		sum = &sums->items[sums->count++];
		*sum = (HeldSum) {.name = name, .size_class = size};
	}
	if (sum == NULL)
		sum = &sums->others;
	sum->count += row->count;
	sum->bytes += row->bytes;
}

static int
by_bytes(const void *a, const void *b)
{
	const HeldSum *one = a;
	const HeldSum *other = b;

	if (one->bytes != other->bytes)
		return one->bytes > other->bytes ? -1 : 1;
	return strcmp(one->name.name, other->name.name);
}

/* Room that is left behind what was said so far. */
typedef struct Words
{
	char	   *text;
	Size		size;
	Size		length;
} Words;

static void pg_attribute_printf(2, 3)
say(Words *words, const char *format, ...)
{
	va_list		arguments;
	int			written;

	va_start(arguments, format);
	written = vsnprintf(words->text + words->length, words->size - words->length, format,
						arguments);
	va_end(arguments);
	if (written > 0)
		words->length = Min(words->length + written, words->size - 1);
}

static void
say_sum(Words *words, const HeldSum *sum)
{
	Amount		bytes = amount_in_short(sum->bytes);

	if (strcmp(sum->name.kind, "unread") == 0)
		say(words, "%s not looked into (%s)", bytes.text, sum->name.name);
	else if (sum->size_class)
		say(words, "%s of up to %lld bytes (%s)", amount_of_things(sum->count, "chunk").text,
			(long long) sum->size_class, bytes.text);
	else if (strcmp(sum->name.kind, "text") == 0)
		say(words, "%s of %s%s in %s", bytes.text, sum->name.name,
			strcmp(sum->name.name, "string") == 0 ? "s" : "",
			amount_of_things(sum->count, "chunk").text);
	else
		say(words, "%lld %s%s (%s)", (long long) sum->count, sum->name.name,
			sum->name.is_array ? "[]" : "", bytes.text);
}

static void
say_sums(HeldSums *sums, Words *words)
{
	int			told = Min(sums->count, MOST_TOLD);

	qsort(sums->items, sums->count, sizeof(HeldSum), by_bytes);
	if (sums->count > 0 && !complete)
		say(words, "at least ");
	for (int i = 0; i < told; i++)
	{
		say(words, "%s", i > 0 ? ", " : "");
		say_sum(words, &sums->items[i]);
	}
	for (int i = told; i < sums->count; i++)
	{
		sums->others.count += sums->items[i].count;
		sums->others.bytes += sums->items[i].bytes;
	}
	if (sums->others.count > 0)
		say(words, ", %s (%s)", amount_of_things(sums->others.count, "other").text,
			amount_in_short(sums->others.bytes).text);
}

/* The type of all that one function has from malloc(). */
static void
say_malloc(const Growth *growth, Words *words)
{
	const Symbol *symbol = growth->owner.pc && !growth->owner.by_name ?
		symbol_of(growth->owner.pc) : NULL;

	if (growth->check_type == CHECK_MALLOC_LEAK && !growth->owner.through_library && symbol &&
		symbol->type[0] && symbol->type_bytes > 0 && growth->count > 0 && !symbol->type_is_open &&
		growth->bytes == growth->count * symbol->type_bytes)
		say(words, "%lld %s (%s)", (long long) growth->count, symbol->type,
			amount_in_short(growth->bytes).text);
}

void
holds_say(const Growth *growth, char *to, Size size)
{
	static HeldSums sums;
	Words		words = {to, size};

	memset(&sums, 0, sizeof(sums));
	to[0] = '\0';
	if (growth->path == 0)
		say_malloc(growth, &words);
	for (Size i = 0; i < rows.count; i++)
	{
		const ContentsRow *row = own_array_at(&rows, i);
		const RowOwner *owner = own_array_at(&owners, i);

		if (is_of(growth, row, owner))
			add_row(&sums, row, owner);
	}
	say_sums(&sums, &words);
}

void
holds_forget(void)
{
	own_array_free(&rows);
	own_array_free(&owners);
}
