/*
 * frame.c
 *		What a return address belongs to; see frame.h.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <link.h>

#include "frame.h"
#include "helpers.h"
#include "miscadmin.h"
#include "own_memory.h"
#include "utils/memutils.h"
#include "violation.h"

#define MODULES 128
#define FRAMES 4096				/* direct-mapped memory of answers */

typedef struct Module
{
	void	   *base;
	const char *path;			/* the loader's; lives as long as the module */
	char		name[64];		/* base name without .so */
	ModuleKind	kind;
} Module;

typedef struct Frame
{
	uintptr_t	pc;				/* 0: free */
	const Module *module;		/* NULL: in no module */
	const char *symbol;			/* exported function, or NULL */
} Frame;

static Module modules[MODULES];
static int	nmodules;
static Frame known_frames[FRAMES];

/* fixed after frames_init() */
static uintptr_t own_start;
static uintptr_t own_end;
static void *own_base;
static void *server_base;

static int
find_own_range(struct dl_phdr_info *info, size_t size, void *arg)
{
	uintptr_t	self = (uintptr_t) frames_init;

	for (int i = 0; i < info->dlpi_phnum; i++)
	{
		const ElfW(Phdr) * header = &info->dlpi_phdr[i];
		uintptr_t	start = info->dlpi_addr + header->p_vaddr;

		if (header->p_type == PT_LOAD && (header->p_flags & PF_X) &&
			self >= start && self < start + header->p_memsz)
		{
			own_start = start;
			own_end = start + header->p_memsz;
			return 1;
		}
	}
	return 0;
}

/* From _PG_init. */
void
frames_init(void)
{
	Dl_info		info;

	dl_iterate_phdr(find_own_range, NULL);
	if (dladdr((void *) frames_init, &info))
		own_base = info.dli_fbase;
	if (dladdr((void *) MemoryContextAlloc, &info))
		server_base = info.dli_fbase;
}

bool
frame_is_observer(uintptr_t pc)
{
	return pc >= own_start && pc < own_end;
}

/* The modules that come with the server itself and speak for nobody else. */
static bool
is_server_module(const char *name)
{
	static const char *const names[] = {
		"plpgsql", "dict_snowball", "llvmjit", "libpqwalreceiver", "pgoutput",
		"euc2004_sjis2004"
	};

	for (int i = 0; i < lengthof(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	/* conversions between encodings: cyrillic_and_mic, utf8_and_win, ... */
	return strstr(name, "_and_") != NULL;
}

/* Whether the server loaded it: every module has the magic block's function. */
static bool
has_magic(const char *path, void *base)
{
	void	   *handle = dlopen(path, RTLD_LAZY | RTLD_NOLOAD);
	void	   *magic;
	Dl_info		info;
	bool		found;

	if (handle == NULL)
		return false;
	magic = dlsym(handle, "Pg_magic_func");
	found = magic != NULL && dladdr(magic, &info) && info.dli_fbase == base;
	dlclose(handle);
	return found;
}

/* The file's name without directory and suffix. */
static void
name_of_library(char *to, Size size, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *end = strstr(name, ".so");

	text_copy(to, size, name, end ? end - name : strlen(name));
}

static int
has_that_name(struct dl_phdr_info *info, size_t size, void *name)
{
	char		library[NAMEDATALEN];

	name_of_library(library, sizeof(library), info->dlpi_name);
	return strcmp(library, name) == 0;
}

/* Whether this process has such a library, by the name that frame_library() gives. */
bool
frame_library_is_loaded(const char *name)
{
	return dl_iterate_phdr(has_that_name, unconstify(char *, name)) != 0;
}

static ModuleKind
kind_of_module(const Module *module)
{
	if (module->base == own_base)
		return MODULE_OBSERVER;
	if (module->base == server_base)
		return MODULE_SERVER;
	if (!has_magic(module->path, module->base))
		return MODULE_OTHER;
	return is_server_module(module->name) ? MODULE_SERVER : MODULE_EXTENSION;
}

static const Module *
find_module(const Dl_info *info)
{
	Module	   *module;

	for (int i = 0; i < nmodules; i++)
		if (modules[i].base == info->dli_fbase)
			return &modules[i];
	if (nmodules == MODULES)
		return NULL;
	module = &modules[nmodules++];
	module->base = info->dli_fbase;
	/* the linker knows the server by argv[0], which the process title overwrites */
	module->path = info->dli_fbase == server_base ? my_exec_path : info->dli_fname;
	name_of_library(module->name, sizeof(module->name),
					info->dli_fbase == server_base ? "postgres" : info->dli_fname);
	module->kind = kind_of_module(module);
	return module;
}

static const Frame *
frame_of(uintptr_t pc)
{
	Frame	   *frame = &known_frames[own_hash(pc) % FRAMES];
	Dl_info		info;
	ElfW(Sym) * symbol = NULL;

	if (frame->pc == pc)
		return frame;
	frame->pc = pc;
	frame->module = NULL;
	frame->symbol = NULL;
	/* a return address may be the first byte after its function: step back */
	if (dladdr1((void *) (pc - 1), &info, (void **) &symbol, RTLD_DL_SYMENT) == 0)
		return frame;
	frame->module = find_module(&info);
	/* the linker gives the nearest exported symbol: see that it reaches here */
	if (symbol != NULL && info.dli_sname != NULL &&
		pc - 1 < (uintptr_t) info.dli_saddr + symbol->st_size)
		frame->symbol = info.dli_sname;
	return frame;
}

ModuleKind
frame_module_kind(uintptr_t pc)
{
	const Frame *frame = frame_of(pc);

	return frame->module ? frame->module->kind : MODULE_OTHER;
}

bool
frame_is_exported(uintptr_t pc)
{
	return frame_of(pc)->symbol != NULL;
}

bool
frame_allocates_for_caller(uintptr_t pc)
{
	const Frame *frame = frame_of(pc);

	return frame->symbol != NULL && helper_allocates_for_caller(frame->symbol);
}

/* Base name of the library without .so; empty if in none. */
const char *
frame_library(uintptr_t pc)
{
	const Frame *frame = frame_of(pc);

	return frame->module ? frame->module->name : "";
}

/* File of the library; empty if in none. */
const char *
frame_path(uintptr_t pc)
{
	const Frame *frame = frame_of(pc);

	return frame->module ? frame->module->path : "";
}

/* Where the address lies in the file as it is linked. */
uintptr_t
frame_offset(uintptr_t pc)
{
	const Frame *frame = frame_of(pc);

	return frame->module ? pc - (uintptr_t) frame->module->base : pc;
}

/* The exported function, the offset of the call in its library as +0x1234, or in none its address. */
void
frame_symbol(uintptr_t pc, char *to, Size size)
{
	const Frame *frame = frame_of(pc);

	if (frame->symbol)
		string_copy(to, size, frame->symbol);
	else
		snprintf(to, size, "%s0x%lx", frame->module ? "+" : "", (unsigned long) (frame_offset(pc) - 1));
}
