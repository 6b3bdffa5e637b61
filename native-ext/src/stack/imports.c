/*
 * imports.c
 *		Diverting what libraries import; see imports.h.
 *
 * Allocations are followed where an extension makes them, or a library that an
 * extension names as needed (libstdc++ for operator new), or has the C library make them;
 * releases everywhere, since the server may free what an extension allocated.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <elf.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unwind.h>

#include "base/own_memory.h"
#include "stack/imports.h"
#include "stack/module.h"
#include "stack/tail_call.h"

/*
 * Slots of the linker's, and variables of the library that begin as a function's address. A program
 * that uses such a variable of a library's has a copy, which the library then uses, too.
 */
#if defined(__x86_64__)
#define RELOCATION_IS_COPY(type) ((type) == R_X86_64_COPY)
#define RELOCATION_IS_IMPORT(type) \
	((type) == R_X86_64_GLOB_DAT || (type) == R_X86_64_JUMP_SLOT || (type) == R_X86_64_64)
#elif defined(__aarch64__)
#define RELOCATION_IS_COPY(type) ((type) == R_AARCH64_COPY)
#define RELOCATION_IS_IMPORT(type) \
	((type) == R_AARCH64_GLOB_DAT || (type) == R_AARCH64_JUMP_SLOT || (type) == R_AARCH64_ABS64)
#else
#define RELOCATION_IS_COPY(type) false
#define RELOCATION_IS_IMPORT(type) false
#endif

/* Who calls through a slot. */
typedef enum Caller
{
	CALLER_OTHER,
	CALLER_EXTENSION,			/* or needed by one; that may come later */
	CALLER_C_LIBRARY,
} Caller;

/* A library whose slots have been looked through. */
typedef struct Run
{
	uint32		module;
	uintptr_t	base;
	Caller		caller;
	Size		first;			/* of its slots */
	Size		count;
} Run;

typedef struct Diverted
{
	void	  **slot;
	void	   *original;
	void	   *replacement;
	bool		read_only;
} Diverted;

/* Where the C library, or whoever stands in its place, has a function of a list. */
typedef struct Original
{
	const char *name;
	void	   *seen_here;		/* as our own library sees it */
	void	   *seen_behind;	/* as the library behind ours does: not the server's stub for it */
	Size		bytes;			/* of its code; 0: nobody asked */
} Original;

/* A library has thousands of relocations: each costs one look at its name. */
#define PASS_SLOTS 512			/* a power of two, several times the imports */
#define BEGINNINGS 4096

typedef struct Pass
{
	const Import *by_name[PASS_SLOTS];
	bool		begins[BEGINNINGS]; /* one of them begins so */
} Pass;

static OwnArray runs = {.width = sizeof(Run)};
static OwnArray diverted = {.width = sizeof(Diverted)};
static OwnArray originals = {.width = sizeof(Original)};

static const Original *
original_of(const char *name)
{
	for (Size i = 0; i < originals.count; i++)
		if (strcmp(((Original *) own_array_at(&originals, i))->name, name) == 0)
			return own_array_at(&originals, i);
	return NULL;
}

/* Of a function's code, as its library says. */
static Size
bytes_of(const char *name, uintptr_t function)
{
	const Module *module = module_of(function);
	const		ElfW(Sym) * symbol = module ? elf_definition(&module->image, name) : NULL;

	return symbol && module->image.base + symbol->st_value == function ? symbol->st_size : 0;
}

/* Asks the linker once for each function. */
static void
find_originals(const ImportList *lists, int count)
{
	for (int i = 0; i < count; i++)
		for (int k = 0; k < lists[i].count; k++)
		{
			const char *name = lists[i].imports[k].name;
			Original   *original = original_of(name) ? NULL : own_array_append(&originals);

			if (original == NULL)
				continue;
			original->name = name;
			original->seen_here = dlsym(RTLD_DEFAULT, name);
			original->seen_behind = dlsym(RTLD_NEXT, name);
			original->bytes = lists[i].imports[k].has_doors ?
				bytes_of(name, (uintptr_t) original->seen_here) : 0;
		}
}

