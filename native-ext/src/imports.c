/*
 * imports.c
 *		Diverting what libraries import; see imports.h.
 *
 * Allocations are followed where an extension makes them, or a library that an
 * extension names as needed (libstdc++ for operator new); releases everywhere,
 * since the server may free what an extension allocated. The C library itself
 * and our own library are left alone.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include "frame.h"
#include "imports.h"
#include "own_memory.h"

#if defined(__x86_64__)
#define RELOCATION_IS_IMPORT(type) ((type) == R_X86_64_GLOB_DAT || (type) == R_X86_64_JUMP_SLOT)
#elif defined(__aarch64__)
#define RELOCATION_IS_IMPORT(type) ((type) == R_AARCH64_GLOB_DAT || (type) == R_AARCH64_JUMP_SLOT)
#else
#define RELOCATION_IS_IMPORT(type) false
#endif

typedef struct Library
{
	uintptr_t	base;
	const char *name;			/* the loader's */
	uintptr_t	text;			/* an address in its code, 0: none */
	const		ElfW(Dyn) * dynamic;
	uintptr_t	relro_start;	/* read-only after relocation */
	uintptr_t	relro_end;
	bool		done;			/* diverted already */
} Library;

typedef struct Diverted
{
	void	  **slot;
	void	   *original;
	bool		read_only;
} Diverted;

static OwnArray libraries = {.width = sizeof(Library)};
static OwnArray diverted = {.width = sizeof(Diverted)};
static uint64 loads_seen;		/* the linker's count when we looked last */

static int
count_loads(struct dl_phdr_info *info, size_t size, void *arg)
{
	*(uint64 *) arg = info->dlpi_adds;
	return 1;
}

static bool
is_known(uintptr_t base)
{
	for (Size i = 0; i < libraries.count; i++)
		if (((Library *) own_array_at(&libraries, i))->base == base)
			return true;
	return false;
}

static int
collect_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	Library    *library;

	if (is_known(info->dlpi_addr) || (library = own_array_append(&libraries)) == NULL)
		return 0;
	library->base = info->dlpi_addr;
	library->name = info->dlpi_name;
	for (int i = 0; i < info->dlpi_phnum; i++)
	{
		const		ElfW(Phdr) * header = &info->dlpi_phdr[i];
		uintptr_t	start = info->dlpi_addr + header->p_vaddr;

		if (header->p_type == PT_LOAD && (header->p_flags & PF_X) && library->text == 0)
			library->text = start + 1;
		else if (header->p_type == PT_DYNAMIC)
			library->dynamic = (const ElfW(Dyn) *) start;
		else if (header->p_type == PT_GNU_RELRO)
		{
			library->relro_start = start;
			library->relro_end = start + header->p_memsz;
		}
	}
	return 0;
}

static uintptr_t
dynamic_value(const Library *library, ElfW(Sxword) tag)
{
	for (const ElfW(Dyn) * entry = library->dynamic; entry && entry->d_tag != DT_NULL; entry++)
		if (entry->d_tag == tag)
			return entry->d_un.d_ptr;
	return 0;
}

/* Whether an extension names this library, by file name, as needed. */
static bool
is_needed_by_extension(const Library *library)
{
	const char *slash = strrchr(library->name, '/');
	const char *file = slash ? slash + 1 : library->name;

	for (Size i = 0; i < libraries.count; i++)
	{
		const Library *other = own_array_at(&libraries, i);
		const char *strings = (const char *) dynamic_value(other, DT_STRTAB);

		if (other->text == 0 || frame_module_kind(other->text) != MODULE_EXTENSION)
			continue;
		for (const ElfW(Dyn) * entry = other->dynamic; entry && entry->d_tag != DT_NULL; entry++)
			if (entry->d_tag == DT_NEEDED && strcmp(strings + entry->d_un.d_val, file) == 0)
				return true;
	}
	return false;
}

static bool
write_slot(const Library *library, void **slot, void *value, bool *read_only)
{
	uintptr_t	page = (uintptr_t) sysconf(_SC_PAGESIZE);
	void	   *start = (void *) TYPEALIGN_DOWN(page, (uintptr_t) slot);

	*read_only = library && (uintptr_t) slot >= library->relro_start &&
		(uintptr_t) slot < library->relro_end;
	if (*read_only && mprotect(start, page, PROT_READ | PROT_WRITE) != 0)
		return false;
	*slot = value;
	if (*read_only)
		mprotect(start, page, PROT_READ);
	return true;
}

