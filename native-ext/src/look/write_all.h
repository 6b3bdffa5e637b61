/*
 * write_all.h
 *		Writes what is handed over to a file; system calls only, no errors but errno.
 */
#ifndef MEMCHECK_WRITE_ALL_H
#define MEMCHECK_WRITE_ALL_H

#include <unistd.h>

/* Writes everything; returns errno, or 0. */
static inline int
write_all(int fd, const void *data, Size bytes)
{
	const char *at = data;

	while (bytes > 0)
	{
		ssize_t		written = write(fd, at, bytes);

		if (written < 0 && errno != EINTR)
			return errno;
		if (written > 0)
		{
			at += written;
			bytes -= written;
		}
	}
	return 0;
}

#endif							/* MEMCHECK_WRITE_ALL_H */
