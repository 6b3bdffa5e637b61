/*
 * poison_free.c
 *		Frees that must not reach the server: twice, or of what is no chunk.
 *
 * The server finds a chunk's context in the bytes before it and believes them.
 * Whether a pointer that has no guard is a chunk is told from the same bytes,
 * read by a system call that fails where the process would die.
 */
#include "postgres.h"

#include <sys/uio.h>
#include <unistd.h>

#include "access/xact.h"
#include "base/compat.h"
#include "base/own_memory.h"
#include "miscadmin.h"
#include "probe/guard.h"
#include "probe/packed_chunk.h"
#include "probe/poison_free.h"
#include "probe/poison_pattern.h"
#include "probe/poison_place.h"
#include "stack/module.h"
#include "stack/site.h"
#include "trace/event.h"
#include "tree/context_kind.h"
#include "tree/path.h"
#include "utils/memutils.h"

/* A copy of memory that may not be there. */
static bool
read_safely(const void *from, void *to, Size bytes)
{
	struct iovec local = {to, bytes};
	struct iovec remote = {unconstify(void *, from), bytes};

	return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t) bytes;
}

/* Some containers forbid the call; then nothing can be told. */
static bool
can_read_safely(void)
{
	static int	answer;			/* 0: not asked yet */
	int			probe = 1;
	int			copy;

	if (answer == 0)
		answer = read_safely(&probe, &copy, sizeof(copy)) ? 1 : -1;
	return answer == 1;
}

static bool
is_context(const MemoryContextData *address)
{
	MemoryContextData copy;

	return address != NULL && (uintptr_t) address % MAXIMUM_ALIGNOF == 0 &&
		read_safely(address, &copy, sizeof(copy)) &&
		context_methods_are_known(context_kind_of_tag(copy.type), copy.methods);
}

/* Whatever its methods: somebody may have put others there. */
static bool
says_it_is_context(MemoryContext address)
{
	MemoryContextData copy;

	return address != NULL && (uintptr_t) address % MAXIMUM_ALIGNOF == 0 &&
		read_safely(address, &copy, sizeof(copy)) &&
		context_kind_of_tag(copy.type) != KIND_UNKNOWN;
}

#define KNOWN_CONTEXTS 256
#define READABLE_AREAS 256
#define AREA_BYTES 4096			/* what is there or not */

/* Contexts that were such when a chunk of theirs was freed lately, by address. */
static MemoryContext known[KNOWN_CONTEXTS];

/* Areas of the heap in which there was something when it was read, likewise. */
static uintptr_t readable[READABLE_AREAS];

/*
 * What was there once is there still: the heap lies behind the server's variables, and only its end
 * moves. Anything else may be mapped and go again, as large chunks do.
 */
static inline bool
stays_readable(uintptr_t to)
{
	return to > (uintptr_t) &TopMemoryContext && to <= (uintptr_t) sbrk(0);
}

/* As read_safely(), and mostly without a system call: sbrk(0) is none. */
static bool
read_quickly(const void *from, void *to, Size bytes)
{
	uintptr_t	area = (uintptr_t) from / AREA_BYTES;
	uintptr_t	end = (uintptr_t) from + bytes;
	uintptr_t  *place = &readable[area % READABLE_AREAS];

	if (*place == area && (end - 1) / AREA_BYTES == area && stays_readable(end))
	{
		memcpy(to, from, bytes);
		return true;
	}
	if (!read_safely(from, to, bytes))
		return false;
	*place = area;
	return true;
}

static const char no_chunk[] = "a pointer that is no chunk or no longer one";
static const char freed_chunk[] = "a chunk that was freed before";
static const char servers_chunk[] = "a chunk that palloc() made";

/*
 * Whether a chunk that had a block for itself was freed: the block is no longer its context's, or
 * the one before it leads elsewhere. malloc() may have left all else as it was.
 */
static bool
block_has_gone(void *pointer, uint64 header)
{
	Size		bytes = kind_chunk_overhead(KIND_ALLOCSET);
	CompatBlock *block;
	CompatBlock copy;
	CompatBlock *next;
	uint64		first;

	/* the guard's chunks answer as such ones would, and have no block */
	if (page_arena_has(pointer))
		return false;
	if (!read_quickly((char *) pointer - bytes, &first, sizeof(first)))
		return true;
	block = compat_own_block(pointer, first, header, bytes);
	if (block == NULL)
		return false;
	if (!read_safely(block, &copy, sizeof(copy)) || !says_it_is_context(copy.context))
		return true;
	/* whoever put methods there may lay out blocks in another way */
	return is_context(copy.context) && copy.prev != NULL &&
		(!read_safely(&copy.prev->next, &next, sizeof(next)) || next != block);
}

