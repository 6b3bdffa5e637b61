/*
 * open_files.h
 *		The file descriptors of this process, without those of database files.
 *
 * The server opens and closes its own files as it likes: what lies in the data
 * directory or a tablespace does not count. Reads /proc. Allocates in our own memory, and
 * with malloc during the call. Raises nothing.
 */
#ifndef MEMCHECK_OPEN_FILES_H
#define MEMCHECK_OPEN_FILES_H

#include "base/own_memory.h"

typedef struct OpenFile
{
	int			fd;
	uint64		hash;			/* of the target */
	char		target[128];	/* clipped: a path, or "socket", "pipe", ... */
} OpenFile;

extern void open_files_list(OwnArray *files, bool (*is_left_out) (int fd));
extern uint64 open_file_hash(const OpenFile *file);

#endif							/* MEMCHECK_OPEN_FILES_H */
