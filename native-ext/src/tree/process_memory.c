/*
 * process_memory.c
 *		Bytes in contexts, in malloc and in the machine; see process_memory.h.
 */
#include "postgres.h"

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include "tree/context_kind.h"
#include "tree/process_memory.h"
#include "utils/memutils.h"

/* This process's tree, by what each context says of itself. */
ContextSum
context_sum(void)
{
	ContextSum	sum = {0};

	for (MemoryContext context = TopMemoryContext; context; context = context_after(context))
	{
		sum.bytes += context->mem_allocated;
		sum.contexts++;
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

/* Resident memory that is backed by no file and shared with nobody. */
int64
rss_anon_bytes(int pid)
{
	static const char label[] = "\nRssAnon:";
	char		text[4096];
	const char *line;
	ssize_t		length;
	int			fd;

	snprintf(text, sizeof(text), "/proc/%d/status", pid);
	fd = open(text, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[Max(length, 0)] = '\0';
	line = strstr(text, label);
	return line ? strtoll(line + sizeof(label) - 1, NULL, 10) * 1024 : -1;
}