static bool
is_allocset(MemoryContext context)
{
	return context_kind(context) == KIND_ALLOCSET;
}

/*
 * What is wrong with freeing this pointer, which has no guard; NULL: nothing that
 * shows. Sets who gave its memory back, if that can be told.
 */
static const char *
fault_of(void *pointer, uint32 *given_back_at)
{
	uint64		header;
	void	   *place;
	MemoryContext context;

	if (!can_read_safely())
		return NULL;
	if ((uintptr_t) pointer % MAXIMUM_ALIGNOF != 0 ||
		!read_safely((char *) pointer - sizeof(header), &header, sizeof(header)))
		return no_chunk;
	if (poison_is_word(header))
	{
		*given_back_at = poison_site(header);
		return "a chunk whose context was reset or deleted before";
	}
	switch (compat_chunk_clue(pointer, header, &place))
	{
		case CLUE_NO_CHUNK:
			return no_chunk;
		case CLUE_CONTEXT_AT:
			if (!read_safely(place, &context, sizeof(context)) || !is_context(context))
				return no_chunk;
			return is_allocset(context) && block_has_gone(pointer, header) ? freed_chunk : NULL;
		case CLUE_NO_MORE:
			break;
	}
	return block_has_gone(pointer, header) ? freed_chunk : NULL;
}

static void
report(const char *what, const char *function, MemoryContext context, uint32 given_back_at)
{
	Event		event = {.check_type = CHECK_DOUBLE_FREE, .count = 1, .certain = true};

	event.site = site_here();
	event.freed_site = given_back_at;
	event.path = context ? path_of(context) : 0;
	snprintf(event.detail, sizeof(event.detail), "%s was given to %s", what, function);
	event_add(&event);
}

static void
raise_fault(const char *what, const char *function)
{
	ereport(ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR),
			 errmsg("%s was given to %s", what, function),
			 errdetail("The call was skipped: it would have corrupted the server's memory.")));
}

/* What a guard says of a chunk that is no longer there; NULL: it is. */
static const char *
fault_of_guarded(const Guard *guard)
{
	if (guard == NULL || guard->state == GUARD_LIVE)
		return NULL;
	return guard->freed_at ? freed_chunk :
		"a chunk whose context was reset before";
}

/*
 * Inside the allocator's free: raises an error if the chunk was freed before,
 * or, where none may be raised, is true and the call is to be ignored.
 */
bool
poison_refuses_free(void *pointer)
{
	const Guard *guard = guards_are_kept() ? guard_find(pointer) : NULL;
	const char *fault = fault_of_guarded(guard);

	if (fault == NULL)
		return false;
	report(fault, "pfree", guard->context, guard_given_back_at(guard));
	if (CritSectionCount == 0 && IsTransactionState())
		raise_fault(fault, "pfree");
	return true;
}

/* The same of realloc, which cannot be ignored. */
void
poison_refuse_realloc(void *pointer)
{
	const Guard *guard = guards_are_kept() ? guard_find(pointer) : NULL;
	const char *fault = fault_of_guarded(guard);

	if (fault == NULL)
		return;
	report(fault, "repalloc", guard->context, guard_given_back_at(guard));
	raise_fault(fault, "repalloc");
}

static bool
is_known(MemoryContext context)
{
	MemoryContext *place = &known[own_hash((uintptr_t) context) % KNOWN_CONTEXTS];

	if (*place != context && says_it_is_context(context))
		*place = context;
	return context && *place == context;
}

/* Such a chunk is looked at more closely. What is near its pointer is there. */
static inline bool
has_own_block(void *pointer, MemoryContext context)
{
	Size		bytes = kind_chunk_overhead(KIND_ALLOCSET);

	return is_allocset(context) &&
		compat_own_block(pointer, *(uint64 *) ((char *) pointer - bytes), ((uint64 *) pointer)[-1],
						 bytes) != NULL;
}

/*
 * Mostly it is a chunk of a context that is known; then "fault" is what is wrong with it
 * nevertheless, or NULL. False: it may be none.
 */
static bool
is_of_known(void *pointer, const char **fault)
{
	uint64		header;
	void	   *place;
	MemoryContext context;

	*fault = NULL;
	if ((uintptr_t) pointer % MAXIMUM_ALIGNOF != 0 ||
		!read_quickly((char *) pointer - sizeof(header), &header, sizeof(header)) ||
		compat_chunk_clue(pointer, header, &place) != CLUE_CONTEXT_AT ||
		!read_quickly(place, &context, sizeof(context)) || !is_known(context))
		return false;
	if (block_has_gone(pointer, header) && is_context(context) && is_allocset(context))
		*fault = freed_chunk;
	return true;
}

