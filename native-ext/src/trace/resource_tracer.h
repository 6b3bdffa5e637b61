/*
 * resource_tracer.h
 *		Who opened what the server finds open at the end.
 *
 * The server warns of a relation, buffer, tuple descriptor, ... that nobody
 * closed, but not of who opened it. While the session is watched the calls that
 * extensions make to open and close such things come through here (imports.h):
 * the original is called first, and the object remembered with its call stack
 * until it is closed or its transaction is over. server_warning.c asks whose
 * the object of a warning is, held_locks.c whose a lock.
 *
 * In our own memory, no locks, no errors of its own; the originals may raise
 * theirs before anything is remembered.
 */
#ifndef MEMCHECK_RESOURCE_TRACER_H
#define MEMCHECK_RESOURCE_TRACER_H

#include "storage/lwlock.h"
#include "trace/layer.h"

extern const Layer resource_layer;
extern void resource_tracer_init(void);
extern uint32 resource_opened_by(const char *warning);
extern uint32 resource_lock_taken_by(const LWLock *lock);

#endif							/* MEMCHECK_RESOURCE_TRACER_H */
