/*
 * import_slots.c
 *		Where a library calls functions that we follow; see import_slots.h.
 */
#include "postgres.h"

#include <elf.h>

#include "base/own_memory.h"
#include "stack/import_slots.h"

/*
 * Slots of the linker's, and variables of the library that begin as a function's address. A program
 * that uses such a variable of a library's has a copy, which the library then uses, too.
 */
#if defined(__x86_64__)
#define RELOCATION_IS_COPY(type) ((type) == R_X86_64_COPY)
#define RELOCATION_IS_BOUND_LATE(type) ((type) == R_X86_64_JUMP_SLOT)
#define RELOCATION_IS_IMPORT(type) \
	((type) == R_X86_64_GLOB_DAT || (type) == R_X86_64_JUMP_SLOT || (type) == R_X86_64_64)
#elif defined(__aarch64__)
#define RELOCATION_IS_COPY(type) ((type) == R_AARCH64_COPY)
#define RELOCATION_IS_BOUND_LATE(type) ((type) == R_AARCH64_JUMP_SLOT)
#define RELOCATION_IS_IMPORT(type) \
	((type) == R_AARCH64_GLOB_DAT || (type) == R_AARCH64_JUMP_SLOT || (type) == R_AARCH64_ABS64)
#else
#define RELOCATION_IS_COPY(type) false
#define RELOCATION_IS_BOUND_LATE(type) false
#define RELOCATION_IS_IMPORT(type) false
#endif

/* A library has thousands of relocations: each costs one look at its name. */
#define PLACES (4 * IMPORT_NAMES)	/* a power of two */
#define BEGINNINGS 4096

static const char *names[IMPORT_NAMES];
static int	name_count;
static uint16 by_name[PLACES];	/* a name's number and 1; 0: free */
static bool begins[BEGINNINGS]; /* one of them begins so */

/* What a library has; the item of its number. */
typedef struct Found
{
	bool		looked;
	uintptr_t	base;
	Size		first;			/* of its slots */
	Size		count;
} Found;

static OwnArray slots = {.width = sizeof(ImportSlot)};
static OwnArray found = {.width = sizeof(Found)};

/* The name's place, or the free one where it would stand. */
static int
place_of(const char *name)
{
	int			place = elf_name_hash(name) % PLACES;

	while (by_name[place] && strcmp(names[by_name[place] - 1], name) != 0)
		place = (place + 1) % PLACES;
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

/* Its number, or -1: nobody follows it. */
int
import_name_find(const char *name)
{
	return begins[beginning_of(name)] ? (int) by_name[place_of(name)] - 1 : -1;
}

/* Gives it the next number, if it has none. What was found does not know the new one. */
int
import_name_add(const char *name)
{
	int			number = import_name_find(name);

	if (number >= 0)
		return number;
	Assert(name_count < IMPORT_NAMES);
	import_slots_forget();
	names[name_count++] = name;
	by_name[place_of(name)] = name_count;
	begins[beginning_of(name)] = true;
	return name_count - 1;
}

void
import_slots_forget(void)
{
	slots.count = 0;
	found.count = 0;
}

static void
note_slot(const ElfW(Rela) *relocation, const ElfW(Sym) *symbols, const char *strings)
{
	unsigned	type = ELF64_R_TYPE(relocation->r_info);
	const		ElfW(Sym) * symbol = &symbols[ELF64_R_SYM(relocation->r_info)];
	ImportSlot	slot = {relocation->r_offset, -1, symbol->st_shndx != SHN_UNDEF,
		RELOCATION_IS_BOUND_LATE(type)};
	ImportSlot *entry;

	/*
	 * What is written must be written at once. The addend is not asked: that of a slot is where its
	 * code lies (ld -z mark-plt), and that of a variable shows in what it leads to.
	 */
	if (relocation->r_offset % sizeof(void *) != 0)
		return;
	if (RELOCATION_IS_IMPORT(type))
		slot.name = import_name_find(strings + symbol->st_name);
	if (slot.name < 0 && !(RELOCATION_IS_COPY(type) && symbol->st_size == sizeof(void *)))
		return;
	entry = own_array_append(&slots);
	if (entry)
		*entry = slot;
}

static void
note_slots(const ElfImage *image, uintptr_t table, Size bytes, Size nameless)
{
	const		ElfW(Sym) * symbols = (const ElfW(Sym) *) elf_dynamic_value(image, DT_SYMTAB);
	const char *strings = (const char *) elf_dynamic_value(image, DT_STRTAB);
	Size		count = bytes / sizeof(ElfW(Rela));

	if (table == 0 || symbols == NULL || strings == NULL)
		return;
	for (Size i = Min(nameless, count); i < count; i++)
		note_slot((const ElfW(Rela) *) table + i, symbols, strings);
}

static void
look_through(const ElfImage *image, Found *library)
{
	*library = (Found) {true, image->base, slots.count, 0};
	note_slots(image, elf_dynamic_value(image, DT_JMPREL),
			   elf_dynamic_value(image, DT_PLTRELSZ), 0);
	note_slots(image, elf_dynamic_value(image, DT_RELA), elf_dynamic_value(image, DT_RELASZ),
			   elf_dynamic_value(image, DT_RELACOUNT));
	library->count = slots.count - library->first;
}

/* Valid until the next library is looked through. */
const ImportSlot *
import_slots_of(const Module *module, Size *count)
{
	Found	   *library;

	*count = 0;
	while (found.count < module->number)
		if (own_array_append(&found) == NULL)
			return NULL;
	library = own_array_at(&found, module->number - 1);
	if (!library->looked || library->base != module->image.base)
		look_through(&module->image, library);
	*count = library->count;
	return own_array_at(&slots, library->first);
}
