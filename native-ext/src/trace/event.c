/*
 * event.c
 *		Events that wait for the next judgement; see event.h.
 */
#include "postgres.h"

#include "base/loss.h"
#include "base/own_memory.h"
#include "trace/event.h"

static OwnArray events = {.width = sizeof(Event)};

void
event_add(const Event *event)
{
	Event	   *copy = own_array_append(&events);

	if (copy)
		*copy = *event;
	else
		loss_note(LOSS_NO_MEMORY);
}

Size
event_count(void)
{
	return events.count;
}

const Event *
event_at(Size index)
{
	return own_array_at(&events, index);
}

void
events_clear(void)
{
	events.count = 0;
}
