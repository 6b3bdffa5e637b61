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
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unwind.h>

#include "base/own_memory.h"
#include "stack/import_slots.h"
#include "stack/imports.h"
#include "stack/module.h"
#include "stack/tail_call.h"

/* Who calls through a slot. */
typedef enum Caller
{
	CALLER_OTHER,
	CALLER_ALONE,				/* the same, while no extension has been there */
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

/*
 * A function of the lists, by the number of its name: where the C library, or whoever stands in its
 * place, has it.
 */
typedef struct Followed
{
	const Import *import;		/* of two layers that divert one function the lower one's */
	void	   *seen_here;		/* as our own library sees it; NULL: it has not come yet */
	void	   *seen_behind;	/* as the library behind ours does: not the server's stub for it */
	Size		bytes;			/* of its code; 0: nobody asked */
} Followed;

static OwnArray runs = {.width = sizeof(Run)};
static OwnArray diverted = {.width = sizeof(Diverted)};
static Followed followed[IMPORT_NAMES];
static int	followed_count;
static bool extension_known;	/* one is there, or was */
static uint64 libraries_done;	/* modules_generation() of the last pass */
static unsigned long long unloads_seen; /* what the slots that are known were found at */

static const Followed *
followed_by_name(const char *name)
{
	int			number = import_name_find(name);

	return number < 0 ? NULL : &followed[number];
}

/* Of a function's code, as its library says. */
static Size
bytes_of(const char *name, uintptr_t function)
{
	const Module *module = module_of(function);
	const		ElfW(Sym) * symbol = module ? elf_definition(&module->image, name) : NULL;

	return symbol && module->image.base + symbol->st_value == function ? symbol->st_size : 0;
}

/* Once in a process, before anything is prepared or diverted. */
void
imports_know(const ImportList *lists, int count)
{
	for (int i = 0; i < count; i++)
		for (int k = 0; k < lists[i].count; k++)
		{
			const Import *import = &lists[i].imports[k];
			int			number = import_name_add(import->name);

			if (followed[number].import == NULL)
				followed[number].import = import;
			followed_count = Max(followed_count, number + 1);
		}
}

/* Asks the linker once for each function, and again for those that nobody had. */
static void
find_originals(void)
{
	for (int i = 0; i < followed_count; i++)
	{
		Followed   *function = &followed[i];
		const char *name = function->import->name;

		if (function->seen_here)
			continue;
		function->seen_here = dlsym(RTLD_DEFAULT, name);
		function->seen_behind = dlsym(RTLD_NEXT, name);
		function->bytes = function->import->has_doors ?
			bytes_of(name, (uintptr_t) function->seen_here) : 0;
	}
}

/*
 * Whether this slot leads to the function that our replacement calls, or is not bound yet. A
 * library with an allocator of its own, or one that another tool diverted, is left alone. So is a
 * variable that began as malloc and was given a function of the library's since. Only the C library
 * has both the function and slots that are not bound yet.
 */
static bool
leads_to(const void *target, const Followed *function, const ElfImage *image,
		 const ImportSlot *slot, Caller caller)
{
	if (target == NULL)
		return false;
	if (elf_contains(image, (uintptr_t) target) && slot->bound_late)
		return !slot->defined_here || caller == CALLER_C_LIBRARY;
	return target == function->seen_here || target == function->seen_behind;
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

static AnyFunction
replacement_of(const Import *import, Caller caller)
{
	switch (caller)
	{
		case CALLER_EXTENSION:
			return import->in_extension;
		case CALLER_C_LIBRARY:
			return import->in_c_library;
		case CALLER_ALONE:
			return import->at_once ? import->elsewhere : NULL;
		default:
			return import->elsewhere;
	}
}

/* The library's door to a function that is called as ever. */
static AnyFunction
door_of(const Followed *function, const ElfImage *image)
{
	if (!function->import->has_doors)
		return NULL;
	return (AnyFunction) tail_call_door(image, function->seen_here, function->bytes);
}

/* A variable that a program copied. Who calls through it is told by the stack. */
static void
divert_copy(const ElfImage *image, void **variable)
{
	if (*variable == NULL)
		return;
	for (int i = 0; i < followed_count; i++)
	{
		const Followed *function = &followed[i];

		if (*variable != function->seen_here && *variable != function->seen_behind)
			continue;
		if (function->import->in_extension)
			divert_slot(image, variable, function->import->in_extension);
		return;
	}
}

static void
divert_import(const ElfImage *image, void **address, const ImportSlot *slot, Caller caller)
{
	const Followed *function = &followed[slot->name];
	AnyFunction replacement = replacement_of(function->import, caller);

	if (replacement == NULL && caller == CALLER_EXTENSION)
		replacement = door_of(function, image);
	if (replacement && leads_to(*address, function, image, slot, caller))
		divert_slot(image, address, replacement);
}

static void
divert_slots(const Module *module, Caller caller)
{
	Size		count;
	const ImportSlot *slots = import_slots_of(module, &count);

	for (Size i = 0; i < count; i++)
	{
		void	  **address = (void **) (module->image.base + slots[i].offset);

		if (slots[i].name >= 0)
			divert_import(&module->image, address, &slots[i], caller);
		else if (caller != CALLER_ALONE)
			divert_copy(&module->image, address);
	}
}

/* Whether the function lies in the library, by its address. */
static bool
contains_function(const Module *module, const char *name)
{
	const Followed *function = followed_by_name(name);

	return function && (elf_contains(&module->image, (uintptr_t) function->seen_here) ||
						elf_contains(&module->image, (uintptr_t) function->seen_behind));
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

/*
 * While no extension has been there, nothing that is followed can be released: then whatever only
 * releases is left alone.
 */
static Caller
caller_in(const Module *module)
{
	if (!extension_known)
		return CALLER_ALONE;
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

/* What was found before a library was unloaded may be of that one. */
static void
look_at_unloads(const struct dl_phdr_info *info)
{
	if (info->dlpi_subs != unloads_seen)
		import_slots_forget();
	unloads_seen = info->dlpi_subs;
}

/* In the linker's callback: nobody unmaps the library while its slots are written. */
static int
divert_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	/* if another one has come since, the next look will see it */
	const Module *module = module_told_by_linker(info);
	Caller		caller;
	Run		   *run;

	look_at_unloads(info);
	if (module == NULL || is_never_diverted(module))
		return 0;
	caller = caller_in(module);
	run = run_to_do(module, &module->image, caller);
	if (run == NULL)
		return 0;
	*run = (Run) {module->number, module->image.base, caller, diverted.count, 0};
	divert_slots(module, caller);
	run->count = diverted.count - run->first;
	if (!tail_calls_seal())
		restore_slots(run, &module->image);
	close_page();
	return 0;
}

/* Likewise: finds the slots and leaves them as they are. */
static int
prepare_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	const Module *module = module_told_by_linker(info);
	Size		count;

	look_at_unloads(info);
	if (module && !is_never_diverted(module))
		(void) import_slots_of(module, &count);
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

/* What has come or gone is known from here on. */
static void
take_in_libraries(void)
{
	(void) modules_refresh();
	libraries_done = modules_generation();
	find_originals();
	extension_known = modules_have_been(MODULE_EXTENSION);
}

/* In the postmaster, when the libraries of the server are loaded: its children know the slots. */
void
imports_prepare(void)
{
	take_in_libraries();
	dl_iterate_phdr(prepare_library, NULL);
}

/* Diverts the imports in every library loaded since the last time. */
void
imports_divert(void)
{
	(void) modules_refresh();
	if (runs.count > 0 && libraries_done == modules_generation())
		return;
	take_in_libraries();
	forget_runs();
	dl_iterate_phdr(divert_library, NULL);
}

/* The slots of a library that is loaded; in the linker's callback. */
static int
restore_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	const Module *module = module_told_by_linker(info);
	const Run  *run = module ? run_of(module) : NULL;

	if (run)
		restore_slots(run, &module->image);
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
