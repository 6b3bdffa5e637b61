/*
 * poison.h
 *		The probe "poison": freed memory filled, overruns and double frees seen.
 *
 * A layer under the tracer, over the server's allocator, for all contexts of a
 * process that have chunk headers (all but Bump):
 *
 *	alloc		asks for some bytes more, and fills what lies behind the
 *				requested size with a canary.
 *	free		fills the chunk with poison (poison_pattern.h) and keeps it in
 *				quarantine, so that it is not handed out again at once. For the
 *				server it is in use until QUARANTINE_BYTES of younger chunks
 *				push it out.
 *	realloc		always moves, so that the old address is freed memory.
 *	reset		fills the chunks, and what the context keeps of its first block. Free
 *				space that is there when the probe starts is filled at that time.
 *	delete		fills the chunks before their blocks go.
 *
 * Canaries and poison are checked at free, on leaving quarantine, at reset and
 * delete, when memory of a reset AllocSet is handed out again, when a statement
 * is over (poison_look.h), and at the window's end. A chunk older than the window has no canary,
 * and is guarded only after it was freed. Chunks above QUARANTINE_CHUNK_BYTES (guard.h) are
 * filled and given back to the server at once.
 *
 * A second free of a chunk, and a free of what is no chunk, are reported, and
 * raise an error in place of the call, since the server would corrupt its own
 * lists. Where no error may be raised (critical sections, the abort of a
 * transaction) a second free is reported and ignored. Pointers that are no
 * chunk are noticed where an extension calls pfree or repalloc. A free of a chunk in
 * quarantine is noticed in calls of the server's as well.
 *
 * Runs inside the allocator: no palloc, no locks. When our own memory is exhausted,
 * chunks are not guarded. Canaries and quarantine make contexts look larger than they
 * are. When the last window with the probe closes, everything is given back and the
 * layer is removed.
 */
#ifndef MEMCHECK_POISON_H
#define MEMCHECK_POISON_H

#include "trace/layer.h"

extern const Layer poison_layer;
extern void poison_start(void);
extern void poison_check(void);
extern void poison_check_all(void);
extern void poison_stop(void);

#endif							/* MEMCHECK_POISON_H */
