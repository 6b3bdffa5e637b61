/*
 * process_memory.c
 *		Bytes in contexts, in malloc and in the machine; see process_memory.h.
 */
#include "postgres.h"

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/own_memory.h"
#include "tree/context_kind.h"
#include "tree/process_memory.h"
#include "utils/memutils.h"

/* So long may be taken each time. */
#define CHEAP_US 100

#define FETCHED_BEFORE 16		/* contexts */

/*
 * The contexts that the latest sum met, in its order. Only the processor reads there, ahead: a tree
 * is mostly as it was, or nearly so.
 */
static OwnArray met = {.width = sizeof(MemoryContext)};

/* This is the next one that is met; without memory that is not kept. */
static inline void
meet(MemoryContext context, Size index)
{
	MemoryContext *all = (MemoryContext *) met.data;

	if (index + FETCHED_BEFORE < met.count)
	{
		__builtin_prefetch(&all[index + FETCHED_BEFORE]->mem_allocated);
		__builtin_prefetch(&all[index + FETCHED_BEFORE]->nextchild);
	}
	else if (index >= met.count && own_array_append(&met) == NULL)
		return;
	((MemoryContext *) met.data)[index] = context;
}

/* This process's tree, by what each context says of itself. */
ContextSum
context_sum(void)
{
	ContextSum	sum = {0};

	MemoryContext context = TopMemoryContext;

	/* as context_after() goes, and without its calls: this is done for each statement */
	while (context)
	{
		meet(context, sum.contexts);
		sum.bytes += context->mem_allocated;
		sum.contexts++;
		if (context->firstchild)
		{
			context = context->firstchild;
			continue;
		}
		while (context && context->nextchild == NULL)
			context = context->parent;
		if (context)
			context = context->nextchild;
	}
	return sum;
}

/*
 * What malloc has handed out in this process, less the blocks of the contexts.
 * Contexts that the server keeps for reuse count as malloc's.
 */
int64
malloc_outside_contexts(int64 context_bytes)
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
	struct mallinfo2 info = mallinfo2();

	return (int64) (info.uordblks + info.hblkhd) - context_bytes;
#else
	(void) context_bytes;
	return -1;
#endif
}

/*
 * The same, for who asks after each statement. The C library looks at each of its free chunks to
 * answer, and what has many of them is not asked again until that was a fiftieth of the time.
 */
int64
malloc_outside_contexts_if_cheap(int64 context_bytes)
{
	static int64 not_before_us;
	int64		since = clock_us();
	int64		bytes;
	int64		took;

	if (since < not_before_us)
		return -1;
	bytes = malloc_outside_contexts(context_bytes);
	took = clock_us() - since;
	if (took > CHEAP_US)
		not_before_us = since + 50 * took;
	return bytes;
}

/*
 * What malloc has from the machine, whether it has handed it out or not; the contexts' blocks are
 * part of it. For who asks after statements.
 */
int64
malloc_mapped_if_cheap(void)
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
	static int64 not_before_us;
	int64		since = clock_us();
	struct mallinfo2 info;
	int64		took;

	if (since < not_before_us)
		return -1;
	info = mallinfo2();
	took = clock_us() - since;
	if (took > CHEAP_US)
		not_before_us = since + 50 * took;
	return (int64) (info.arena + info.hblkhd);
#else
	return -1;
#endif
}

/*
 * Resident memory that is backed by no file and shared with nobody: what /proc/PID/status calls
 * RssAnon, from a file that the kernel makes in a tenth of the time.
 */
int64
rss_anon_bytes(int pid)
{
	char		text[256];
	char	   *at;
	long		resident;
	long		shared;
	ssize_t		length;
	int			fd;

	snprintf(text, sizeof(text), "/proc/%d/statm", pid);
	fd = open(text, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length <= 0)
		return -1;
	text[length] = '\0';
	(void) strtol(text, &at, 10);	/* the address space */
	resident = strtol(at, &at, 10);
	shared = strtol(at, &at, 10);
	return (int64) (resident - shared) * sysconf(_SC_PAGESIZE);
}
