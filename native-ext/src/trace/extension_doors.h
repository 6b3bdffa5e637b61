/*
 * extension_doors.h
 *		The doors through which extensions ask the server for memory, while no window is open:
 *		they count.
 *
 * A door stands in a library's slot for palloc(), or for a helper that allocates for its caller
 * (helpers.h), in the libraries of extensions alone. So the server's own allocations pay nothing.
 * A door counts down and jumps to the function: three instructions. At zero the keeper of the
 * doors is asked for the chunk; or, of a helper, to have the first chunk that the helper makes in
 * CurrentMemoryContext. Functions with "..." have no door, nor has what a library reaches
 * otherwise, as repalloc() or an SQL function of the server's.
 *
 * The server's slot for dlopen() has a door, too, so that libraries that come later get theirs.
 *
 * While a window is open or a session is watched, no door stands: what diverts calls then
 * (imports.h) finds the slots as the linker left them. tracer.c closes the doors and opens them
 * again.
 *
 *	Who calls	The settings' assign hook, the tracer, dlopen(): the backend's thread, never inside
 *				the allocator. The doors are called by whoever asks for memory.
 *	Locked		the linker's lock, in its callback, while slots are written. The doors lock
 *				nothing and raise nothing themselves.
 *	Memory		our own (own_memory.h): a record for each door. Without memory a slot has none.
 *	fork()		A child has its parent's doors, and its countdown: the keeper counts anew.
 */
#ifndef MEMCHECK_EXTENSION_DOORS_H
#define MEMCHECK_EXTENSION_DOORS_H

#include "base/own_memory.h"
#include "trace/layer.h"

typedef struct DoorKeeper
{
	void	   *(*make) (MemoryContext context, Size size); /* NULL: the server is to */
	void		(*arm) (MemoryContext context); /* the next chunk there is to be made by make() */
	void		(*disarm) (void);
} DoorKeeper;

/* Calls that are still to be let pass; the keeper sets it again in make() and arm(). */
extern OWN_VARIABLE int64 doors_countdown;

extern const Layer extension_doors_layer;
extern void doors_want(const DoorKeeper *wanted);
extern void doors_follow(void);
extern void doors_pause(void);
extern void doors_resume(void);

#endif							/* MEMCHECK_EXTENSION_DOORS_H */
