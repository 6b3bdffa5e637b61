/*
 * shared_ranges.c
 *		The shared memory that the variables of extensions point to; see shared_ranges.h.
 */
#include "postgres.h"

#include "probe/shared_ranges.h"
#include "storage/shmem.h"

#define STEP_BYTES 4096

/* What was visited in this round. */
typedef struct Round
{
	SharedVisit visit;
	void	   *arg;
	ElfRange	ranges[SHARED_MOST_RANGES];
	int			count;
} Round;

/* What is left from there on that was not visited in this round, and is shared memory. */
static ElfRange
range_from(const Round *round, uintptr_t start)
{
	ElfRange	range = {start, start};

	for (int i = 0; i < round->count; i++)
		if (start >= round->ranges[i].start && start < round->ranges[i].end)
			return range;
	while (range.end - start < SHARED_RANGE_BYTES &&
		   ShmemAddrIsValid((const void *) (range.end + STEP_BYTES)))
		range.end += STEP_BYTES;
	return range;
}

static void
follow_word(Round *round, uintptr_t variable)
{
	uintptr_t	word = *(const uintptr_t *) variable;
	ElfRange	range;

	if (word == 0 || !ShmemAddrIsValid((const void *) word) || round->count == SHARED_MOST_RANGES)
		return;
	range = range_from(round, word);
	if (range.end == range.start)
		return;
	round->ranges[round->count++] = range;
	round->visit(variable, range, round->arg);
}

static void
follow_variables(Round *round, const Module *module)
{
	for (int i = 0; i < ELF_WRITABLE && module->image.writable[i].end != 0; i++)
	{
		uintptr_t	at = TYPEALIGN(sizeof(uintptr_t), module->image.writable[i].start);

		for (; at + sizeof(uintptr_t) <= module->image.writable[i].end; at += sizeof(uintptr_t))
			follow_word(round, at);
	}
}

void
shared_ranges_visit(SharedVisit visit, void *arg)
{
	Round		round = {.visit = visit,.arg = arg};

	(void) modules_refresh();
	for (Size i = 0; i < modules_count(); i++)
		if (module_at(i)->loaded && module_at(i)->kind == MODULE_EXTENSION)
			follow_variables(&round, module_at(i));
}
