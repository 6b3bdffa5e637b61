/*
 * module.h
 *		The libraries of this process: those that are loaded, and those that were.
 *
 * A module is a library by its path and its build. It is never forgotten, so what
 * refers to one has its name also after it was unloaded, and is the same module again
 * when it comes back, at whatever address.
 *
 * modules_refresh() looks at what is loaded now, if the linker's counters say that
 * something came or went. Of a library that has gone all that is known by its
 * addresses is given up or given another name: rules of the unwinder, answers of
 * frame.c, and the return addresses in call stacks, which become *retired* addresses:
 * the module's number and the offset in it, with a bit that no address of a process
 * has. So another library at the same place is never taken for it.
 *
 * Called by the backend's thread: at judgement boundaries and beside dlopen() and its
 * relatives (loader_tracer.h), never behind the door (recording.h); in the postmaster when its
 * libraries are loaded, so that its children know them. Takes the lock
 * of dl_iterate_phdr() and no other; under it only reads libraries and writes our own
 * memory. No errors. Without memory a library is unknown until the next look.
 *
 * module_is_accountable(), module_is_followed() and module_is_c_library() are for any thread,
 * behind the door, too. They take return addresses.
 */
#ifndef MEMCHECK_MODULE_H
#define MEMCHECK_MODULE_H

#include "base/elf_image.h"
#include "base/own_memory.h"

typedef enum ModuleKind
{
	MODULE_OTHER,				/* the C library and other shared libraries */
	MODULE_OBSERVER,			/* memcheck itself */
	MODULE_SERVER,				/* the server and the modules that are part of it */
	MODULE_EXTENSION,			/* any other module that the server loaded */
} ModuleKind;

typedef struct Module
{
	/* fixed when it is first seen */
	uint32		number;			/* from 1 */
	const char *path;			/* of its file; lives as long as the process */
	const char *name;			/* base name without .so; likewise */
	const char *needed;			/* libraries that it needs, each with its zero byte, then "" */
	uint64		fingerprint;
	ModuleKind	kind;
	bool		has_magic;		/* the server's mark of its modules */
	bool		is_unwinder;	/* defines functions of the compiler's unwinder */
	bool		has_own_heap;	/* takes pages from the kernel, and says which it needs no more */

	/* changes with each load */
	bool		loaded;
	ElfImage	image;			/* where it is, or was last */
} Module;

/* No address of a process has it. */
#define RETIRED_ADDRESS (UINT64CONST(1) << 63)

/*
 * The library between these addresses has gone, and another one may come to lie there. What
 * keeps addresses of it may keep them as "renamed" plus the offset from start, which no
 * address of the process is.
 */
typedef void (*ModuleListener) (uintptr_t start, uintptr_t end, uintptr_t renamed);

/*
 * Whether an extension is there, or was. As long as none was, no stack has a frame of one. One that
 * the server loads is known before any of its functions is called (loader_tracer.h).
 */
extern OWN_VARIABLE bool module_extension_seen;

extern void modules_tell(ModuleListener listener);
extern bool modules_refresh(void);
extern uint64 modules_generation(void);
extern bool modules_have_been(ModuleKind kind);
extern const Module *module_told_by_linker(const struct dl_phdr_info *info);
extern Size modules_count(void);
extern const Module *module_at(Size index);
extern const Module *module_of(uintptr_t address);
extern const Module *module_loaded_at(uintptr_t base);
extern bool module_is_needed_by_extension(const Module *module);
extern bool module_has_c_library(const Module *module);
extern bool module_is_accountable(uintptr_t address);
extern bool module_is_followed(uintptr_t address);
extern bool module_is_c_library(uintptr_t address);
extern uintptr_t module_offset(const Module *module, uintptr_t address);

#endif							/* MEMCHECK_MODULE_H */
