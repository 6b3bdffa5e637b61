/*
 * server_warning.c
 *		The server's own warnings of leaked resources; see server_warning.h.
 */
#include "postgres.h"

#include "trace/event.h"
#include "trace/resource_tracer.h"
#include "trace/server_warning.h"
#include "trace/tracer.h"
#include "utils/elog.h"

static emit_log_hook_type prev_emit_log;

/*
 * Parts of the messages as they stand in the source, whatever the language. Of what resource owners
 * hold: up to 16 one for each kind, from 17 on one for all. The rest is what a transaction or
 * subtransaction finds when it ends.
 */
static const char *const leak_messages[] = {
	" leak: ",
	"resource was not closed",
	"transaction left non-empty SPI stack",
	"not closed at end-of-transaction",
	"leaked hash_seq_search scan",
	"snapshot %p still active",
	"registered snapshots seem to remain",
};

static bool
warns_of_leak(const ErrorData *edata)
{
	if (edata->elevel != WARNING || edata->message_id == NULL)
		return false;
	for (int i = 0; i < lengthof(leak_messages); i++)
		if (strstr(edata->message_id, leak_messages[i]) != NULL)
			return true;
	return false;
}

/* For each message that goes to the log, while it is reported. */
static void
memcheck_emit_log(ErrorData *edata)
{
	if (tracer_is_on() && warns_of_leak(edata) && edata->message != NULL)
	{
		Event		event = {.check_type = CHECK_RESOURCE_LEAK, .count = 1, .certain = true};

		event.site = resource_opened_by(edata->message);
		string_copy(event.detail, sizeof(event.detail), edata->message);
		event_add(&event);
	}
	if (prev_emit_log)
		prev_emit_log(edata);
}

/* From _PG_init, once. */
void
server_warning_install_hook(void)
{
	prev_emit_log = emit_log_hook;
	emit_log_hook = memcheck_emit_log;
}
