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
 *				quarantine, so that nobody gets it at once: the server has it as
 *				in use until QUARANTINE_BYTES of younger ones push it out.
 *	realloc		always moves, so that the old address is freed memory.
 *	reset		fills the chunks, and what the context keeps of its first block. What
 *				is empty when the probe starts is filled then.
 *	delete		fills the chunks before their blocks go.
 *
 * Canaries and poison are checked at free, on leaving quarantine, at reset and
 * delete, when memory of a reset AllocSet is given out again, when a statement
 * is over and at the window's end. A chunk older than the window has no canary
 * and is guarded from its free on. Chunks above QUARANTINE_CHUNK_BYTES are
 * filled and handed back at once.
 *
 * A second free of a chunk, and a free of what is no chunk, are reported, and
 * raise an error in place of the call, since the server would corrupt its own
 * lists. Where no error may be raised (critical sections, the abort of a
 * transaction) a second free is reported and ignored. Pointers that are no
 * chunk are told by pfree and repalloc as extensions call them; a free that
 * the server makes of a quarantined chunk is recognized, too.
 *
 * Runs inside the allocator: no palloc, no locks; when our memory is exhausted
 * a chunk is unguarded. Contexts look larger than they are by canaries and
 * quarantine. When the last window with the probe closes, everything is handed
 * back and the layer taken out.
 */
#ifndef MEMCHECK_POISON_H
#define MEMCHECK_POISON_H

#include "trace/layer.h"

#define QUARANTINE_BYTES (8 * 1024 * 1024)
#define QUARANTINE_CHUNK_BYTES (64 * 1024)

extern const Layer poison_layer;
extern void poison_start(void);
extern void poison_check(void);
extern void poison_stop(void);
extern void poison_fence(void);

#endif							/* MEMCHECK_POISON_H */
