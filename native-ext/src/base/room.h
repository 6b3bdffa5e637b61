/*
 * room.h
 *		Memory that processes share, or, of a library that came later, a session's own.
 *
 * A preloaded library asks for shared memory in shmem_request_hook (room_request) and gets it in
 * shmem_startup_hook, under AddinShmemInitLock (room_open, room_lock). A library that a running
 * session loads can have neither. From PostgreSQL 17 on it finds a segment by its name, or makes
 * it: between rooms_begin() and rooms_end() rooms are such segments, which all sessions share that
 * have loaded this version. They stay until the server stops, and each is mapped once more, since
 * the server lets go of segments before a process has ended. Up to 16, and where there is no such
 * segment to be had, which the log says, room_open() gives memory of this process alone, so that
 * the same code works there and sees this session only, and nobody else takes its locks.
 *
 * Each process maps a named room at another place, so no room has a pointer in it.
 * Who needs what other processes wrote calls memcheck_require_shared() (settings.h).
 */
#ifndef MEMCHECK_ROOM_H
#define MEMCHECK_ROOM_H

#include "storage/lwlock.h"

extern void room_request(const char *name, Size bytes);
extern void *room_open(const char *name, Size bytes, bool *found);
extern LWLock *room_lock(const char *name);
extern void rooms_begin(void);
extern void rooms_end(void);
extern bool room_is_named(void);

#endif							/* MEMCHECK_ROOM_H */