/*
 * Whether this slot leads to the function that our replacement calls, or is not bound yet. A
 * library with an allocator of its own, or one that another tool diverted, is left alone. Only the
 * C library has both the function and slots that are not bound yet.
 */
static bool
leads_to(const void *target, const char *name, const ElfImage *image, bool defined_here,
		 Caller caller)
{
	const Original *original = original_of(name);

	if (original == NULL || target == NULL)
		return false;
	if (elf_contains(image, (uintptr_t) target))
		return !defined_here || caller == CALLER_C_LIBRARY;
	return target == original->seen_here || target == original->seen_behind;
}

/* The read-only page that may be written to now, or NULL: slots that follow each other share it. */
static void *open_page;

static bool
turn_page(void *page)
{
	Size		bytes = (Size) sysconf(_SC_PAGESIZE);

	if (page == open_page)
		return true;
	if (open_page)
		mprotect(open_page, bytes, PROT_READ);
	open_page = NULL;
	if (page && mprotect(page, bytes, PROT_READ | PROT_WRITE) != 0)
		return false;
	open_page = page;
	return true;
}

/* The last one is read-only again: after the slots of each library. */
static void
close_page(void)
{
	(void) turn_page(NULL);
}

static bool
write_slot(void **slot, void *value, bool read_only)
{
	uintptr_t	page = (uintptr_t) sysconf(_SC_PAGESIZE);

	if (read_only && !turn_page((void *) TYPEALIGN_DOWN(page, (uintptr_t) slot)))
		return false;
	/* another thread may be calling through it */
	__atomic_store_n(slot, value, __ATOMIC_RELEASE);
	return true;
}

static void
divert_slot(const ElfImage *image, void **slot, AnyFunction replacement)
{
	Diverted   *entry = own_array_append(&diverted);

	if (entry == NULL)
		return;
	entry->slot = slot;
	entry->original = *slot;
	entry->replacement = (void *) replacement;
	entry->read_only = (uintptr_t) slot >= image->relro_start &&
		(uintptr_t) slot < image->relro_end;
	if (!write_slot(slot, entry->replacement, entry->read_only))
		diverted.count--;
}

/* The import's place, or the free one where it would stand. */
static int
place_of(const Pass *pass, const char *name)
{
	int			place = elf_name_hash(name) % PASS_SLOTS;

	while (pass->by_name[place] && strcmp(pass->by_name[place]->name, name) != 0)
		place = (place + 1) % PASS_SLOTS;
	return place;
}

/* Of the first letters alone: most of what libraries import begins as none of ours does. */
static unsigned int
beginning_of(const char *name)
{
	unsigned int letters = 0;

	for (int i = 0; i < 4 && name[i]; i++)
		letters = letters * 37 + (unsigned char) name[i];
	return letters % BEGINNINGS;
}

static const Import *
import_of(const Pass *pass, const char *name)
{
	return pass->begins[beginning_of(name)] ? pass->by_name[place_of(pass, name)] : NULL;
}

/* Of two layers that divert one function the lower one does. */
static void
fill_pass(Pass *pass, const ImportList *lists, int count)
{
	int			used = 0;

	memset(pass, 0, sizeof(*pass));
	for (int i = 0; i < count; i++)
		for (int k = 0; k < lists[i].count && used < PASS_SLOTS / 2; k++)
		{
			const Import *import = &lists[i].imports[k];
			int			place = place_of(pass, import->name);

			if (pass->by_name[place] == NULL)
			{
				pass->by_name[place] = import;
				pass->begins[beginning_of(import->name)] = true;
				used++;
			}
		}
	Assert(used < PASS_SLOTS / 2);
}

static AnyFunction
replacement_of(const char *name, const Pass *pass, Caller caller)
{
	const Import *import = import_of(pass, name);

	if (import == NULL)
		return NULL;
	switch (caller)
	{
		case CALLER_EXTENSION:
			return import->in_extension;
		case CALLER_C_LIBRARY:
			return import->in_c_library;
		default:
			return import->elsewhere;
	}
}

