/*
 * open_files.h
 *		The file descriptors of this process that are of no database file.
 *
 * The server opens and closes its own files as it likes: what lies in the data
 * directory or a tablespace does not count. Reads /proc; allocates with malloc
 * for the time of the call and in our own memory; raises nothing.
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

extern void open_files_list(OwnArray *files);
extern uint64 open_file_hash(const OpenFile *file);

#endif							/* MEMCHECK_OPEN_FILES_H */
