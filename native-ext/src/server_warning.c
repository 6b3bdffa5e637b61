/*
 * server_warning.c
 *		The server's own warnings of leaked resources; see server_warning.h.
 */
#include "postgres.h"

#include "event.h"
#include "resource_tracer.h"
#include "server_warning.h"
#include "tracer.h"
#include "utils/elog.h"

static emit_log_hook_type prev_emit_log;

/*
 * The message as it stands in the source, whatever the language: up to 16 one
 * for each kind of resource, "... leak: ..."; from 17 on one for all.
 */
static bool
warns_of_leak(const ErrorData *edata)
{
	const char *id = edata->message_id;

	return edata->elevel == WARNING && id != NULL &&
		(strstr(id, " leak: ") != NULL || strncmp(id, "resource was not closed", 23) == 0);
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
