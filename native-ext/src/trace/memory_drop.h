/*
 * memory_drop.h
 *		Who is told before a context gives much memory back.
 *
 * The memory of a statement is largest just before a part of it goes: a context that is reset or
 * deleted. So a peak that is looked at then is the peak. memory_drops() is called inside the
 * allocator, before a context of DROP_BYTES or more is emptied; "detached" says that it is out of
 * the tree already, as a context that is deleted is. The visitor may read the tree and write to our
 * own memory, and nothing else: it runs in error paths, too.
 *
 * Set once, by the first window of the process. It costs one comparison for each reset and deletion
 * of a context that the tracer knows, while the tracer is on. No locks, no errors, no palloc.
 */
#ifndef MEMCHECK_MEMORY_DROP_H
#define MEMCHECK_MEMORY_DROP_H

#include "nodes/memnodes.h"
#include "stack/recording.h"

#define DROP_BYTES (64 * 1024)

typedef void (*MemoryDropVisitor) (int64 bytes, bool detached);

extern MemoryDropVisitor memory_drop_visitor;

static inline void
memory_drops(MemoryContext context, bool detached)
{
	if (context->mem_allocated < DROP_BYTES || memory_drop_visitor == NULL ||
		!recording_enter_main())
		return;
	memory_drop_visitor((int64) context->mem_allocated, detached);
	recording_leave();
}

#endif							/* MEMCHECK_MEMORY_DROP_H */
