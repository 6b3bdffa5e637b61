/*
 * room.h
 *		Memory that processes share, or, of a library that came later, a session's own.
 *
 * A preloaded library asks for shared memory in shmem_request_hook (room_request) and gets it in
 * shmem_startup_hook, under AddinShmemInitLock (room_open, room_lock). A library that a running
 * session loads can have neither. Then room_open() gives memory of this process alone, so that the
 * same code works there and sees this session only, and nobody else takes its locks.
 *
 * Who needs what other processes wrote calls memcheck_require_preload() (settings.h).
 */
#ifndef MEMCHECK_ROOM_H
#define MEMCHECK_ROOM_H

#include "storage/lwlock.h"

extern void room_request(const char *name, Size bytes, int locks);
extern void *room_open(const char *name, Size bytes, bool *found);
extern LWLock *room_lock(const char *name, int which);

#endif							/* MEMCHECK_ROOM_H */
