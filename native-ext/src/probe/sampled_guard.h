/*
 * sampled_guard.h
 *		Sampled guards: of so many chunks that extensions ask for one lies in pages of its own, in
 *		every process, without a window.
 *
 * With pg_ext_memcheck.guard_every = N the doors of extensions (extension_doors.h) let N - 1 of N
 * calls pass on average, by chance, and give the next one a chunk of ours (guard_slots.h), if it is
 * to lie in an AllocSet, is not too large, and a slot is free. Who reads or writes past its end,
 * before its start, or after it was given back, comes to our handler of SIGSEGV. That notes the
 * stack, opens the pages and lets the access go on: the session does what it would have done. A
 * write into the gap behind the chunk is seen when the chunk goes. A second free is ignored, a
 * realloc of what was freed gets a new chunk: no error is raised.
 *
 *	What is told	is a finding in the ring, with the stack of the access, who made the chunk and,
 *				in the stack of its release, who gave it back; once for each access, maker and
 *				releaser in a process. It gets there when the next statement begins or the process
 *				ends (session/sampled_findings.h); while a window is open, into the window's.
 *	Windows		While one is open no chunk is made; those that are there stay guarded.
 *	Who calls	The doors, by whoever allocates, in the backend's thread; the methods below for what
 *				lies in a context that has, or had, a chunk of ours; the handler in any thread,
 *				where another thread's access is let go on unseen. Signals that are none of ours
 *				go to whoever had them, and one who puts a handler over ours is put below again
 *				when the next chunk is made.
 *	Methods		Up to 15 free and realloc come here for the contexts that have had a chunk; from 16
 *				on such a chunk names spare methods of the server's table, which are ours. Reset
 *				and delete come here for those contexts.
 *	Locked		nothing. The compiler's unwinder may take the linker's lock in the handler.
 *	Errors		none. errno is kept.
 *	Memory		fixed: the slots, findings, the stack of each (guard_slots.h). A context counts its
 *				chunks as allocated; its statistics do not have them.
 *	fork()		The postmaster guards nothing. A child opens its range with its first chunk, and
 *				counts anew, so that two children do not take the same chunks.
 *	At the end	of sampling, or with fewer slots, chunks stay guarded until they go.
 *
 * Nothing is guarded where the server checks memory itself (assertions), or where a fault does not
 * say whether it was caused by the server's look at a header: on other processors than x86-64 and
 * ARM's.
 */
#ifndef MEMCHECK_SAMPLED_GUARD_H
#define MEMCHECK_SAMPLED_GUARD_H

#include "trace/layer.h"

extern const Layer sampled_guard_layer;
extern bool sampled_guard_is_known(void);
extern void sampled_guard_set(int every, int slots);
extern void sampled_guard_call_at_start(void (*call) (void));

#endif							/* MEMCHECK_SAMPLED_GUARD_H */
