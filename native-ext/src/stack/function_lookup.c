/*
 * function_lookup.c
 *		Tells of the functions that the server looks up for a call; see
 *		function_lookup.h.
 */
#include "postgres.h"

#include "fmgr.h"
#include "stack/function_lookup.h"

#define LISTENERS 4

static FunctionListener listeners[LISTENERS];
static int	listener_count;
static needs_fmgr_hook_type prev_needs_fmgr_hook;
static fmgr_hook_type prev_fmgr_hook;

static void
tell(Oid function)
{
	for (int i = 0; i < listener_count; i++)
		listeners[i](function);
}

static bool
memcheck_needs_fmgr_hook(Oid function)
{
	tell(function);
	return prev_needs_fmgr_hook && prev_needs_fmgr_hook(function);
}

static void
memcheck_fmgr_hook(FmgrHookEventType event, FmgrInfo *function, Datum *arg)
{
	if (event == FHET_START)
		tell(function->fn_oid);
	if (prev_fmgr_hook)
		prev_fmgr_hook(event, function, arg);
}

static void
install_hooks(void)
{
	prev_needs_fmgr_hook = needs_fmgr_hook;
	needs_fmgr_hook = memcheck_needs_fmgr_hook;
	prev_fmgr_hook = fmgr_hook;
	fmgr_hook = memcheck_fmgr_hook;
}

void
function_lookups_tell(FunctionListener listener)
{
	Assert(listener_count < LISTENERS);
	if (listener_count == 0)
		install_hooks();
	listeners[listener_count++] = listener;
}
