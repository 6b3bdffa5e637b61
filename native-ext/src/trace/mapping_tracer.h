/*
 * mapping_tracer.h
 *		What extensions map into memory with mmap(), with its call stack.
 *
 * While the session is watched the calls of mmap() that extensions make, and those of munmap() and
 * mremap() that anybody makes, come through here (imports.h), in all threads. The original is
 * called first or last; what is recorded goes to mapping_ledger.h. What the C library maps for
 * itself, as malloc() does for a large chunk, and what the dynamic linker maps never comes here.
 *
 * Counted are addresses, not memory: pages that nobody touched, too, and those of a file. If the
 * kernel refuses to unmap what it could (it has no room for another stretch), what is left is
 * missed. An arena of an allocator's looks like any other mapping; repetition tells it from a leak.
 */
#ifndef MEMCHECK_MAPPING_TRACER_H
#define MEMCHECK_MAPPING_TRACER_H

#include "trace/layer.h"

extern const Layer mapping_layer;

#endif							/* MEMCHECK_MAPPING_TRACER_H */
