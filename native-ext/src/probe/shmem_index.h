/*
 * shmem_index.h
 *		The named segments of shared memory, as the server lists them.
 *
 * Called in SQL functions: allocates in CurrentMemoryContext and raises errors.
 * The list goes into our own memory.
 */
#ifndef MEMCHECK_SHMEM_INDEX_H
#define MEMCHECK_SHMEM_INDEX_H

#include "base/own_memory.h"

typedef struct ShmemSegment
{
	char		name[NAMEDATALEN];
	char	   *address;
	Size		size;			/* bytes that were asked for */
	Size		allocated;		/* bytes up to the next one */
} ShmemSegment;

extern void shmem_index_read(OwnArray *segments);

#endif							/* MEMCHECK_SHMEM_INDEX_H */
