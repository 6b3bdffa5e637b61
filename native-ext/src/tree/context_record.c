/*
 * context_record.c
 *		Address to record, open addressing with linear probing; see
 *		context_record.h.
 *
 * Records of deleted contexts stay until the table would have to grow; then
 * those that the tracer saw die, or that the latest complete walk did not meet,
 * and nobody since, are dropped. A remembered address is only compared, never read.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "tree/context_record.h"

RecordKeeper context_records_keeper;

static uint64 age;
static uint64 statement = 1;	/* number of the running one */
static OwnArray table = {.width = sizeof(ContextRecord)};
static Size slots;				/* power of two, or 0 before first use */
static Size used;
static uint64 last_key;
uint64		context_record_looks = 1;
static ContextRecord none;
ContextRecord *context_record_latest = &none;

static ContextRecord *
find_slot(ContextRecord *records, Size nslots, MemoryContext context)
{
	Size		i = own_hash((uint64) (uintptr_t) context) & (nslots - 1);

	while (records[i].context != NULL && records[i].context != context)
		i = (i + 1) & (nslots - 1);
	return &records[i];
}

static bool
is_worth_keeping(const ContextRecord *record)
{
	return record->context != NULL &&
		((record->seen + 1 >= context_record_looks && !record->dead) || record->chunks != 0);
}

/* Rebuilds the table for what is worth keeping and room for as much again. */
static bool
sweep(void)
{
	ContextRecord *old = (ContextRecord *) table.data;
	OwnArray	fresh;
	Size		keep = 0;
	Size		wanted = 1024;

	if (context_records_keeper)
		context_records_keeper();
	for (Size i = 0; i < slots; i++)
		if (is_worth_keeping(&old[i]))
			keep++;
	while (wanted < keep * 4)
		wanted *= 2;

	own_array_init(&fresh, sizeof(ContextRecord));
	if (!own_array_reserve(&fresh, wanted))
		return false;
	for (Size i = 0; i < slots; i++)
		if (is_worth_keeping(&old[i]))
			*find_slot((ContextRecord *) fresh.data, wanted, old[i].context) = old[i];
	own_array_free(&table);
	context_record_latest = &none;
	table = fresh;
	slots = wanted;
	used = keep;
	return true;
}

/* The same as context_record_find(), if it is not the latest one. */
ContextRecord *
context_record_look(MemoryContext context)
{
	ContextRecord *record;

	if (slots == 0)
		return NULL;
	record = find_slot((ContextRecord *) table.data, slots, context);
	if (record->context == NULL)
		return NULL;
	context_record_latest = record;
	return record;
}

/* This context will be asked for next: has the processor fetch what is known of it meanwhile. */
void
context_record_soon(MemoryContext context)
{
	const ContextRecord *records = (const ContextRecord *) table.data;

	if (slots == 0)
		return;
	records += own_hash((uint64) (uintptr_t) context) & (slots - 1);
	__builtin_prefetch(records);
	__builtin_prefetch((const char *) (records + 1) - 1);
}

/* A key that nobody has. */
uint64
context_record_key(void)
{
	return ++last_key;
}

/*
 * The record of a context, made if it is new, and the context marked for this
 * table. NULL when no memory is left.
 */
ContextRecord *
context_record(MemoryContext context, ContextTable traced)
{
	ContextRecord *record;
	bool		known = context_is_marked(context);

	if (known && context_record_latest->context == context)
		record = context_record_latest;
	else if (used * 2 >= slots && !sweep() && used + 1 >= slots)
		return NULL;
	else
		record = find_slot((ContextRecord *) table.data, slots, context);
	if (record->context == NULL)
		used++;
	if (record->context == NULL || !known)
	{
		memset(record, 0, sizeof(*record));
		record->context = context;
		record->key = context_record_key();
		age++;
	}
	context_mark(context, record->watched ? TABLE_EXACT : traced);
	record->seen = context_record_looks;
	context_record_latest = record;
	return record;
}

/* A walk begins, which will meet every context that lives. */
void
context_records_look(void)
{
	context_record_looks++;
}

uint64
context_records_age(void)
{
	return age;
}

/* The context with this key was met. */
void
context_record_saw(MemoryContext context, uint64 key)
{
	ContextRecord *record = slots ? find_slot((ContextRecord *) table.data, slots, context) : NULL;

	if (record && record->context == context && record->key == key)
		record->seen = context_record_looks;
}

/* The tracer has dropped its chunks. */
void
context_records_forget_chunks(void)
{
	ContextRecord *records = (ContextRecord *) table.data;

	age++;
	for (Size i = 0; i < slots; i++)
	{
		records[i].chunks = 0;
		records[i].chunk_count = 0;
		records[i].born = 0;
		records[i].newborn = false;
		records[i].judged = false;
		records[i].watched = false;
		records[i].swelled = false;
	}
}

/* The number by which births are dated now. */
uint64
context_records_statement(void)
{
	return statement;
}

/* The running statement is over, or tracing ends. */
void
context_records_next_statement(void)
{
	statement++;
	age++;
}

/* Whether the statement that runs created the context. */
bool
context_record_is_own(const ContextRecord *record)
{
	return record->born >= statement;
}
