/*
 * mappings.c
 *		Memory that is mapped and unmapped, for the regression tests.
 */
#include "postgres.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fmgr.h"
#include "utils/builtins.h"

#define PAGE 65536				/* or several, where they are smaller */
#define POOL 8

/* In the function that uses it. */
#define MAP(bytes) \
	checked(mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))

static void *
checked(char *start)
{
	if (start == MAP_FAILED)
		elog(ERROR, "no memory");
	start[0] = 'x';
	return start;
}

/* Bug if it is to be lost: a stretch of memory. */
static pg_noinline void
use_memory(bool lose)
{
	void	   *start = MAP(10 * PAGE);

	if (!lose)
		munmap(start, 10 * PAGE);
}

/* Bug if it is to be lost: two pages in the middle of six. */
static pg_noinline void
use_middle(bool lose)
{
	char	   *start = MAP(6 * PAGE);

	munmap(start, 2 * PAGE);
	munmap(start + 4 * PAGE, 2 * PAGE);
	if (!lose)
		munmap(start + 2 * PAGE, 2 * PAGE);
}

/* Bug if it is to be lost: what is on both sides of a hole. */
static pg_noinline void
use_both_sides(bool lose)
{
	char	   *start = MAP(6 * PAGE);

	munmap(start + 2 * PAGE, PAGE);
	if (!lose)
		munmap(start, 6 * PAGE);
}

/* Bug if it is to be lost: a file. */
static pg_noinline void
use_file_mapping(bool lose)
{
	int			file = open("/proc/self/exe", O_RDONLY);
	void	   *start = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, file, 0);

	close(file);
	if (start == MAP_FAILED)
		elog(ERROR, "no mapping");
	if (!lose)
		munmap(start, PAGE);
}

/* Bug if it is to be lost: memory that grows, and moves where it must. */
static pg_noinline void
use_growing(bool lose)
{
	char	   *start = MAP(PAGE);

	for (int pages = 2; pages <= 4; pages++)
	{
		start = mremap(start, (pages - 1) * PAGE, pages * PAGE, MREMAP_MAYMOVE);
		if (start == MAP_FAILED)
			elog(ERROR, "no memory");
	}
	if (!lose)
		munmap(start, 4 * PAGE);
}

/* Bug if it is to be lost: one buffer that grows with each call. Otherwise it shrinks again. */
static pg_noinline void
use_buffer(bool lose)
{
	static void *buffer;
	static size_t pages = 1;

	if (buffer == NULL)
		buffer = MAP(PAGE);
	buffer = mremap(buffer, pages * PAGE, (pages + 1) * PAGE, MREMAP_MAYMOVE);
	if (lose)
		pages++;
	else
		buffer = mremap(buffer, (pages + 1) * PAGE, pages * PAGE, MREMAP_MAYMOVE);
}

static void *
map_in_thread(void *argument)
{
	return MAP(3 * PAGE);
}

/* Bug if it is to be lost: what a thread mapped. */
static pg_noinline void
use_thread(bool lose)
{
	pthread_t	thread;
	sigset_t	all;
	sigset_t	before;
	void	   *start;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&thread, NULL, map_in_thread, NULL) != 0)
		elog(ERROR, "could not start a thread");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_join(thread, &start);
	if (!lose)
		munmap(start, 3 * PAGE);
}

/* Clean: the C library maps it, and it is lost as malloc()'s if it is lost at all. */
static pg_noinline void
use_large_malloc(bool lose)
{
	void	   *volatile chunk = malloc(4 * 1024 * 1024);

	if (!lose)
		free(chunk);
}

/* Clean: a place that is reserved once, taken and given back by mapping over it. */
static pg_noinline void
use_reserved(bool lose)
{
	static char *reserved;

	if (reserved == NULL)
		reserved = mmap(NULL, 16 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (mmap(reserved + 4 * PAGE, PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED ||
		mmap(reserved + 4 * PAGE, PAGE, PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		elog(ERROR, "no memory");
}

/* Clean: a pool, which is full after some calls. */
static pg_noinline void
use_pool(bool lose)
{
	static void *pool[POOL];
	static int	calls;
	int			i = calls++ % POOL;

	if (pool[i] == NULL)
		pool[i] = MAP(16 * PAGE);
}

/* Clean: one that is kept, and mapped anew in place of the one before it. */
static pg_noinline void
use_latest(bool lose)
{
	static void *latest;

	if (latest)
		munmap(latest, PAGE);
	latest = MAP(PAGE);
}

typedef struct Use
{
	const char *name;
	void		(*use) (bool lose);
} Use;

static const Use uses[] = {
	{"memory", use_memory}, {"middle", use_middle}, {"both_sides", use_both_sides},
	{"file", use_file_mapping}, {"growing", use_growing}, {"buffer", use_buffer},
	{"thread", use_thread}, {"large_malloc", use_large_malloc}, {"reserved", use_reserved},
	{"pool", use_pool}, {"latest", use_latest},
};

/* Bug if "lose" is true, otherwise clean. */
PG_FUNCTION_INFO_V1(use_mapping);
Datum
use_mapping(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));

	for (int i = 0; i < lengthof(uses); i++)
		if (strcmp(uses[i].name, name) == 0)
			uses[i].use(PG_GETARG_BOOL(1));
	PG_RETURN_VOID();
}
