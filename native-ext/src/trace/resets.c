/*
 * resets.c
 *		The resets of an interval; see resets.h.
 */
#include "postgres.h"

#include "base/own_memory.h"
#include "trace/resets.h"

static OwnArray resets = {.width = sizeof(TracedReset)};	/* of this interval */

/*
 * What a context holds after a reset replaces what it held before. For chunks allocated before
 * tracing began, a reset is the only sign that they were freed. One that the running statement made
 * held nothing before that.
 */
void
resets_note(const ContextRecord *record)
{
	TracedReset *last = resets.count > 0 ? own_array_at(&resets, resets.count - 1) : NULL;
	TracedReset *reset;

	if (record == NULL || record->path == 0 || context_record_is_own(record))
		return;
	/* mostly the same few contexts, again and again */
	if (last && last->path == record->path && last->older == (record->born == 0) &&
		last->deaths == 0)
		return;
	reset = own_array_append(&resets);
	if (reset == NULL)
		return;
	reset->path = record->path;
	reset->older = record->born == 0;
	reset->deaths = 0;
}

/*
 * Nor is there another sign of what went with a context that is older than the watch, if anything
 * was counted there that was not judged with the context itself.
 */
void
resets_note_death(const ContextRecord *record)
{
	TracedReset *last = resets.count > 0 ? own_array_at(&resets, resets.count - 1) : NULL;

	if (record == NULL || record->judged_path == 0 || record->born != 0 || !record->gained)
		return;
	if (last == NULL || last->path != record->judged_path || last->deaths == 0)
	{
		last = own_array_append(&resets);
		if (last == NULL)
			return;
		*last = (TracedReset) {.path = record->judged_path, .older = true};
	}
	last->deaths++;
}

/* The resets since the last visit. */
void
resets_visit(void (*visit) (const TracedReset *reset))
{
	for (Size i = 0; i < resets.count; i++)
		visit(own_array_at(&resets, i));
	resets.count = 0;
}

void
resets_forget(void)
{
	resets.count = 0;
}
