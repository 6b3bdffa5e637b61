/*
 * pg_ext_memcheck.h
 *		The map: what each file offers to the others beyond its own header.
 *
 *	file				purpose										own header
 *	pg_ext_memcheck		loads: settings, shared memory, hooks		this one
 *	own_memory			memory outside the contexts and malloc		own_memory.h
 *	context_kind		kinds, method tables, the mark of a context	context_kind.h
 *	context_record		keys that survive address reuse, births		context_record.h
 *	path				places in the tree by name					path.h
 *	walk				one look at the tree						walk.h
 *	snapshot			the tree as a datum and as rows				snapshot.h
 *	exchange			asks between processes and their answers	exchange.h
 *	observe, observe_sql	looking at another process				observe.h
 *	process_memory		what a process has, in figures				process_memory.h
 *	peak				the largest tree inside a statement			peak.h
 *	tracer				the allocator's methods in a window			tracer.h
 *	probe				which probes run							probe.h
 *	poison, poison_free	freed memory, overruns, double frees		poison.h
 *	poison_pattern		what freed memory is filled with			poison_pattern.h
 *	guard				the chunks that poison guards				guard.h
 *	fail_allocation		one library runs out of memory				fail_allocation.h
 *	shmem_probe			sentinels in the slack of shared memory		shmem_probe.h
 *	shmem_index			the named segments of shared memory			shmem_index.h
 *	dsm_probe, dsm_sql	DSM segments that are left behind			dsm_probe.h
 *	dsm_control			all DSM segments of the cluster				dsm_control.h
 *	dsm_table			who made which, for all sessions			dsm_table.h
 *	resource_count		what is open, kept or held at idle			resource_count.h
 *	open_files			the file descriptors of this process		open_files.h
 *	address_map			numbers of things by address				address_map.h
 *	hash_index			numbers of items by their hash				hash_index.h
 *	chunk_table			live chunks by address						chunk_table.h
 *	long_lived			contexts that came and went					long_lived.h
 *	holding				what each site holds, and its change		holding.h
 *	recording			who may record, and what may be done then	recording.h
 *	malloc_ledger		memory outside contexts, of all threads		malloc_ledger.h
 *	malloc_tracer		malloc() and its relatives in a window		malloc_tracer.h
 *	resource_tracer		who opened what the server finds open		resource_tracer.h
 *	loader_tracer		dlopen() and its relatives					loader_tracer.h
 *	imports				diverting what libraries import				imports.h
 *	event				what was seen at a single moment			event.h
 *	statement_bloat		growth inside one statement					statement_bloat.h
 *	held_locks			LWLocks that a statement forgot				held_locks.h
 *	server_warning		the server's own leak warnings				server_warning.h
 *	site				call stacks, and whose they are				site.h
 *	stack_unwind		the call stack, quickly						stack_unwind.h
 *	unwind_table		where a frame's description stands			unwind_table.h
 *	unwind_rule			how to step from one frame to its caller	unwind_rule.h
 *	module, elf_image	the libraries, loaded and gone				module.h
 *	frame, helpers		modules and symbols of return addresses		frame.h
 *	symbol				function and line from debug information	symbol.h
 *	statement			which statement is running					statement.h
 *	execution_count		how often each statement ran				execution_count.h
 *	options				what begin() was given						options.h
 *	growth, growth_list	what a stretch of time added, by group		growth.h
 *	alike				growth that differs in names alone			alike.h
 *	registry			what grew so far, and how often				registry.h
 *	judgement			the running line of judgement				judgement.h
 *	report				from what grew to what is reported			report.h
 *	watch				when a session is followed, and the mode	watch.h
 *	window				begin(), judge(), end()						window.h
 *	window_limits		what a window was not to report				window_limits.h
 *	violation			what is reported							violation.h
 *	contract			whether SQL objects and library fit			contract.h
 *	ring, ring_sql		reports of all backends						ring.h
 *	scenario_list		the catalog of stress scenarios				scenario.h
 *	scenario_sql, _run	the session that asks for one				scenario_channel.h
 *	scenario_worker		the worker that runs it						scenario.h
 *	scenario_parameters, _settings, _progress, _crash				scenario_channel.h
 *	scenario_*			the scenarios themselves					scenario.h
 *	scenario_site, fit	what each site holds over many calls		scenario_site.h
 *	called_libraries	what a workload's functions lie in			called_libraries.h
 *	workload			runs SQL text as a client would				workload.h
 *	crash				what would end the process					crash.h
 */
#ifndef PG_EXT_MEMCHECK_H
#define PG_EXT_MEMCHECK_H

/* pg_ext_memcheck.c */
typedef enum MemcheckMode
{
	MEMCHECK_MODE_NONE,
	MEMCHECK_MODE_EXECUTOR,
	MEMCHECK_MODE_ALL,
} MemcheckMode;

extern int	memcheck_mode;
extern int	memcheck_min_leak_bytes;
extern int	memcheck_bloat_min_bytes;
extern int	memcheck_ring_size;
extern bool memcheck_track_shmem;
extern void memcheck_require_preload(void);

/* ring_sql.c */
extern void ring_sql_init(void);

#endif							/* PG_EXT_MEMCHECK_H */
