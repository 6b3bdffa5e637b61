/*
 * frame.c
 *		What a return address belongs to; see frame.h.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <link.h>

#include "base/own_memory.h"
#include "base/violation.h"
#include "stack/frame.h"
#include "stack/helpers.h"
#include "stack/program_symbols.h"

#define FRAMES 4096				/* direct-mapped memory of answers */
#define FEWEST_FRAMES 512

typedef struct Frame
{
	uintptr_t	pc;				/* 0: free */
	const Module *module;		/* NULL: in no module */
	const char *symbol;			/* exported function, or NULL; as long as the module is loaded */
	uint32		offset;			/* in that function */
	bool		asked;			/* for the function: the linker looks at all that a library has */
	bool		helps;			/* the function allocates for its caller */
} Frame;

static Frame known_frames[FRAMES];
static uint32 frames_in_use = FEWEST_FRAMES;	/* a short session touches few pages */
static uint32 frames_displaced;

/* fixed after frames_init() */
static uintptr_t own_start;
static uintptr_t own_end;

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
	dl_iterate_phdr(find_own_range, NULL);
}

bool
frame_is_observer(uintptr_t pc)
{
	return pc >= own_start && pc < own_end;
}

/* Whether this process has such a library, by the name that frame_library() gives. */
bool
frame_library_is_loaded(const char *name)
{
	modules_refresh();
	for (Size i = 0; i < modules_count(); i++)
		if (module_at(i)->loaded && strcmp(module_at(i)->name, name) == 0)
			return true;
	return false;
}

/* The library of these addresses has gone. */
void
frames_forget(uintptr_t start, uintptr_t end, uintptr_t renamed)
{
	for (int i = 0; i < FRAMES; i++)
		if (known_frames[i].pc >= start && known_frames[i].pc <= end)
			known_frames[i].pc = 0;
}

static const char *
exported_by_library(uintptr_t address, uint32 *offset)
{
	Dl_info		info;
	ElfW(Sym) * symbol = NULL;

	/* the linker gives the nearest exported symbol: see that it reaches here */
	if ((address & RETIRED_ADDRESS) ||
		dladdr1((void *) address, &info, (void **) &symbol, RTLD_DL_SYMENT) == 0 ||
		symbol == NULL || info.dli_sname == NULL ||
		address >= (uintptr_t) info.dli_saddr + symbol->st_size)
		return NULL;
	*offset = address - (uintptr_t) info.dli_saddr;
	return info.dli_sname;
}

/*
 * The exported function that reaches here, and where behind its start the return address is; NULL:
 * none.
 */
static const char *
exported_before(uintptr_t pc, uint32 *offset)
{
	const char *symbol = program_symbols_cover(pc - 1) ? program_symbol_at(pc - 1, offset) :
		exported_by_library(pc - 1, offset);

	if (symbol)
		*offset += 1;
	return symbol;
}

/* An answer took the place of another one. */
static void
note_displaced(void)
{
	if (frames_in_use == FRAMES || ++frames_displaced < frames_in_use / 8)
		return;
	frames_displaced = 0;
	frames_in_use *= 2;
}

static Frame *
frame_of(uintptr_t pc)
{
	Frame	   *frame = &known_frames[own_hash(pc) & (frames_in_use - 1)];
	const Module *module;

	if (frame->pc == pc)
		return frame;
	if (frame->pc != 0)
		note_displaced();
	/* a return address may be the first byte after its function: step back */
	module = module_of(pc - 1);
	if (module == NULL && modules_refresh())
		module = module_of(pc - 1);
	/* in no library: code that was made at run time, and tomorrow's library may lie there */
	frame->pc = module ? pc : 0;
	frame->module = module;
	frame->offset = 0;
	frame->symbol = NULL;
	frame->asked = module == NULL;
	frame->helps = false;
	return frame;
}

/* The same with the exported function, which most libraries' frames are never asked for. */
static const Frame *
frame_in_function(uintptr_t pc)
{
	Frame	   *frame = frame_of(pc);

	if (frame->asked)
		return frame;
	frame->asked = true;
	frame->symbol = exported_before(pc, &frame->offset);
	frame->helps = frame->symbol != NULL && helper_allocates_for_caller(frame->symbol);
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
	return frame_in_function(pc)->symbol != NULL;
}

/* The exported function that the address lies in; NULL: in none. */
const char *
frame_exported(uintptr_t pc)
{
	return frame_in_function(pc)->symbol;
}

/*
 * Whether it lies in a function that SQL can call: PG_FUNCTION_INFO_V1() has put another one
 * beside it.
 */
bool
frame_is_callable_by_sql(uintptr_t pc)
{
	const Frame *frame = frame_in_function(pc);
	char		info[NAMEDATALEN + 16];

	return frame->symbol != NULL && frame->module->loaded &&
		snprintf(info, sizeof(info), "pg_finfo_%s", frame->symbol) < sizeof(info) &&
		elf_defines(&frame->module->image, info);
}

bool
frame_allocates_for_caller(uintptr_t pc)
{
	return frame_in_function(pc)->helps;
}

bool
frame_allocates_in_query(uintptr_t pc)
{
	const char *symbol = frame_exported(pc);

	return symbol != NULL && helper_allocates_in_query(symbol);
}

/* Whether it is the server's way to call one function for another. */
bool
frame_calls_function(uintptr_t pc)
{
	const char *symbol = frame_exported(pc);

	return symbol != NULL && helper_calls_function(symbol);
}

bool
frame_runs_plans(uintptr_t pc)
{
	const char *symbol = frame_exported(pc);

	return symbol != NULL && helper_runs_plans(symbol);
}

/* Base name of the library without .so; empty if in none. */
const char *
frame_library(uintptr_t pc)
{
	const Frame *frame = frame_of(pc);

	return frame->module ? frame->module->name : "";
}

/* Whether an extension needs the library. */
bool
frame_library_is_extensions(uintptr_t pc)
{
	const Module *module = pc ? frame_of(pc)->module : NULL;

	return module && module_is_needed_by_extension(module);
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

	return frame->module ? module_offset(frame->module, pc) : pc;
}

/* The same number for the same place in a library, wherever it is or was loaded. */
uint64
frame_identity(uintptr_t pc)
{
	const Frame *frame = frame_of(pc);

	return frame->module ? (uint64) frame->module->number << 40 ^ module_offset(frame->module, pc) :
		pc;
}

/*
 * The exported function, the offset of the call in its library as +0x1234, or in none its address.
 */
void
frame_symbol(uintptr_t pc, char *to, Size size)
{
	const Frame *frame = frame_in_function(pc);

	if (frame->symbol)
		string_copy(to, size, frame->symbol);
	else
		snprintf(to, size, "%s0x%lx", frame->module ? "+" : "",
				 (unsigned long) (frame_offset(pc) - 1));
}

/*
 * Where in its exported function an extension's frame is; 0 where that is not known, and in the
 * server.
 */
uint32
frame_symbol_offset(uintptr_t pc)
{
	const Frame *frame = frame_in_function(pc);

	return frame->symbol && frame_module_kind(pc) != MODULE_SERVER ? frame->offset : 0;
}
