/*
 * known_rules.c
 *		Rules of return addresses; see known_rules.h.
 */
#include "postgres.h"

#include <sys/mman.h>

#include "miscadmin.h"
#include "stack/helpers.h"
#include "stack/known_rules.h"
#include "stack/program_symbols.h"

#ifdef HAS_OWN_UNWINDER

#define RULES 8192				/* direct-mapped; a collision is asked again */
#define FEWEST_RULES 1024

KnownRule  *known_shared;
uintptr_t	known_shared_start;
Size		known_shared_bytes;

static KnownRule known[RULES];

/*
 * So many of them are in use: a short session touches few pages, each of which is a fault. What was
 * known is asked again when there are more. Several threads may count, and lose a count.
 */
static uint32 rules_in_use = FEWEST_RULES;
static uint32 rules_displaced;

/* A process that the postmaster did not give the table is alone, and keeps its own. */
void
known_rules_init(void)
{
	uintptr_t	start;
	uintptr_t	end;
	void	   *data;

	/* sorts its list, before there are threads */
	(void) helper_allocates_for_caller("");
	if (!process_shared_preload_libraries_in_progress || !program_symbols_range(&start, &end))
		return;
	data = mmap(NULL, SHARED_RULES * sizeof(KnownRule), PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (data == MAP_FAILED)
		return;
	known_shared = data;
	known_shared_start = start;
	known_shared_bytes = end - start;
}

KnownRule *
known_rules_own(uintptr_t pc)
{
	return &known[own_hash(pc) & (__atomic_load_n(&rules_in_use, __ATOMIC_RELAXED) - 1)];
}

/* A rule took the place of another one. */
static void
note_displaced(void)
{
	uint32		in_use = __atomic_load_n(&rules_in_use, __ATOMIC_RELAXED);

	if (in_use == RULES ||
		__atomic_add_fetch(&rules_displaced, 1, __ATOMIC_RELAXED) < in_use / 8)
		return;
	__atomic_store_n(&rules_displaced, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&rules_in_use, in_use * 2, __ATOMIC_RELAXED);
}

static bool
is_own(const KnownRule *entry)
{
	return entry >= known && entry < known + RULES;
}

/* Whom a function allocates for, if it is the server's. */
static RuleUse
use_of(uintptr_t pc)
{
	uint32		offset;
	const char *function;

	/* a return address may be the first byte after its function: step back */
	if (!program_symbols_cover(pc - 1))
		return USE_UNKNOWN;
	function = program_symbol_at(pc - 1, &offset);
	/* a static function works for the exported one that called it */
	return function && !helper_allocates_for_caller(function) ? USE_SERVER : USE_CALLER;
}

/* Of an address that the entry, its own, does not have. */
pg_noinline
UnwindRule
known_rules_ask(KnownRule *entry, uintptr_t pc)
{
	UnwindRule	rule = unwind_rule_of(pc, true);
	uint64		word;

	/* code that was made at run time: tomorrow there is other code */
	if (rule.kind == RULE_UNKNOWN)
		return rule;
	rule.use = use_of(pc);
	if (entry->rule != 0 && is_own(entry))
		note_displaced();
	memcpy(&word, &rule, sizeof(word));
	__atomic_store_n(&entry->rule, word, __ATOMIC_RELAXED);
	__atomic_store_n(&entry->check, word ^ pc, __ATOMIC_RELAXED);
	return rule;
}

/* The library of these addresses has gone. */
void
known_rules_forget(uintptr_t start, uintptr_t end)
{
	for (int i = 0; i < RULES; i++)
	{
		uint64		word = __atomic_load_n(&known[i].rule, __ATOMIC_RELAXED);
		uintptr_t	pc = __atomic_load_n(&known[i].check, __ATOMIC_RELAXED) ^ word;

		if (pc >= start && pc <= end)
			__atomic_store_n(&known[i].rule, 0, __ATOMIC_RELAXED);
	}
}

#else

void
known_rules_init(void)
{
}

#endif							/* HAS_OWN_UNWINDER */
