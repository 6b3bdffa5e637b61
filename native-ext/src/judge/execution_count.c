/*
 * execution_count.c
 *		Executions by statement; see execution_count.h.
 *
 * When the table has grown to its limit, what ran before the last time that it
 * did so is dropped.
 */
#include "postgres.h"

#include "base/hash_index.h"
#include "base/loss.h"
#include "judge/execution_count.h"

/* Statements that are remembered at least. */
#define SMALLEST_LIMIT 16384

typedef struct Counted
{
	uint64		statement;
	int			executions;
	int			holds;			/* of the registry */
	uint64		age;			/* clean-ups before it ran last */
} Counted;

static OwnArray counted = {.width = sizeof(Counted)};
static HashIndex by_statement = HASH_INDEX_INIT;
static Size limit = SMALLEST_LIMIT;
static uint64 clean_ups;

static Counted *
find(uint64 statement)
{
	uint32		number = hash_index_find(&by_statement, statement);

	return number ? own_array_at(&counted, number - 1) : NULL;
}

static void
clean_up(void)
{
	Size		kept = 0;

	hash_index_clear(&by_statement);
	for (Size i = 0; i < counted.count; i++)
	{
		Counted		entry = *(Counted *) own_array_at(&counted, i);

		if ((entry.holds == 0 && entry.age < clean_ups) ||
			!hash_index_put(&by_statement, entry.statement, kept + 1))
			continue;
		*(Counted *) own_array_at(&counted, kept++) = entry;
	}
	counted.count = kept;
	clean_ups++;
	limit = Max(kept * 2, SMALLEST_LIMIT);
}

static Counted *
find_or_make(uint64 statement)
{
	Counted    *entry = find(statement);

	if (entry != NULL)
		return entry;
	if (counted.count >= limit)
		clean_up();
	entry = own_array_append(&counted);
	if (entry == NULL)
		return NULL;
	entry->statement = statement;
	if (hash_index_put(&by_statement, statement, counted.count))
		return entry;
	counted.count--;
	return NULL;
}

/* It runs once more: how often that makes in all. */
int
executions_add(uint64 statement)
{
	Counted    *entry = find_or_make(statement);

	if (entry == NULL)
	{
		loss_note(LOSS_NO_MEMORY);
		return 1;
	}
	entry->age = clean_ups;
	return ++entry->executions;
}

int
executions_of(uint64 statement)
{
	const Counted *entry = find(statement);

	return entry ? entry->executions : 0;
}

void
executions_keep(uint64 statement)
{
	Counted    *entry = find_or_make(statement);

	if (entry)
		entry->holds++;
}

void
executions_release(uint64 statement)
{
	Counted    *entry = find(statement);

	if (entry && entry->holds > 0)
		entry->holds--;
}
