/*
 * guard_target.c
 *		What a window's guard is for; see guard_target.h.
 */
#include "postgres.h"

#include "probe/guard_target.h"

/* False: no room for another name. */
bool
guard_target_add(GuardTarget *target, const char *name, Size length)
{
	Size		used = 0;

	for (int i = 0; i < target->count; i++)
		used += strlen(target->libraries + used) + 1;
	if (used + length + 1 > sizeof(target->libraries))
		return false;
	memcpy(target->libraries + used, name, length);
	target->libraries[used + length] = '\0';
	target->count++;
	target->wanted = true;
	return true;
}

/* An extension's library, by the name that frame_library() gives. */
bool
guard_target_has(const GuardTarget *target, const char *library)
{
	const char *name = target->libraries;

	for (int i = 0; i < target->count; i++, name += strlen(name) + 1)
		if (strcmp(library, name) == 0)
			return true;
	return target->all;
}

bool
guard_target_has_module(const GuardTarget *target, const Module *module)
{
	return (!target->all || module->kind == MODULE_EXTENSION) &&
		guard_target_has(target, module->name);
}
