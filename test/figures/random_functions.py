"""Writes random C functions whose truth is known, for test/figures/random, and compares a report with it.

    random_functions.py write SEED COUNT LIBRARY OUT    OUT.c, OUT.mcs with a window for each, OUT.json with the truth
    random_functions.py compare OUT REPORT              a table, then each function that was judged otherwise

The first half of the functions allocates, frees, resets, deletes and moves at random, and leaves by a return, an error or
a subtransaction. What of it is as old as the backend when the function is over, and is no cache, is a leak. The other
half makes one chunk and misuses it, or does not; their windows have "guard".
"""
import json
import random
import sys
from collections import Counter

OLD = ["TopMemoryContext", "CacheMemoryContext"]
YOUNG = ["CurrentMemoryContext", "TopTransactionContext", "PortalContext", "fcinfo->flinfo->fn_mcxt"]
SIZES = [8, 24, 40, 100, 100, 300, 1000, 3000, 5000, 9000, 20000]

HEAD = """#include "postgres.h"
#include "access/xact.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "nodes/bitmapset.h"
#include "nodes/pg_list.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

PG_MODULE_MAGIC;

static volatile char sink;

pg_noinline static void
read_byte(volatile char *at)
{
	sink = *at;
}

pg_noinline static void
write_byte(volatile char *at)
{
	*at = 7;
}
"""

RETURNS = "%s"
FAILS = """%s
	ereport(ERROR, (errmsg("as planned")));"""
IN_SUBTRANSACTION = """BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(before);
	%s
	ReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(before);
	CurrentResourceOwner = owner;"""
CATCHES = """BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(before);
	PG_TRY();
	{
	%s
	ereport(ERROR, (errmsg("as planned")));
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(before);
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(before);
		CurrentResourceOwner = owner;
	}
	PG_END_TRY();"""