/* The library's door to a function that is called as ever. */
static AnyFunction
door_of(const char *name, const ElfImage *image, const Pass *pass)
{
	const Import *import = import_of(pass, name);
	const Original *original = import && import->has_doors ? original_of(name) : NULL;

	if (original == NULL)
		return NULL;
	return (AnyFunction) tail_call_door(image, original->seen_here, original->bytes);
}

/* A variable that a program copied. Who calls through it is told by the stack. */
static void
divert_copy(const ElfImage *image, void **variable, Size size, const Pass *pass)
{
	if (size != sizeof(void *) || *variable == NULL)
		return;
	for (Size i = 0; i < originals.count; i++)
	{
		const Original *original = own_array_at(&originals, i);
		AnyFunction replacement;

		if (*variable != original->seen_here && *variable != original->seen_behind)
			continue;
		replacement = replacement_of(original->name, pass, CALLER_EXTENSION);
		if (replacement)
			divert_slot(image, variable, replacement);
		return;
	}
}

static void
divert_import(const ElfImage *image, void **slot, const ElfW(Sym) *symbol, const char *strings,
			  const Pass *pass, Caller caller)
{
	const char *name = strings + symbol->st_name;
	AnyFunction replacement = replacement_of(name, pass, caller);

	if (replacement == NULL && caller == CALLER_EXTENSION)
		replacement = door_of(name, image, pass);
	if (replacement && leads_to(*slot, name, image, symbol->st_shndx != SHN_UNDEF, caller))
		divert_slot(image, slot, replacement);
}

static void
divert_relocations(const ElfImage *image, uintptr_t table, Size bytes, const Pass *pass,
				   Caller caller)
{
	const		ElfW(Sym) * symbols = (const ElfW(Sym) *) elf_dynamic_value(image, DT_SYMTAB);
	const char *strings = (const char *) elf_dynamic_value(image, DT_STRTAB);
	const		ElfW(Rela) * relocation = (const ElfW(Rela) *) table;
	const		ElfW(Rela) * end = (const ElfW(Rela) *) (table + bytes);

	if (table == 0 || symbols == NULL || strings == NULL)
		return;
	for (; relocation < end; relocation++)
	{
		unsigned	type = ELF64_R_TYPE(relocation->r_info);
		const		ElfW(Sym) * symbol = &symbols[ELF64_R_SYM(relocation->r_info)];
		void	  **slot = (void **) (image->base + relocation->r_offset);

		/*
		 * What is written must be written at once. The addend is not asked: that of a slot is where
		 * its code lies (ld -z mark-plt), and that of a variable shows in what it leads to.
		 */
		if (relocation->r_offset % sizeof(void *) != 0)
			continue;
		if (RELOCATION_IS_COPY(type))
			divert_copy(image, slot, symbol->st_size, pass);
		else if (RELOCATION_IS_IMPORT(type))
			divert_import(image, slot, symbol, strings, pass, caller);
	}
}

/* Whether the function lies in the library, by its address. */
static bool
contains_function(const Module *module, const char *name)
{
	const Original *original = original_of(name);

	return original && (elf_contains(&module->image, (uintptr_t) original->seen_here) ||
						elf_contains(&module->image, (uintptr_t) original->seen_behind));
}

/*
 * Libraries whose calls never come to us: our own, an allocator that stands in the place of the C
 * library's, what else belongs to the C library, the dynamic linker, and every library that unwinds
 * stacks. They hold locks when they allocate that what we do, or what we interrupted, could need.
 */
static bool
is_never_diverted(const Module *module)
{
	return module->kind == MODULE_OBSERVER ||
		(!module_has_c_library(module) &&
		 (contains_function(module, "malloc") || contains_function(module, "dlopen"))) ||
		elf_contains(&module->image, (uintptr_t) _Unwind_Backtrace) ||
		(module->is_unwinder && module->kind != MODULE_EXTENSION) ||
		elf_contains(&module->image, getauxval(AT_BASE)) ||
		elf_contains(&module->image, getauxval(AT_SYSINFO_EHDR));
}

