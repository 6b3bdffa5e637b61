/*
 * guard_target.h
 *		What a window's guard is for: the option "guard" and those that need it.
 *
 * A plain value. No memory but its own, no errors; callable anywhere.
 */
#ifndef MEMCHECK_GUARD_TARGET_H
#define MEMCHECK_GUARD_TARGET_H

#include "stack/module.h"

#define GUARD_LIBRARIES_BYTES 512

typedef struct GuardTarget
{
	bool		wanted;			/* the option was given */
	bool		all;			/* every extension's */
	bool		raises;			/* a bad access ends the statement with an error */
	bool		at_start;		/* what lies before a chunk is closed, and not what is behind */
	bool		pointers;		/* those to what has gone are looked for */
	int			count;			/* of libraries otherwise */
	char		libraries[GUARD_LIBRARIES_BYTES];	/* each with its zero byte */
} GuardTarget;

extern bool guard_target_add(GuardTarget *target, const char *name, Size length);
extern bool guard_target_has(const GuardTarget *target, const char *library);
extern bool guard_target_has_module(const GuardTarget *target, const Module *module);

#endif							/* MEMCHECK_GUARD_TARGET_H */