class Keeper:
    """A function that allocates and frees at random; pieces and contexts are what it has at the moment."""

    def __init__(self, dice, name):
        self.dice, self.name = dice, name
        self.variables, self.body = [], []
        self.contexts, self.slabs, self.pieces, self.left = {}, set(), {}, []
        for _ in range(dice.randint(2, 9)):
            getattr(self, dice.choice(STEPS))()
        self.frame = dice.choice([RETURNS, RETURNS, RETURNS, FAILS, CATCHES, IN_SUBTRANSACTION])

    def truth(self):
        old = [c for c in self.contexts if self.is_old(c)] + [p for p, place in self.pieces.items() if self.is_old(place)]
        return sorted(old + self.left)

    def is_old(self, place):
        while place in self.contexts:
            place = self.contexts[place]
        return place in OLD or place == "malloc"

    def variable(self, kind):
        name = f"v{len(self.variables)}"
        self.variables.append(f"{kind}{name};")
        return name

    def size(self):
        return self.dice.choice(SIZES)

    def place(self):
        return self.dice.choice([c for c in self.contexts if c not in self.slabs] + OLD + YOUNG)

    def say(self, text):
        self.body.append(text)

    def forget(self, context, itself):
        for below in [c for c, parent in self.contexts.items() if parent == context]:
            self.forget(below, True)
        self.pieces = {piece: place for piece, place in self.pieces.items() if place != context}
        if itself:
            del self.contexts[context]

    def below(self, context):
        return {context}.union(*(self.below(c) for c, parent in self.contexts.items() if parent == context))

    def create(self):
        parent, made = self.place(), self.variable("MemoryContext ")
        how = self.dice.choice(["AllocSet", "AllocSet", "Generation", "Slab"])
        sizes = "8192, 64" if how == "Slab" else self.dice.choice(["ALLOCSET_DEFAULT_SIZES", "ALLOCSET_SMALL_SIZES"])
        self.say(f'{made} = {how}ContextCreate({parent}, "random {made}", {sizes});')
        self.contexts[made] = parent
        if how == "Slab":
            self.slabs.add(made)
        if self.dice.random() < 0.8:
            self.say(f"MemoryContextAlloc({made}, {64 if how == 'Slab' else self.size()});")

    def allocate(self):
        place, made = self.place(), self.variable("void *")
        call = self.dice.choice([f"MemoryContextAlloc({place}, {self.size()})", f"MemoryContextAllocZero({place}, {self.size()})",
                                 f'MemoryContextStrdup({place}, "a text of mine")'])
        self.say(f"{made} = {call};")
        self.pieces[made] = place

    def chunk(self):
        chunks = [piece for piece, place in self.pieces.items() if place != "malloc" and " " not in piece]
        return self.dice.choice(chunks) if chunks else None

    def free(self):
        if chunk := self.chunk():
            self.say(f"pfree({chunk});")
            del self.pieces[chunk]

    def enlarge(self):
        if chunk := self.chunk():
            self.say(f"{chunk} = repalloc({chunk}, {self.size() + 200});")

    def reset(self):
        if self.contexts:
            context = self.dice.choice(list(self.contexts))
            self.say(f"MemoryContextReset({context});")
            self.forget(context, False)

    def delete(self):
        if self.contexts:
            context = self.dice.choice(list(self.contexts))
            self.say(f"MemoryContextDelete({context});")
            self.forget(context, True)

    def move(self):
        if self.contexts:
            context = self.dice.choice(list(self.contexts))
            parent = self.dice.choice([c for c in [*self.contexts, *OLD, *YOUNG] if c not in self.below(context)])
            self.say(f"MemoryContextSetParent({context}, {parent});")
            self.contexts[context] = parent

    def take_from_malloc(self):
        made = self.variable("void *volatile ")
        self.say(f"{made} = malloc({self.size()});")
        self.pieces[made] = "malloc"
        if self.dice.random() < 0.5:
            self.say(f"free({made});")
            del self.pieces[made]

    def cache(self):
        kept = self.variable("static void *")
        self.say(f"if ({kept} == NULL)\n\t\t{kept} = MemoryContextAlloc({self.dice.choice(OLD)}, {self.size()});")

    def replace(self):
        kept = self.variable("static void *")
        self.say(f"if ({kept})\n\t\tpfree({kept});\n\t{kept} = MemoryContextAlloc({self.dice.choice(OLD)}, {self.size()});")

    def replace_context(self):
        kept = self.variable("static MemoryContext ")
        made = f'AllocSetContextCreate({self.dice.choice(OLD)}, "random {kept}", ALLOCSET_DEFAULT_SIZES)'
        self.say(f"if ({kept})\n\t\tMemoryContextDelete({kept});\n\t{kept} = {made};\n\tMemoryContextAlloc({kept}, {self.size()});")

    def keep_context(self):
        kept = self.variable("static MemoryContext ")
        made = f'AllocSetContextCreate({self.dice.choice(OLD)}, "random {kept}", ALLOCSET_DEFAULT_SIZES)'
        child = f'AllocSetContextCreate({kept}, "random child", ALLOCSET_SMALL_SIZES)'
        use, loses = self.dice.choice([
            (f"MemoryContextReset({kept});\n\tMemoryContextAlloc({kept}, {self.size()});", False),
            (f"pfree(MemoryContextAlloc({kept}, {self.size()}));", False),
            (f"MemoryContextDeleteChildren({kept});\n\tMemoryContextAlloc({child}, {self.size()});", False),
            (f"MemoryContextAlloc({kept}, {self.size()});", True),
            (f"{child};", True)])
        self.say(f"if ({kept} == NULL)\n\t\t{kept} = {made};\n\t{use}")
        if loses:
            self.left.append(kept)

    def keep_list(self):
        kept = self.variable("static List *")
        drops = f"\n\tif (list_length({kept}) > 3)\n\t{{\n\t\tpfree(linitial({kept}));\n\t\t{kept} = list_delete_first({kept});\n\t}}"
        loses = self.dice.random() < 0.5
        self.in_place(self.dice.choice(OLD), f"{kept} = lappend({kept}, palloc({self.size()}));{'' if loses else drops}")
        if loses:
            self.left.append(kept)

    def in_place(self, place, text):
        self.say(f"MemoryContextSwitchTo({place});\n\t{text}\n\tMemoryContextSwitchTo(before);")

    def build(self):
        """What a function of the server allocates for its caller."""
        place = self.place()
        kind, made, freed = self.dice.choice([
            ("List *", "for (int i = 0; i < {0} % 40 + 1; i++)\n\t\t{1} = lappend({1}, fcinfo);", "list_free({1});"),
            ("StringInfo ", "{1} = makeStringInfo();\n\tappendStringInfoSpaces({1}, {0});", "pfree({1}->data);\n\tpfree({1});"),
            ("Bitmapset *", "{1} = bms_add_member(NULL, {0});", "bms_free({1});")])
        name = self.variable(kind)
        if kind == "List *":
            self.say(f"{name} = NIL;")
        self.in_place(place, made.format(self.size(), name))
        if self.dice.random() < 0.6:
            self.say(freed.format("", name))
        else:
            self.pieces[f"what {name} has"] = place

    def query(self):
        kept = self.variable("SPIPlanPtr ")
        text, loses = self.dice.choice([
            ('SPI_execute("SELECT 1", true, 0);\n\tSPI_finish();', False),
            ('SPI_prepare("SELECT 2", 0, NULL);\n\tSPI_finish();', False),
            (f'{kept} = SPI_prepare("SELECT 3", 0, NULL);\n\tSPI_keepplan({kept});\n\tSPI_finish();\n\tSPI_freeplan({kept});', False),
            (f'{kept} = SPI_prepare("SELECT 4", 0, NULL);\n\tSPI_keepplan({kept});\n\tSPI_finish();', True)])
        self.say(f"SPI_connect();\n\t{text}")
        if loses:
            self.left.append(kept)

    def call_back(self):
        made = self.variable("MemoryContextCallback *")
        self.say(f"{made} = MemoryContextAllocZero(CurrentMemoryContext, sizeof(*{made}));\n\t{made}->func = free;\n\t"
                 f"{made}->arg = malloc({self.size()});\n\tMemoryContextRegisterResetCallback(CurrentMemoryContext, {made});")


