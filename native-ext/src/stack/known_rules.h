/*
 * known_rules.h
 *		The rules of return addresses that were asked for, and what the server's functions allocate
 *		for.
 *
 * An entry is two words that are written one after the other, the first being the address combined
 * with the second: a reader that sees halves of two entries finds that they do not belong together
 * and asks again. So all threads may read and write, and no lock is needed.
 *
 * Rules of the server's program are the same in all its processes. Where the postmaster has loaded
 * us they share a table of these, in memory that the postmaster maps, so that a new session finds
 * what others asked for. A word that something has overwritten does not fit its partner, and counts
 * for nothing. Rules of libraries each process keeps for itself.
 *
 * known_rules_init() is called in _PG_init; without memory each process keeps all of them.
 * known_rule_of() is for any thread, behind the door (recording.h). known_rules_forget() is for the
 * backend's thread, when a library has been unloaded.
 */
#ifndef MEMCHECK_KNOWN_RULES_H
#define MEMCHECK_KNOWN_RULES_H

#include "base/own_memory.h"
#include "stack/unwind_library.h"
#include "stack/unwind_rule.h"

extern void known_rules_init(void);

#ifdef HAS_OWN_UNWINDER

#define SHARED_RULES 8192		/* direct-mapped; a collision is asked again */

typedef struct KnownRule
{
	uint64		check;			/* address ^ rule */
	uint64		rule;			/* 0: free */
} KnownRule;

StaticAssertDecl(sizeof(UnwindRule) == sizeof(uint64), "a rule is one word");

/* Those of the program, at these addresses; without memory there are none. */
extern OWN_VARIABLE KnownRule *known_shared;
extern OWN_VARIABLE uintptr_t known_shared_start;
extern OWN_VARIABLE Size known_shared_bytes;

extern KnownRule *known_rules_own(uintptr_t pc);
extern UnwindRule known_rules_ask(KnownRule *entry, uintptr_t pc);
extern void known_rules_forget(uintptr_t start, uintptr_t end);

static inline UnwindRule
known_rule_of(uintptr_t pc)
{
	KnownRule  *entry = pc - known_shared_start < known_shared_bytes ?
		&known_shared[own_hash(pc) % SHARED_RULES] : known_rules_own(pc);
	uint64		word = __atomic_load_n(&entry->rule, __ATOMIC_RELAXED);
	UnwindRule	rule;

	if (word == 0 || (__atomic_load_n(&entry->check, __ATOMIC_RELAXED) ^ word) != pc)
		return known_rules_ask(entry, pc);
	memcpy(&rule, &word, sizeof(rule));
	return rule;
}

#endif							/* HAS_OWN_UNWINDER */

#endif							/* MEMCHECK_KNOWN_RULES_H */
