/*
 * compat.h
 *		Every difference between the server versions, each with one meaning.
 *
 * No other file asks PG_VERSION_NUM.
 */
#ifndef MEMCHECK_COMPAT_H
#define MEMCHECK_COMPAT_H

#include "nodes/memnodes.h"
#include "nodes/nodes.h"
#include "storage/procsignal.h"
#include "utils/memutils.h"

#if PG_VERSION_NUM < 150000
#error "pg_ext_memcheck needs PostgreSQL 15 or later"
#endif

/* The kind of context that this node tag stands for exists from 17 on. */
static inline bool
compat_is_bump(NodeTag tag)
{
#if PG_VERSION_NUM >= 170000
	return tag == T_BumpContext;
#else
	(void) tag;
	return false;
#endif
}

static inline bool
compat_has_bump(void)
{
	return PG_VERSION_NUM >= 170000;
}

static inline MemoryContext
compat_bump_create(MemoryContext parent, const char *name)
{
#if PG_VERSION_NUM >= 170000
	return BumpContextCreate(parent, name, ALLOCSET_SMALL_SIZES);
#else
	(void) parent;
	(void) name;
	return NULL;
#endif
}

/*
 * The allocator methods that the tracer replaces. From 16 on a chunk names its
 * method table by itself, so free and realloc get no context and are found in
 * the server's table even for a context that points at ours; from 17 on
 * allocation failure is handled in the method, hence flags.
 */
#if PG_VERSION_NUM >= 170000
#define COMPAT_ALLOC_PARAMS MemoryContext context, Size size, int flags
#define COMPAT_ALLOC_ARGS context, size, flags
#define COMPAT_REALLOC_PARAMS void *pointer, Size size, int flags
#define COMPAT_REALLOC_ARGS pointer, size, flags
#define COMPAT_FREE_PARAMS void *pointer
#define COMPAT_FREE_ARGS pointer
#elif PG_VERSION_NUM >= 160000
#define COMPAT_ALLOC_PARAMS MemoryContext context, Size size
#define COMPAT_ALLOC_ARGS context, size
#define COMPAT_REALLOC_PARAMS void *pointer, Size size
#define COMPAT_REALLOC_ARGS pointer, size
#define COMPAT_FREE_PARAMS void *pointer
#define COMPAT_FREE_ARGS pointer
#else
#define COMPAT_ALLOC_PARAMS MemoryContext context, Size size
#define COMPAT_ALLOC_ARGS context, size
#define COMPAT_REALLOC_PARAMS MemoryContext context, void *pointer, Size size
#define COMPAT_REALLOC_ARGS context, pointer, size
#define COMPAT_FREE_PARAMS MemoryContext context, void *pointer
#define COMPAT_FREE_ARGS context, pointer
#endif

/* What ExecutorRun gets: 18 no longer says that it runs only once. */
#if PG_VERSION_NUM >= 180000
#define COMPAT_RUN_PARAMS QueryDesc *query, ScanDirection direction, uint64 count
#define COMPAT_RUN_ARGS query, direction, count
#else
#define COMPAT_RUN_PARAMS QueryDesc *query, ScanDirection direction, uint64 count, bool execute_once
#define COMPAT_RUN_ARGS query, direction, count, execute_once
#endif

/*
 * Has a process reach the point where the server would log its contexts; 17
 * renamed the value that says "find it by its pid".
 */
static inline int
compat_signal_log_contexts(pid_t pid)
{
#if PG_VERSION_NUM >= 170000
	return SendProcSignal(pid, PROCSIG_LOG_MEMORY_CONTEXT, INVALID_PROC_NUMBER);
#else
	return SendProcSignal(pid, PROCSIG_LOG_MEMORY_CONTEXT, InvalidBackendId);
#endif
}

/* Whether free and realloc are looked up in the server's table by the chunk. */
#if PG_VERSION_NUM >= 160000
#define COMPAT_CHUNKS_NAME_THEIR_METHODS true
#else
#define COMPAT_CHUNKS_NAME_THEIR_METHODS false
#endif

#endif							/* MEMCHECK_COMPAT_H */
