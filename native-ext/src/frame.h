/*
 * frame.h
 *		What a return address belongs to: module, symbol, and the server's
 *		functions that allocate for their caller.
 *
 * Resolved through the dynamic linker, which knows exported functions; others
 * are given as library+offset. Answers are remembered in our own memory for
 * the life of the process. May call dlopen() on a library that is loaded
 * already, so it belongs outside the allocator; frame_is_observer() alone is
 * safe everywhere.
 */
#ifndef MEMCHECK_FRAME_H
#define MEMCHECK_FRAME_H

typedef enum ModuleKind
{
	MODULE_OTHER,				/* the C library and other shared libraries */
	MODULE_OBSERVER,			/* memcheck itself */
	MODULE_SERVER,				/* the server and the modules that are part of it */
	MODULE_EXTENSION,			/* any other module that the server loaded */
} ModuleKind;

extern void frames_init(void);
extern bool frame_is_observer(uintptr_t pc);
extern bool frame_library_is_loaded(const char *name);
extern ModuleKind frame_module_kind(uintptr_t pc);
extern bool frame_is_exported(uintptr_t pc);
extern bool frame_allocates_for_caller(uintptr_t pc);
extern const char *frame_library(uintptr_t pc);
extern const char *frame_path(uintptr_t pc);
extern uintptr_t frame_offset(uintptr_t pc);
extern void frame_symbol(uintptr_t pc, char *to, Size size);

#endif							/* MEMCHECK_FRAME_H */
