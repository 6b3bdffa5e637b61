/*
 * log_lines.c
 *		Lines of the log as messages for the client; see log_lines.h.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "base/settings.h"
#include "postmaster/postmaster.h"
#include "session/log_lines.h"
#include "stack/module.h"
#include "tcop/tcopprot.h"
#include "utils/elog.h"
#include "utils/palloc.h"

static emit_log_hook_type prev_emit_log;

/* The name of the source file is a constant of who reports; code of Rust makes it up. */
static bool
is_of_server(const ErrorData *error)
{
	const Module *module = module_of((uintptr_t) error->filename);

	return module && module == module_of((uintptr_t) MemoryContextAlloc);
}

/* A client that is about to say who it is takes nothing but questions and errors. */
static bool
client_takes_lines(void)
{
	return whereToSendOutput == DestRemote && !ClientAuthInProgress && !IsParallelWorker();
}

static void
memcheck_show_line(ErrorData *error)
{
	if (memcheck_log_to_client && error->elevel < ERROR && client_takes_lines() &&
		error->filename && !is_of_server(error))
		error->output_to_client = true;
	if (prev_emit_log)
		prev_emit_log(error);
}

/* From _PG_init, once. */
void
log_lines_install_hook(void)
{
	prev_emit_log = emit_log_hook;
	emit_log_hook = memcheck_show_line;
}
