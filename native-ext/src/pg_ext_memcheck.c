/*
 * pg_ext_memcheck.c
 *		Loads: settings, the request for shared memory, the hooks.
 *
 * Preloaded with the server, it is in all processes, and its ring in shared memory. A session may
 * also load it for itself, without a restart: then windows, trees and scenarios are to be had
 * there, and from PostgreSQL 17 on also the ring and what looks at other sessions, of those that
 * have loaded it as well. Up to 16 functions that need other processes say what to do.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "base/room.h"
#include "base/settings.h"
#include "fmgr.h"
#include "judge/statement.h"
#include "log/ring.h"
#include "look/exchange.h"
#include "look/heap_dump.h"
#include "look/observe.h"
#include "miscadmin.h"
#include "probe/dsm_probe.h"
#include "probe/fail_allocation.h"
#include "probe/fill_watch.h"
#include "probe/guard_pages.h"
#include "probe/new_fill.h"
#include "probe/poison.h"
#include "probe/poison_seen.h"
#include "probe/poison_tuples.h"
#include "probe/probe.h"
#include "probe/sampled_guard.h"
#include "scenario/crash.h"
#include "scenario/scenario_channel.h"
#include "session/crash_file.h"
#include "session/hooks.h"
#include "session/log_lines.h"
#include "session/sampled_findings.h"
#include "stack/frame.h"
#include "stack/known_rules.h"
#include "stack/language_function.h"
#include "stack/program_symbols.h"
#include "stack/module.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "stack/stack_unwind.h"
#include "stack/symbol.h"
#include "stack/unwind_library.h"
#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "trace/allocator_doors.h"
#include "trace/descriptor_tracer.h"
#include "trace/extension_doors.h"
#include "trace/heap_samples.h"
#include "trace/layer.h"
#include "trace/ledger.h"
#include "trace/loader_tracer.h"
#include "trace/malloc_tracer.h"
#include "trace/mapping_tracer.h"
#include "trace/resource_tracer.h"
#include "trace/server_warning.h"
#include "trace/stale_context.h"
#include "trace/stale_handler.h"
#include "trace/tracer.h"
#include "tree/context_kind.h"
#include "tree/path.h"
#include "utils/portal.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

static shmem_request_hook_type prev_shmem_request;
static shmem_startup_hook_type prev_shmem_startup;

/* In the postmaster, when libraries ask for shared memory. */
static void
memcheck_shmem_request(void)
{
	if (prev_shmem_request)
		prev_shmem_request();
	ring_request();
	progress_request();
	probes_request();
	exchange_request();
}

/* In the postmaster, and in each backend where processes do not inherit it. */
static void
memcheck_shmem_startup(void)
{
	if (prev_shmem_startup)
		prev_shmem_startup();
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	ring_startup();
	progress_startup();
	probes_startup();
	exchange_startup();
	LWLockRelease(AddinShmemInitLock);
	/* whatever is preloaded is there, and nobody else has been started */
	layers_prepare();
	doors_follow();
}

/* The statement after the one that sets it is to have its number. */
static void
assign_mode(int mode, void *extra)
{
	statement_number_queries(mode != MEMCHECK_MODE_NONE || tracer_is_on());
}

static bool initialized;		/* the library can do its work */

/* In each process that has the setting, in the postmaster first. */
static void
assign_sampling(int bytes, void *extra)
{
	if (initialized)
		tracer_sample(kinds_can_be_patched() ? bytes : 0);
}

static void
assign_dumping(int limit_kb, void *extra)
{
	heap_dump_set_limit(limit_kb);
}

static void
assign_guard_every(int every, void *extra)
{
	if (initialized)
		sampled_guard_set(every, memcheck_guard_slots);
}

static void
assign_guard_slots(int slots, void *extra)
{
	if (initialized)
		sampled_guard_set(memcheck_guard_every, slots);
}

/* Who keeps addresses of libraries; what has kept an address by its site comes last. */
static void
listen_to_modules(void)
{
	modules_tell(unwind_forget);
	modules_tell(frames_forget);
	modules_tell(symbols_forget);
	modules_tell(ledger_forget);
	modules_tell(heap_forget_library);
	modules_tell(sites_retire);
	modules_tell(paths_forget);
}

/* The lowest first: see layer.h. */
static void
add_layers(void)
{
	layer_add(&poison_layer);
	layer_add(&poison_tuples_layer);
	layer_add(&guard_pages_layer);
	layer_add(&sampled_guard_layer);
	layer_add(&new_fill_layer);
	layer_add(&fill_watch_layer);
	layer_add(&failure_layer);
	layer_add(&tracer_layer);
	layer_add(&malloc_layer);
	layer_add(&mapping_layer);
	layer_add(&doors_layer);
	layer_add(&descriptor_layer);
	layer_add(&stale_layer);
	layer_add(&stale_handler_layer);
	layer_add(&resource_layer);
	layer_add(&dsm_layer);
	layer_add(&crash_layer);
	layer_add(&loader_layer);
	/* it diverts nothing: of the names that others have, theirs count */
	layer_add(&extension_doors_layer);
}

/* Where we have no unwinder of our own; see stack_unwind.h. */
static void
load_unwinder(void)
{
	unwind_library_load();
	if (strcmp(unwind_way(), "compiler") == 0)
		ereport(LOG,
				(errmsg("memcheck takes call stacks with the compiler's unwinder, which is slow"),
				 errhint("Install libunwind with its headers, and build pg_ext_memcheck again.")));
}

/* Shared memory in the postmaster; in a session that loads the library for itself see room.h. */
static void
take_rooms(void)
{
	if (!memcheck_is_preloaded())
	{
		rooms_begin();
		ring_startup();
		progress_startup();
		probes_startup();
		exchange_startup();
		rooms_end();
		return;
	}
	prev_shmem_request = shmem_request_hook;
	shmem_request_hook = memcheck_shmem_request;
	prev_shmem_startup = shmem_startup_hook;
	shmem_startup_hook = memcheck_shmem_startup;
}

/* LOAD comes between statements. CREATE FUNCTION and the first call of a function do not. */
static bool
is_in_statement(void)
{
	return PortalIsValid(ActivePortal) && ActivePortal->commandTag != CMDTAG_LOAD;
}

void
_PG_init(void)
{
	/* a worker of a parallel query loads what its session has, and no window is open in it */
	if (InitializingParallelWorker)
		return;
	load_unwinder();
	settings_define(&(SettingHooks) {assign_mode, assign_sampling, assign_dumping,
			assign_guard_every, assign_guard_slots, unwind_way}, is_in_statement());
	take_rooms();
	kinds_init();
	frames_init();
	program_symbols_init();
	known_rules_init();
	recording_init();
	listen_to_modules();
	add_layers();
	hooks_install();
	language_functions_note();
	resource_tracer_init();
	server_warning_install_hook();
	crash_file_install_hook();
	poison_seen_install_hook();
	log_lines_install_hook();
	observe_install_hook();
	ring_sql_init();
	sampled_findings_init();
	initialized = true;
	assign_sampling(memcheck_sample_bytes, NULL);
	assign_guard_every(memcheck_guard_every, NULL);
}