static void
divert_slot(const Library *library, void **slot, AnyFunction replacement)
{
	Diverted   *entry = own_array_append(&diverted);

	if (entry == NULL)
		return;
	entry->slot = slot;
	entry->original = *slot;
	if (!write_slot(library, slot, (void *) replacement, &entry->read_only))
		diverted.count--;
}

static AnyFunction
replacement_of(const char *name, const ImportList *lists, int count, bool is_extension)
{
	for (int i = 0; i < count; i++)
		for (int k = 0; k < lists[i].count; k++)
		{
			const Import *import = &lists[i].imports[k];

			if (strcmp(name, import->name) == 0)
				return is_extension ? import->in_extension : import->elsewhere;
		}
	return NULL;
}

static void
divert_relocations(const Library *library, uintptr_t table, Size bytes, const ImportList *lists,
				   int count, bool is_extension)
{
	const		ElfW(Sym) * symbols = (const ElfW(Sym) *) dynamic_value(library, DT_SYMTAB);
	const char *strings = (const char *) dynamic_value(library, DT_STRTAB);
	const		ElfW(Rela) * relocation = (const ElfW(Rela) *) table;
	const		ElfW(Rela) * end = (const ElfW(Rela) *) (table + bytes);

	if (table == 0 || symbols == NULL || strings == NULL)
		return;
	for (; relocation < end; relocation++)
	{
		AnyFunction replacement;

		if (!RELOCATION_IS_IMPORT(ELF64_R_TYPE(relocation->r_info)))
			continue;
		replacement = replacement_of(strings + symbols[ELF64_R_SYM(relocation->r_info)].st_name,
									 lists, count, is_extension);
		if (replacement)
			divert_slot(library, (void **) (library->base + relocation->r_offset), replacement);
	}
}

static void
divert_library(const Library *library, const ImportList *lists, int count, bool is_extension)
{
	divert_relocations(library, dynamic_value(library, DT_JMPREL),
					   dynamic_value(library, DT_PLTRELSZ), lists, count, is_extension);
	divert_relocations(library, dynamic_value(library, DT_RELA),
					   dynamic_value(library, DT_RELASZ), lists, count, is_extension);
}

/* Where the functions themselves live; they call each other directly. */
static bool
is_c_library(const Library *library)
{
	Dl_info		info;

	return dladdr(dlsym(RTLD_DEFAULT, "malloc"), &info) &&
		(uintptr_t) info.dli_fbase == library->base;
}

/* Diverts these imports in every library loaded since the last time. */
void
imports_divert(const ImportList *lists, int count)
{
	uint64		loads = 0;

	dl_iterate_phdr(count_loads, &loads);
	if (loads == loads_seen)
		return;
	loads_seen = loads;
	dl_iterate_phdr(collect_library, NULL);
	for (Size i = 0; i < libraries.count; i++)
	{
		Library    *library = own_array_at(&libraries, i);
		ModuleKind	kind;

		if (library->done || library->text == 0 || library->dynamic == NULL)
			continue;
		library->done = true;
		kind = frame_module_kind(library->text);
		if (kind == MODULE_OBSERVER || is_c_library(library) ||
			strncmp(library->name, "linux-vdso", 10) == 0 || strstr(library->name, "/ld-linux"))
			continue;
		divert_library(library, lists, count,
					   kind == MODULE_EXTENSION || is_needed_by_extension(library));
	}
}

/* Puts every slot back as it was. */
void
imports_restore(void)
{
	for (Size i = 0; i < diverted.count; i++)
	{
		Diverted   *entry = own_array_at(&diverted, i);
		Library		library = {.relro_start = 0, .relro_end = UINTPTR_MAX};
		bool		read_only;

		write_slot(entry->read_only ? &library : NULL, entry->slot, entry->original, &read_only);
	}
	own_array_free(&diverted);
	own_array_free(&libraries);
	loads_seen = 0;
}