/* A word that the server reads next, in an area where something was. */
static inline bool
is_likely_there(const void *word)
{
	uintptr_t	area = (uintptr_t) word / AREA_BYTES;

	return (uintptr_t) word % sizeof(uint64) == 0 && readable[area % READABLE_AREAS] == area;
}

/* is_of_known() of what was seen to be so lately: nearly every chunk that is freed. */
static inline bool
is_usual(void *pointer)
{
	void	   *header = (char *) pointer - sizeof(uint64);
	void	   *place;
	MemoryContext context;

	/* of the two places the header is the higher one */
	if ((uintptr_t) pointer % MAXIMUM_ALIGNOF != 0 || !stays_readable((uintptr_t) pointer) ||
		!is_likely_there(header) ||
		compat_chunk_clue(pointer, *(uint64 *) header, &place) != CLUE_CONTEXT_AT ||
		!is_likely_there(place))
		return false;
	context = *(MemoryContext *) place;
	return context && known[own_hash((uintptr_t) context) % KNOWN_CONTEXTS] == context &&
		!has_own_block(pointer, context);
}

/* Whether the pointer may be a chunk of the guard's: what that has closed, it sees itself. */
static bool
is_for_guard(const void *pointer)
{
	const PagedChunk *chunk = paged_chunk_of(pointer);

	return chunk && (!chunk->packed || chunk->state != PAGED_LIVE ||
					 packed_chunk_is(chunk, pointer));
}

/* In a window without poison: what the pointer leads to is all that tells. */
static pg_noinline void
refuse_plainly(void *pointer, const char *function)
{
	uint32		given_back_at = 0;
	const char *fault;

	if (CritSectionCount > 0 || !IsTransactionState())
		return;
	if (page_arena_has(pointer))
		fault = is_for_guard(pointer) ? NULL : no_chunk;
	else if (!is_of_known(pointer, &fault))
		fault = fault_of(pointer, &given_back_at);
	if (fault == NULL)
		return;
	report(fault, function, NULL, given_back_at);
	raise_fault(fault, function);
}

/* Of poison's guards, and what has none. */
static pg_noinline void
refuse_guarded(void *pointer, const char *function, const void *door)
{
	const Guard *guard = guard_find(pointer);
	uint32		given_back_at = guard ? guard_given_back_at(guard) : 0;
	uint32		site;
	const char *fault;

	if (guard && guard->state != GUARD_GONE)
		return;					/* the layer sees it */
	if (guard == NULL && !poison_chooses(door, &site))
		return;
	fault = guard ? fault_of_guarded(guard) : fault_of(pointer, &given_back_at);
	if (fault == NULL)
		return;
	report(fault, function, guard ? guard->context : NULL, given_back_at);
	raise_fault(fault, function);
}

/* Before an extension's call reaches the server, which would follow the pointer. */
static inline void
refuse_no_chunk(void *pointer, const char *function, const void *door)
{
	if (guards_are_kept())
		refuse_guarded(pointer, function, door);
	else if (page_arena_has(pointer) || !is_usual(pointer))
		refuse_plainly(pointer, function);
}

/* The C library has its own word before a chunk, which is no address. Another allocator may not. */
static bool
frees_for_c_library(void)
{
	static int	answer;			/* 0: not asked yet */

	if (answer == 0)
		answer = module_is_c_library((uintptr_t) free + 1) ? 1 : -1;
	return answer == 1;
}

/* Of free() and realloc(): what the server has allocated is not theirs. */
bool
poison_refuses_outside(void *pointer, const char *function)
{
	const char *fault;

	if (!page_arena_has(pointer) &&
		(!frees_for_c_library() || !can_read_safely() || !is_of_known(pointer, &fault)))
		return false;
	report(servers_chunk, function, NULL, 0);
	if (CritSectionCount == 0 && IsTransactionState())
		raise_fault(servers_chunk, function);
	return true;
}

static void
checked_pfree(void *pointer)
{
	refuse_no_chunk(pointer, "pfree", SITE_DOOR);
	pfree(pointer);
}

static void *
checked_repalloc(void *pointer, Size size)
{
	refuse_no_chunk(pointer, "repalloc", SITE_DOOR);
	return repalloc(pointer, size);
}

static void *
checked_repalloc_huge(void *pointer, Size size)
{
	refuse_no_chunk(pointer, "repalloc_huge", SITE_DOOR);
	return repalloc_huge(pointer, size);
}

/* What extensions call to free chunks. */
const Import *
poison_imports(int *count)
{
	static const Import imports[] = {
		{"pfree", (AnyFunction) checked_pfree, NULL},
		{"repalloc", (AnyFunction) checked_repalloc, NULL},
		{"repalloc_huge", (AnyFunction) checked_repalloc_huge, NULL},
	};

	*count = lengthof(imports);
	return imports;
}
