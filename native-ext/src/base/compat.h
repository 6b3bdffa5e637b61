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
#if PG_VERSION_NUM >= 160000
#include "nodes/queryjumble.h"
#else
#include "utils/queryjumble.h"
#endif
#include "postmaster/bgworker.h"
#include "storage/dsm_impl.h"
#if PG_VERSION_NUM >= 170000
#include "storage/dsm_registry.h"
#endif
#include "storage/procsignal.h"
#include "tcop/pquery.h"
#include "utils/guc_tables.h"
#include "utils/memutils.h"

#if PG_VERSION_NUM >= 160000
#include "utils/memutils_internal.h"
#include "utils/memutils_memorychunk.h"
#endif

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

/* Lists of pointers, numbers, and, from 16 on, transactions. */
static inline bool
compat_is_list(NodeTag tag)
{
#if PG_VERSION_NUM >= 160000
	if (tag == T_XidList)
		return true;
#endif
	return tag == T_List || tag == T_IntList || tag == T_OidList;
}

/* Up to 15 a set of integers is no node. */
static inline bool
compat_is_bitmapset(NodeTag tag)
{
#if PG_VERSION_NUM >= 160000
	return tag == T_Bitmapset;
#else
	(void) tag;
	return false;
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

/* The same arguments where there is no context at hand, and a new chunk for realloc. */
#if PG_VERSION_NUM >= 170000
#define COMPAT_FREE_ARGS_OF(context, pointer) pointer
#define COMPAT_REALLOC_AS_ALLOC(context) context, size, flags
#elif PG_VERSION_NUM >= 160000
#define COMPAT_FREE_ARGS_OF(context, pointer) pointer
#define COMPAT_REALLOC_AS_ALLOC(context) context, size
#else
#define COMPAT_FREE_ARGS_OF(context, pointer) context, pointer
#define COMPAT_REALLOC_AS_ALLOC(context) context, size
#endif

/*
 * What alloc and realloc return when there is no memory: who calls them, or they, raise the error.
 */
#if PG_VERSION_NUM >= 170000
#define COMPAT_ALLOC_FAILURE MemoryContextAllocationFailure(context, size, flags)
#define COMPAT_REALLOC_FAILURE(context) MemoryContextAllocationFailure(context, size, flags)
#else
#define COMPAT_ALLOC_FAILURE NULL
#define COMPAT_REALLOC_FAILURE(context) NULL
#endif

/* Bytes at the start of a free chunk of an AllocSet that link it to the next one. */
#if PG_VERSION_NUM >= 160000
#define COMPAT_FREE_LINK_BYTES sizeof(void *)
#else
#define COMPAT_FREE_LINK_BYTES 0
#endif

/*
 * From 16 on: the number of methods that no chunk of the server's names. Those up to 2 are what
 * stray bytes may look like.
 */
#if PG_VERSION_NUM >= 170000
#define COMPAT_SPARE_METHODS MCTX_8_UNUSED_ID
#elif PG_VERSION_NUM >= 160000
#define COMPAT_SPARE_METHODS MCTX_UNUSED4_ID
#endif

/*
 * What the eight bytes before a pointer say of it. Up to 15 they are the
 * address of the chunk's context; from 16 on they number the kind and lead to
 * the block, which for an AllocSet begins with that address.
 */
typedef enum ChunkClue
{
	CLUE_NO_CHUNK,
	CLUE_CONTEXT_AT,			/* the context's address stands at this place */
	CLUE_NO_MORE,				/* may be a chunk */
} ChunkClue;

static inline ChunkClue
compat_chunk_clue(void *pointer, uint64 header, void **place)
{
#if PG_VERSION_NUM >= 160000
	MemoryChunk *chunk = PointerGetMemoryChunk(pointer);
	MemoryContextMethodID method = header & MEMORY_CONTEXT_METHODID_MASK;

	if (method != MCTX_ASET_ID)
		return method == MCTX_GENERATION_ID || method == MCTX_SLAB_ID ||
			method == MCTX_ALIGNED_REDIRECT_ID || method == COMPAT_SPARE_METHODS ?
			CLUE_NO_MORE : CLUE_NO_CHUNK;
	if (MemoryChunkIsExternal(chunk))
		return CLUE_NO_MORE;
	*place = MemoryChunkGetBlock(chunk);
	return CLUE_CONTEXT_AT;
#else
	(void) header;
	*place = (char *) pointer - sizeof(uint64);
	return CLUE_CONTEXT_AT;
#endif
}

/* The AllocSet's header of a block, as 15 to 18 lay it out in aset.c. */
typedef struct CompatBlock
{
	MemoryContext context;
	struct CompatBlock *prev;
	struct CompatBlock *next;
	char	   *free_from;
	char	   *end;
} CompatBlock;

/* No chunk of an AllocSet that is larger shares its block. */
#define COMPAT_CHUNK_LIMIT 8192

/*
 * An AllocSet's and a Generation's own members, as 15 to 18 lay them out in aset.c and
 * generation.c. Circles of blocks begin and end at "blocks" of a Generation.
 */
#define COMPAT_FREE_LISTS 11

typedef struct CompatAllocSet
{
	MemoryContextData header;
	CompatBlock *blocks;
	void	   *free_lists[COMPAT_FREE_LISTS];
} CompatAllocSet;

typedef struct CompatGeneration
{
	MemoryContextData header;
#if PG_VERSION_NUM >= 170000
	uint32		sizes[4];
	void	   *places[2];
#else
	Size		sizes[4];
	void	   *places[3];
#endif
	dlist_head	blocks;
} CompatGeneration;

typedef struct CompatGenerationBlock
{
	dlist_node	node;
#if PG_VERSION_NUM >= 160000
	MemoryContext context;
#endif
	Size		size;
	int			chunks;
	int			freed;
	char	   *free_from;
	char	   *end;
} CompatGenerationBlock;

/*
 * What lies before what palloc() gives. Up to 15 the size, and at the end the context, which a free
 * chunk has not; from 16 on a word that has the kind in so many bits, and leads to the block.
 */
#ifdef MEMORY_CONTEXT_CHECKING
#define COMPAT_ASKED_BYTES sizeof(Size)
#else
#define COMPAT_ASKED_BYTES 0
#endif

#if PG_VERSION_NUM >= 160000
#define COMPAT_METHOD_BITS MEMORY_CONTEXT_METHODID_BITS
#define COMPAT_ALLOCSET_METHOD MCTX_ASET_ID
#define COMPAT_GENERATION_METHOD MCTX_GENERATION_ID
#define COMPAT_CHUNK_HEADER (sizeof(uint64) + COMPAT_ASKED_BYTES)
#define COMPAT_GENERATION_HEADER COMPAT_CHUNK_HEADER
#define COMPAT_ASKED_AT 0
#else
#define COMPAT_METHOD_BITS 0
#define COMPAT_ALLOCSET_METHOD 0
#define COMPAT_GENERATION_METHOD 0
#define COMPAT_CHUNK_HEADER (sizeof(Size) + COMPAT_ASKED_BYTES + sizeof(void *))
#define COMPAT_GENERATION_HEADER (COMPAT_CHUNK_HEADER + sizeof(void *))
#define COMPAT_ASKED_AT sizeof(Size)
#endif

/*
 * The block that a chunk of an AllocSet has for itself; NULL: it may share one. Takes the first and
 * the last eight bytes of the chunk's header, and how long that is. Reads nothing.
 */
static inline CompatBlock *
compat_own_block(void *pointer, uint64 first, uint64 header, Size header_bytes)
{
	char	   *chunk = (char *) pointer - header_bytes;

#if PG_VERSION_NUM >= 160000
	MemoryChunk copy = {.hdrmask = header};

	(void) first;
	if ((header & MEMORY_CONTEXT_METHODID_MASK) != MCTX_ASET_ID || !MemoryChunkIsExternal(&copy))
		return NULL;
#else
	(void) header;
	if (first <= COMPAT_CHUNK_LIMIT)
		return NULL;
#endif
	return (CompatBlock *) chunk - 1;
}

/*
 * The header of a chunk that no block of its context holds, and that answers for its context and
 * its space as one of an AllocSet would that has a block of its own. Its context may be of any
 * kind: up to 15 that is asked for the space, and a Slab looks at no header.
 */
#if PG_VERSION_NUM >= 160000
typedef struct CompatLoneHeader
{
	MemoryContext context;		/* the start of the AllocSet's header of a block */
	void	   *prev;
	void	   *next;
	char	   *free_from;
	char	   *end;
	MemoryChunk chunk;
} CompatLoneHeader;
#else
typedef struct CompatLoneHeader
{
	Size		space_there;	/* where a Generation context has it */
	Size		space;			/* the AllocSet's header of a chunk */
	MemoryContext context;
} CompatLoneHeader;
#endif

static inline void
compat_write_lone_header(void *pointer, Size space, MemoryContext context)
{
	CompatLoneHeader *header = (CompatLoneHeader *) pointer - 1;

#if PG_VERSION_NUM >= 160000
	header->context = context;
	header->prev = header->next = NULL;
	header->free_from = header->end = (char *) pointer + space;
	MemoryChunkSetHdrMaskExternal(&header->chunk, MCTX_ASET_ID);
#else
	header->space_there = header->space = space;
	header->context = context;
#endif
}

/* The same of a sampled chunk (sampled_guard.h), which from 16 on names spare methods. */
static inline void
compat_write_sampled_header(void *pointer, Size space, MemoryContext context)
{
	compat_write_lone_header(pointer, space, context);
#if PG_VERSION_NUM >= 160000
	MemoryChunkSetHdrMaskExternal(&((CompatLoneHeader *) pointer - 1)->chunk,
								  COMPAT_SPARE_METHODS);
#endif
}

/*
 * The server's table of those methods, which lies beside that of the AllocSet; NULL: there is none,
 * or somebody has it already.
 */
static inline MemoryContextMethods *
compat_spare_methods(MemoryContextMethods *of_allocset)
{
#if PG_VERSION_NUM >= 160000
	MemoryContextMethods *spare = of_allocset + (COMPAT_SPARE_METHODS - MCTX_ASET_ID);

	return spare->alloc == NULL && spare->reset == NULL ? spare : NULL;
#else
	(void) of_allocset;
	return NULL;
#endif
}

/*
 * What the server asks the spare methods for besides free and realloc: two functions that ask
 * "methods_for(pointer)" (context_kind.c), and their place in a table.
 */
#if PG_VERSION_NUM >= 160000
#define COMPAT_SPARE_LOOKS(methods_for) \
static MemoryContext \
spare_chunk_context(void *pointer) \
{ \
	return methods_for(pointer)->get_chunk_context(pointer); \
} \
static Size \
spare_chunk_space(void *pointer) \
{ \
	return methods_for(pointer)->get_chunk_space(pointer); \
}
#define COMPAT_PUT_SPARE_LOOKS(table) \
	((table)->get_chunk_context = spare_chunk_context, \
	 (table)->get_chunk_space = spare_chunk_space)
#else
#define COMPAT_SPARE_LOOKS(methods_for)
#define COMPAT_PUT_SPARE_LOOKS(table) ((void) (table))
#endif

/* palloc0() and makeNode() of extensions, where the size is a multiple of a word. */
#if PG_VERSION_NUM < 170000
#define COMPAT_HAS_ZERO_ALIGNED
#endif

/* Servers that check memory themselves keep more in a header. */
static inline bool
compat_has_lone_headers(void)
{
#ifdef MEMORY_CONTEXT_CHECKING
	return false;
#else
	return true;
#endif
}

/* Where before a chunk everybody reads its context: up to 15 a function in a header does. */
static inline ptrdiff_t
compat_context_read_by_all(void)
{
#if PG_VERSION_NUM >= 160000
	return 0;
#else
	return -(ptrdiff_t) sizeof(MemoryContext);
#endif
}

/* The list of DSM segments, as 15 to 18 lay it out in dsm.c. */
#define COMPAT_DSM_CONTROL_MAGIC 0x9a503d32

typedef struct CompatDsmItem
{
	dsm_handle	handle;
	uint32		refcnt;			/* 2 and more: in use */
	size_t		first_page;
	size_t		npages;			/* of those that lie in main shared memory */
	void	   *impl_private_pm_handle;
	bool		pinned;
} CompatDsmItem;

typedef struct CompatDsmControl
{
	uint32		magic;
	uint32		nitems;
	uint32		maxitems;
	CompatDsmItem item[FLEXIBLE_ARRAY_MEMBER];
} CompatDsmControl;

/* How extensions make a DSA area: from 17 on dsa_create() is a macro for another function. */
#if PG_VERSION_NUM >= 170000
#define COMPAT_DSA_CREATE dsa_create_ext
#define COMPAT_DSA_CREATE_NAME "dsa_create_ext"
#define COMPAT_DSA_CREATE_PARAMS int tranche, size_t first, size_t largest
#define COMPAT_DSA_CREATE_ARGS tranche, first, largest
#else
#define COMPAT_DSA_CREATE dsa_create
#define COMPAT_DSA_CREATE_NAME "dsa_create"
#define COMPAT_DSA_CREATE_PARAMS int tranche
#define COMPAT_DSA_CREATE_ARGS tranche
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

/* All settings of this process. */
static inline struct config_generic **
compat_settings(int *count)
{
#if PG_VERSION_NUM >= 160000
	return get_guc_variables(count);
#else
	*count = GetNumConfigOptions();
	return get_guc_variables();
#endif
}

/* The setting that makes queries use parallel workers whether it pays or not. */
static inline const char *
compat_forced_parallelism(void)
{
#if PG_VERSION_NUM >= 160000
	return "debug_parallel_query";
#else
	return "force_parallel_mode";
#endif
}

/* Runs a portal to its end; 18 no longer says that it runs only once. */
static inline void
compat_portal_run(Portal portal, DestReceiver *receiver, QueryCompletion *completion)
{
#if PG_VERSION_NUM >= 180000
	(void) PortalRun(portal, FETCH_ALL, true, receiver, receiver, completion);
#else
	(void) PortalRun(portal, FETCH_ALL, true, true, receiver, receiver, completion);
#endif
}

/* Flags that let a worker connect as a role that may not log in; 0: not possible. */
static inline int
compat_worker_bypass_login(void)
{
#if PG_VERSION_NUM >= 170000
	return BGWORKER_BYPASS_ROLELOGINCHECK;
#else
	return 0;
#endif
}

/* Whether processes find segments of shared memory by name. */
static inline bool
compat_has_named_segments(void)
{
	return PG_VERSION_NUM >= 170000;
}

/* The one of this name, which is made if there is none. Raises errors. */
static inline void *
compat_named_segment(const char *name, Size bytes, bool *found)
{
#if PG_VERSION_NUM >= 170000
	return GetNamedDSMSegment(name, bytes, NULL, found);
#else
	elog(ERROR, "this server has no segment \"%s\" of %zu bytes", name, bytes);
	*found = false;
	return NULL;
#endif
}

#endif							/* MEMCHECK_COMPAT_H */