static Caller
caller_in(const Module *module)
{
	if (module_has_c_library(module))
		return CALLER_C_LIBRARY;
	return module->kind == MODULE_EXTENSION || module_is_needed_by_extension(module) ?
		CALLER_EXTENSION : CALLER_OTHER;
}

static Run *
run_of(const Module *module)
{
	for (Size i = 0; i < runs.count; i++)
	{
		Run		   *run = own_array_at(&runs, i);

		if (run->module == module->number && run->base == module->image.base)
			return run;
	}
	return NULL;
}

/* Whether the slots are as we left them: a library that came back at its place has them anew. */
static bool
stands(const Run *run)
{
	const Diverted *slot = run->count ? own_array_at(&diverted, run->first) : NULL;

	return slot == NULL || *slot->slot == slot->replacement;
}

/* In a callback of the linker. */
static void
restore_slots(const Run *run, const ElfImage *image)
{
	for (Size k = 0; k < run->count; k++)
	{
		const Diverted *entry = own_array_at(&diverted, run->first + k);

		if (elf_contains(image, (uintptr_t) entry->slot) && *entry->slot == entry->replacement)
			write_slot(entry->slot, entry->original, entry->read_only);
	}
}

/* The run of a library that is to be looked through; NULL if that was done, or without memory. */
static Run *
run_to_do(const Module *module, const ElfImage *image, Caller caller)
{
	Run		   *run = run_of(module);

	if (run && stands(run) && run->caller == caller)
		return NULL;
	if (run)
		restore_slots(run, image);
	else
		run = own_array_append(&runs);
	return run;
}

/* In the linker's callback: nobody unmaps the library while its slots are written. */
static int
divert_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	const Module *module = module_loaded_at(info->dlpi_addr);
	ElfImage	image = elf_image_of(info);
	Caller		caller;
	Run		   *run;

	/* another one has come since: the next look will see it */
	if (module == NULL || module->fingerprint != image.fingerprint || is_never_diverted(module))
		return 0;
	caller = caller_in(module);
	run = run_to_do(module, &image, caller);
	if (run == NULL)
		return 0;
	*run = (Run) {module->number, image.base, caller, diverted.count, 0};
	divert_relocations(&image, elf_dynamic_value(&image, DT_JMPREL),
					   elf_dynamic_value(&image, DT_PLTRELSZ), arg, caller);
	divert_relocations(&image, elf_dynamic_value(&image, DT_RELA),
					   elf_dynamic_value(&image, DT_RELASZ), arg, caller);
	run->count = diverted.count - run->first;
	if (!tail_calls_seal())
		restore_slots(run, &image);
	close_page();
	return 0;
}

/*
 * Drops what is known of libraries that are not there as we left them: there is nothing to be put
 * back.
 */
static void
forget_runs(void)
{
	Size		kept = 0;

	for (Size i = 0; i < runs.count; i++)
	{
		Run		   *run = own_array_at(&runs, i);
		const Module *module = module_loaded_at(run->base);

		if (module && module->number == run->module)
			memmove(own_array_at(&runs, kept++), run, sizeof(Run));
	}
	runs.count = kept;
}

/* Diverts these imports in every library loaded since the last time. */
void
imports_divert(const ImportList *lists, int count)
{
	Pass		pass;

	if (!modules_refresh() && runs.count > 0)
		return;
	find_originals(lists, count);
	fill_pass(&pass, lists, count);
	forget_runs();
	dl_iterate_phdr(divert_library, &pass);
}

/* The slots of a library that is loaded; in the linker's callback. */
static int
restore_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	ElfImage	image = elf_image_of(info);

	for (Size i = 0; i < runs.count; i++)
	{
		const Run  *run = own_array_at(&runs, i);

		if (run->base == info->dlpi_addr)
			restore_slots(run, &image);
	}
	close_page();
	return 0;
}

/* Puts every slot back as it was. */
void
imports_restore(void)
{
	modules_refresh();
	forget_runs();
	dl_iterate_phdr(restore_library, NULL);
	own_array_free(&diverted);
	own_array_free(&runs);
}
