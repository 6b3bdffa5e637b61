/*
 * frame.h
 *		What a return address belongs to: module, symbol, and the server's
 *		functions that allocate for their caller.
 *
 * Modules are those of module.h; which exported function an address is in, the dynamic
 * linker says (dladdr, under its lock); others are given as library+offset. Answers
 * are remembered in our own memory for as long as the library is loaded. Belongs outside the
 * allocator; frame_is_observer() alone is safe everywhere.
 *
 * An address may be a retired one (module.h): of a library that was unloaded since.
 */
#ifndef MEMCHECK_FRAME_H
#define MEMCHECK_FRAME_H

#include "stack/module.h"

extern void frames_init(void);
extern void frames_forget(uintptr_t start, uintptr_t end, uintptr_t renamed);
extern bool frame_is_observer(uintptr_t pc);
extern bool frame_library_is_loaded(const char *name);
extern ModuleKind frame_module_kind(uintptr_t pc);
extern bool frame_is_exported(uintptr_t pc);
extern const char *frame_exported(uintptr_t pc);
extern bool frame_is_callable_by_sql(uintptr_t pc);
extern bool frame_allocates_for_caller(uintptr_t pc);
extern bool frame_allocates_in_query(uintptr_t pc);
extern bool frame_calls_function(uintptr_t pc);
extern bool frame_runs_plans(uintptr_t pc);
extern const char *frame_library(uintptr_t pc);
extern bool frame_library_is_extensions(uintptr_t pc);
extern const char *frame_path(uintptr_t pc);
extern uintptr_t frame_offset(uintptr_t pc);
extern uint64 frame_identity(uintptr_t pc);
extern void frame_symbol(uintptr_t pc, char *to, Size size);
extern uint32 frame_symbol_offset(uintptr_t pc);

#endif							/* MEMCHECK_FRAME_H */