STEPS = ["create", "create", "allocate", "allocate", "allocate", "free", "enlarge", "reset", "delete", "move", "take_from_malloc",
         "cache", "replace", "replace_context", "keep_context", "keep_list", "build", "query", "call_back"]


class Misuser:
    """A function with one chunk, which it misuses or does not."""

    PLACES = {"AllocSet": "ALLOCSET_DEFAULT_SIZES", "Generation": "ALLOCSET_DEFAULT_SIZES", "Slab": "8192, size"}

    def __init__(self, dice, name):
        self.name, self.frame = name, RETURNS
        self.variables = ["MemoryContext work;", "char *chunk;", "char *moved;"]
        kind = dice.choice([*self.PLACES, "CurrentMemoryContext", "TopMemoryContext"])
        own = kind in self.PLACES
        size = dice.choice([24, 64, 100, 500] if kind == "Slab" else SIZES)
        past = (size + 7) // 8 * 8 + dice.choice([0, 0, 4, 7])
        inside = dice.choice([0, size // 2, size - 1])
        touch = dice.choice(["read_byte", "write_byte"])
        self.variables.append(f"Size size = {size};")
        parent = dice.choice(["TopMemoryContext", "CurrentMemoryContext"])
        made = f'{kind}ContextCreate({parent}, "{name}", {self.PLACES[kind]})' if own else kind
        gone = "MemoryContextDelete(work);" if own else "pfree(chunk);"
        after = gone if own else ""
        uses = {
            "nothing": f"{touch}(chunk + {inside});\n\t{gone}",
            "past the end": f"{touch}(chunk + {past});\n\t{gone}",
            "before the start": f"{touch}(chunk - {dice.choice([9, 12, 16])});\n\t{gone}",
            "after its free": f"pfree(chunk);\n\t{touch}(chunk + {inside});\n\t{after}",
            "freed twice": f"pfree(chunk);\n\tpfree(chunk);\n\t{after}"}
        if own:
            uses["after a reset"] = f"MemoryContextReset(work);\n\t{touch}(chunk + {inside});\n\t{gone}"
            uses["after a deletion"] = f"{gone}\n\t{touch}(chunk + {inside});"
        if kind != "Slab":
            uses["after it moved"] = f"moved = repalloc(chunk, size * 4);\n\t{touch}(chunk + {inside});\n\tpfree(moved);\n\t{after}"
        self.use = dice.choice(list(uses))
        self.body = [f"work = {made};", dice.choice([
            "chunk = MemoryContextAlloc(work, size);", "chunk = MemoryContextAllocZero(work, size);",
            "MemoryContextSwitchTo(work);\n\tchunk = palloc(size);\n\tMemoryContextSwitchTo(before);"]),
            "memset(chunk, 1, size);", uses[self.use], "(void) moved;"]

    def truth(self):
        return [] if self.use == "nothing" else [self.use]


def source(function):
    variables, body = "\n\t".join(function.variables), "\n\t".join(function.body)
    return f"""
PG_FUNCTION_INFO_V1({function.name});
Datum
{function.name}(PG_FUNCTION_ARGS)
{{
	MemoryContext before = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	{variables}

	(void) owner;
	{function.frame % body}
	MemoryContextSwitchTo(before);
	PG_RETURN_INT32(1);
}}
"""


def write(seed, count, library, out):
    dice = random.Random(seed)
    functions = [(Keeper if number < count / 2 else Misuser)(dice, f"random_{number}") for number in range(count)]
    with open(out + ".c", "w") as text:
        text.write(HEAD + "".join(map(source, functions)))
    with open(out + ".mcs", "w") as text:
        text.write("\\set ON_ERROR_STOP off\n")
        for function in functions:
            text.write(f"CREATE FUNCTION {function.name}() RETURNS int AS '{library}' LANGUAGE C;\n")
        for function in functions:
            options = ' {"guard": true}' if isinstance(function, Misuser) else ""
            calls = dice.choice(["SELECT {}();", "SELECT {}();", "SELECT {}() FROM generate_series(1, 3);",
                                 "DO $$ BEGIN PERFORM {}(); END $$;"]).format(function.name)
            text.write(f"begin {function.name}{options};\n{calls}\nend {function.name}\n")
    with open(out + ".json", "w") as text:
        json.dump({function.name: (type(function).__name__, function.truth(), source(function)) for function in functions}, text)


def windows(report):
    """Each window of a report by its name, wherever it stands in there."""
    if isinstance(report, dict):
        if "findings" in report and str(report.get("name")).startswith("random_"):
            yield report["name"], report["findings"]
        report = list(report.values())
    if isinstance(report, list):
        for part in report:
            yield from windows(part)


def compare(out, report):
    with open(out + ".json") as text:
        truths = json.load(text)
    with open(report) as text:
        judged = dict(windows(json.load(text)))
    rows, wrong = Counter(), []
    for name, (kind, truth, text) in truths.items():
        sure = [finding for finding in judged.get(name, []) if finding["severity"] != "INFO"]
        row = (", ".join(truth) if kind == "Misuser" else "a leak") if truth else "clean"
        agrees = name in judged and bool(sure) == bool(truth) and all(name in json.dumps(finding) for finding in sure)
        rows[row, "functions"] += 1
        rows[row, "judged right"] += agrees
        if not agrees:
            wrong.append((name, truth, [finding.get("checkType") for finding in sure] if name in judged else "no window", text))
    print(f"{'what a function does':24} {'functions':>9} {'judged right':>13}")
    for row in dict.fromkeys(row for row, _ in rows):
        print(f"{row:24} {rows[row, 'functions']:9} {rows[row, 'judged right']:13}")
    for name, truth, found, text in wrong:
        print(f"\n{name}: {', '.join(truth) or 'clean'}; found: {found}{text}")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"] and len(sys.argv) == 6:
        write(sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5])
    elif sys.argv[1:2] == ["compare"] and len(sys.argv) == 4:
        sys.exit(compare(sys.argv[2], sys.argv[3]))
    else:
        sys.exit(__doc__)
