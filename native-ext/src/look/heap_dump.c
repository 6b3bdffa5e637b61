/*
 * heap_dump.c
 *		Writes the sampled heap of this process to a file; see heap_dump.h.
 */
#include "postgres.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file_perm.h"
#include "look/heap.h"
#include "look/heap_dump.h"
#include "look/write_all.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "utils/timestamp.h"

#define MAGIC 0x6d686471
#define LARGEST (16 * 1024 * 1024)

static double limit;			/* in bytes, 0: none */
static bool due;

void
heap_dump_path(int number, char *to, Size size)
{
	snprintf(to, size, "%s/pg_ext_memcheck.heap.%d", DataDir, number);
}

static HeapDump
head_now(bool at_end)
{
	return (HeapDump) {.magic = MAGIC,.size = sizeof(HeapDump) + sizeof(HeapRow),
		.at = GetCurrentTimestamp(),.at_end = at_end};
}

/*
 * The file that gets the dump's name when it is whole, empty; or -1. Of processes with one number
 * that end together, one writes: with two in a file it could get its name unfinished.
 */
static int
open_unfinished(const char *path)
{
	int			fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, pg_file_create_mode);
	struct stat ours;
	struct stat there;

	if (fd < 0)
		return -1;
	/* whoever was faster may have renamed it meanwhile */
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &ours) == 0 && stat(path, &there) == 0 &&
		ours.st_dev == there.st_dev && ours.st_ino == there.st_ino && ftruncate(fd, 0) == 0)
		return fd;
	close(fd);
	return -1;
}

static void
write_file(bool at_end)
{
	HeapDump	head = head_now(at_end);
	char		name[MAXPGPATH];
	char		unfinished[MAXPGPATH + 8];
	int			saved_errno = errno;
	int			fd;
	int			error;

	heap_dump_path(MyProcPid % HEAP_DUMPS, name, sizeof(name));
	snprintf(unfinished, sizeof(unfinished), "%s.new", name);
	fd = open_unfinished(unfinished);
	if (fd >= 0)
	{
		error = write_all(fd, &head, sizeof(head));
		error = error ? error : heap_answer(fd);
		if (error || rename(unfinished, name) != 0)
			(void) unlink(unfinished);
		close(fd);
	}
	errno = saved_errno;
}

/* Asks for the interrupt, again where somebody has forgotten it for the sake of his own. */
void
heap_dump_remind(void)
{
	if (!due)
		return;
	LogMemoryContextPending = true;
	InterruptPending = true;
}

/* In the allocator: the samples stand for more than the limit. */
static void
note(void)
{
	if (!IsUnderPostmaster)
		return;
	heap_set_alarm(0, NULL);
	due = true;
	heap_dump_remind();
}

static void
arm(double above)
{
	heap_set_alarm(above, limit > 0 ? note : NULL);
}

/*
 * When the setting gets its value. The server sets it again to what it is at each reload: what was
 * written need not be written again. An interrupt that is due comes in any case.
 */
void
heap_dump_set_limit(int limit_kb)
{
	if (limit == limit_kb * 1024.0)
		return;
	limit = limit_kb * 1024.0;
	arm(limit);
}

static void
dump_at_end(int code, Datum argument)
{
	if (limit > 0 && heap_sum().bytes > limit)
		write_file(true);
}

/* At an interrupt; whether it was caused by the limit. */
bool
heap_dump_if_due(void)
{
	static int	registered_in;

	if (!due)
		return false;
	due = false;
	if (limit > 0)
		write_file(false);
	if (registered_in != MyProcPid)
		before_shmem_exit(dump_at_end, (Datum) 0);
	registered_in = MyProcPid;
	arm(Max(limit, 2 * heap_sum().bytes));
	return true;
}

/* What a process wrote, palloc'd, behind its head; NULL: there is none of this version. */
char *
heap_dump_read(int number, HeapDump *head, Size *bytes)
{
	char		name[MAXPGPATH];
	struct stat status;
	char	   *data = NULL;
	int			fd;

	heap_dump_path(number, name, sizeof(name));
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (fstat(fd, &status) == 0 && status.st_size > sizeof(HeapDump) &&
		status.st_size < LARGEST && read(fd, head, sizeof(*head)) == sizeof(*head) &&
		head->magic == MAGIC && head->size == head_now(false).size)
	{
		*bytes = status.st_size - sizeof(HeapDump);
		data = palloc_extended(*bytes, MCXT_ALLOC_NO_OOM);
	}
	if (data && read(fd, data, *bytes) != (ssize_t) *bytes)
	{
		pfree(data);
		data = NULL;
	}
	close(fd);
	return data;
}
