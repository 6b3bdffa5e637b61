/*
 * program_symbols.c
 *		The functions that the server's program exports; see program_symbols.h.
 */
#include "postgres.h"

#include "base/elf_image.h"
#include "base/own_memory.h"
#include "stack/program_symbols.h"

/* fixed after program_symbols_init() */
static ElfImage program;
static const ElfW(Sym) *symbols;
static const char *strings;
static OwnArray sorted = {.width = sizeof(uint32)}; /* numbers of symbols, by address */

static const ElfW(Sym) *
symbol_at(Size index)
{
	return &symbols[*(uint32 *) own_array_at(&sorted, index)];
}

static int
by_address(const void *a, const void *b)
{
	const		ElfW(Sym) * first = &symbols[*(const uint32 *) a];
	const		ElfW(Sym) * second = &symbols[*(const uint32 *) b];

	if (first->st_value != second->st_value)
		return first->st_value < second->st_value ? -1 : 1;
	/* the linker prefers the first name of a place: it comes last, where count_up_to() ends */
	return first > second ? -1 : first < second;
}

static bool
is_function(const ElfW(Sym) *symbol)
{
	return symbol->st_shndx != SHN_UNDEF && symbol->st_size > 0 &&
		ELF64_ST_TYPE(symbol->st_info) == STT_FUNC;
}

/* The program is the first that the linker names. */
static int
take_program(struct dl_phdr_info *info, size_t size, void *arg)
{
	program = elf_image_of(info);
	return 1;
}

void
program_symbols_init(void)
{
	uint32		count;

	dl_iterate_phdr(take_program, NULL);
	symbols = (const ElfW(Sym) *) elf_dynamic_value(&program, DT_SYMTAB);
	strings = (const char *) elf_dynamic_value(&program, DT_STRTAB);
	count = symbols && strings ? elf_symbol_count(&program) : 0;
	if (!own_array_reserve(&sorted, count))
		return;
	for (uint32 i = 0; i < count; i++)
		if (is_function(&symbols[i]))
			*(uint32 *) own_array_append(&sorted) = i;
	qsort(sorted.data, sorted.count, sizeof(uint32), by_address);
}

bool
program_symbols_cover(uintptr_t address)
{
	return sorted.count > 0 && elf_contains(&program, address);
}

bool
program_symbols_range(uintptr_t *start, uintptr_t *end)
{
	*start = program.start;
	*end = program.end;
	return sorted.count > 0;
}

/* How many begin at this address of the file or before it. */
static Size
count_up_to(uintptr_t address)
{
	Size		low = 0;
	Size		high = sorted.count;

	while (low < high)
	{
		Size		middle = low + (high - low) / 2;

		if (symbol_at(middle)->st_value <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const char *
program_symbol_at(uintptr_t address, uint32 *offset)
{
	uintptr_t	in_file = address - program.base;
	Size		count = count_up_to(in_file);
	const		ElfW(Sym) * symbol = count > 0 ? symbol_at(count - 1) : NULL;

	if (symbol == NULL || in_file >= symbol->st_value + symbol->st_size)
		return NULL;
	*offset = in_file - symbol->st_value;
	return strings + symbol->st_name;
}
