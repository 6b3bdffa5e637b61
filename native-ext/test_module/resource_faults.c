/*
 * resource_faults.c
 *		What the tests of the probe "track_resources" leave open.
 */
#include "postgres.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "executor/spi.h"
#include "fmgr.h"
#include "storage/fd.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

static int	file = -1;			/* of open_file() */

/* Bug, unless close_file() follows. */
PG_FUNCTION_INFO_V1(open_file);
Datum
open_file(PG_FUNCTION_ARGS)
{
	file = open("/dev/null", O_RDONLY);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(close_file);
Datum
close_file(PG_FUNCTION_ARGS)
{
	close(file);
	PG_RETURN_VOID();
}

/* Bug if they are to be lost: what is no file of a name, and a file by other ways than open(). */
PG_FUNCTION_INFO_V1(use_descriptors);
Datum
use_descriptors(PG_FUNCTION_ARGS)
{
	char		name[] = "/tmp/memcheck_test_XXXXXX";
	int			fds[10];
	bool		complete;

	complete = pipe(fds) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, fds + 2) == 0;
	fds[4] = socket(AF_UNIX, SOCK_DGRAM, 0);
	fds[5] = epoll_create1(EPOLL_CLOEXEC);
	fds[6] = eventfd(0, EFD_CLOEXEC);
	fds[7] = mkstemp(name);
	unlink(name);
	fds[8] = dup(fds[7]);
	fds[9] = fcntl(fds[7], F_DUPFD_CLOEXEC, 20);
	for (int i = 0; i < lengthof(fds); i++)
	{
		complete &= fds[i] >= 0;
		if (!PG_GETARG_BOOL(0))
			close(fds[i]);
	}
	PG_RETURN_BOOL(complete);
}

/* Clean: the C library closes what it is given. */
PG_FUNCTION_INFO_V1(close_as_stream);
Datum
close_as_stream(PG_FUNCTION_ARGS)
{
	fclose(fdopen(open("/proc/self/status", O_RDONLY), "r"));
	PG_RETURN_VOID();
}

/* Bug: never calls SPI_finish(). */
PG_FUNCTION_INFO_V1(leave_spi_connected);
Datum
leave_spi_connected(PG_FUNCTION_ARGS)
{
	SPI_connect();
	PG_RETURN_VOID();
}

/* Bug: the server finds the file open when the transaction ends. */
PG_FUNCTION_INFO_V1(leave_file_allocated);
Datum
leave_file_allocated(PG_FUNCTION_ARGS)
{
	(void) AllocateFile("/dev/null", "r");
	PG_RETURN_VOID();
}

/* Bug: the snapshot stays on the stack. */
PG_FUNCTION_INFO_V1(leave_snapshot_active);
Datum
leave_snapshot_active(PG_FUNCTION_ARGS)
{
	PushActiveSnapshot(GetLatestSnapshot());
	PG_RETURN_VOID();
}

static HTAB *
numbers(void)
{
	static HTAB *table;
	HASHCTL		control = {.keysize = sizeof(int),.entrysize = sizeof(int)};

	if (table == NULL)
	{
		table = hash_create("numbers", 8, &control, HASH_ELEM | HASH_BLOBS);
		for (int i = 0; i < 3; i++)
			hash_search(table, &i, HASH_ENTER, NULL);
	}
	return table;
}

/* Bug: leaves the loop without hash_seq_term(). */
PG_FUNCTION_INFO_V1(break_out_of_scan);
Datum
break_out_of_scan(PG_FUNCTION_ARGS)
{
	HASH_SEQ_STATUS scan;

	hash_seq_init(&scan, numbers());
	(void) hash_seq_search(&scan);
	PG_RETURN_VOID();
}

/* All of the above, and nothing stays. */
PG_FUNCTION_INFO_V1(close_what_it_opens);
Datum
close_what_it_opens(PG_FUNCTION_ARGS)
{
	FILE	   *allocated = AllocateFile("/dev/null", "r");
	HASH_SEQ_STATUS scan;

	PushActiveSnapshot(GetLatestSnapshot());
	hash_seq_init(&scan, numbers());
	while (hash_seq_search(&scan) != NULL)
		continue;
	hash_seq_init(&scan, numbers());
	(void) hash_seq_search(&scan);
	hash_seq_term(&scan);
	PopActiveSnapshot();
	FreeFile(allocated);
	PG_RETURN_VOID();
}

/* Bug: the directory and the buffer that the C library gave it stay. */
PG_FUNCTION_INFO_V1(leave_directory_open);
Datum
leave_directory_open(PG_FUNCTION_ARGS)
{
	if (opendir("/") == NULL)
		elog(ERROR, "could not open the directory: %m");
	PG_RETURN_VOID();
}

/* What an error said, kept for good (bug), or in the caller's context. */
PG_FUNCTION_INFO_V1(copy_error);
Datum
copy_error(PG_FUNCTION_ARGS)
{
	MemoryContext before = CurrentMemoryContext;

	PG_TRY();
	{
		ereport(ERROR, (errmsg("caught")));
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(PG_GETARG_BOOL(0) ? TopMemoryContext : before);
		(void) CopyErrorData();
		FlushErrorState();
		MemoryContextSwitchTo(before);
	}
	PG_END_TRY();
	PG_RETURN_VOID();
}
