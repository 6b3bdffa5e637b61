/*
 * elf_image.c
 *		What a loaded library says of itself; see elf_image.h.
 */
#include "postgres.h"

#include <elf.h>

#include "base/elf_image.h"
#include "base/own_memory.h"

/* Adds these bytes to a hash. */
static uint64
hash_bytes_into(uint64 hash, const void *bytes, Size length)
{
	const uint8 *at = bytes;

	for (Size i = 0; i < length; i++)
		hash = own_hash(hash * 31 + at[i] + 1);
	return hash;
}

static void
add_writable(ElfImage *image, uintptr_t start, uintptr_t end)
{
	int			at = 0;

	while (at < ELF_WRITABLE && image->writable[at].end != 0)
		at++;
	if (at < ELF_WRITABLE)
		image->writable[at] = (ElfRange) {start, end};
}

static void
take_header(ElfImage *image, const ElfW(Phdr) *header)
{
	uintptr_t	start = image->base + header->p_vaddr;
	uintptr_t	end = start + header->p_memsz;

	switch (header->p_type)
	{
		case PT_LOAD:
			image->start = image->start == 0 ? start : Min(image->start, start);
			image->end = Max(image->end, end);
			if (header->p_flags & PF_W)
				add_writable(image, start, end);
			break;
		case PT_DYNAMIC:
			image->dynamic = (const ElfW(Dyn) *) start;
			break;
		case PT_GNU_RELRO:
			image->relro_start = start;
			image->relro_end = end;
			break;
	}
}

/* The build's number is among the notes. */
static void
take_note(ElfImage *image, const ElfW(Phdr) *header)
{
	uintptr_t	start = image->base + header->p_vaddr;

	if (header->p_type == PT_NOTE && elf_contains(image, start) &&
		header->p_memsz <= image->end - start)
		image->fingerprint = hash_bytes_into(image->fingerprint, (const void *) start,
											 header->p_memsz);
}

ElfImage
elf_image_of(const struct dl_phdr_info *info)
{
	ElfImage	image = {.base = info->dlpi_addr,.headers = info->dlpi_phdr};

	for (int i = 0; i < info->dlpi_phnum; i++)
		take_header(&image, &info->dlpi_phdr[i]);
	for (int i = 0; i < info->dlpi_phnum; i++)
		take_note(&image, &info->dlpi_phdr[i]);
	image.fingerprint = hash_bytes_into(image.fingerprint, info->dlpi_phdr,
										info->dlpi_phnum * sizeof(ElfW(Phdr)));
	return image;
}

/* The first entry with this tag, as the linker left it; 0: there is none. */
uintptr_t
elf_dynamic_value(const ElfImage *image, ElfW(Sxword) tag)
{
	for (const ElfW(Dyn) * entry = image->dynamic; entry && entry->d_tag != DT_NULL; entry++)
		if (entry->d_tag == tag)
			return entry->d_un.d_ptr;
	return 0;
}

static bool
is_definition(const ElfW(Sym) *symbol, const char *strings, const char *name)
{
	return symbol->st_shndx != SHN_UNDEF && strcmp(strings + symbol->st_name, name) == 0;
}

/* The hash by which GNU's linkers file names. */
uint32
elf_name_hash(const char *name)
{
	uint32		hash = 5381;

	for (const uint8 *c = (const uint8 *) name; *c; c++)
		hash = hash * 33 + *c;
	return hash;
}

/* In the table that GNU's linkers write: buckets, and chains that end with an odd hash. */
static const
ElfW(Sym) *
find_in_gnu_table(const uint32 *table, const ElfW(Sym) *symbols, const char *strings,
				  const char *name)
{
	uint32		bucket_count = table[0];
	uint32		first = table[1];
	const uint32 *buckets = (const uint32 *) ((const ElfW(Addr) *) (table + 4) + table[2]);
	const uint32 *chains = buckets + bucket_count;
	uint32		hash = elf_name_hash(name);
	uint32		at = bucket_count ? buckets[hash % bucket_count] : 0;

	if (at < first)
		return NULL;
	for (;; at++)
	{
		if ((chains[at - first] | 1) == (hash | 1) && is_definition(&symbols[at], strings, name))
			return &symbols[at];
		if (chains[at - first] & 1)
			return NULL;
	}
}

/* The definition of this symbol that the library exports, or NULL. */
const
ElfW(Sym) *
elf_definition(const ElfImage *image, const char *name)
{
	const		ElfW(Sym) * symbols = (const ElfW(Sym) *) elf_dynamic_value(image, DT_SYMTAB);
	const char *strings = (const char *) elf_dynamic_value(image, DT_STRTAB);
	const uint32 *gnu = (const uint32 *) elf_dynamic_value(image, DT_GNU_HASH);
	const uint32 *plain = (const uint32 *) elf_dynamic_value(image, DT_HASH);

	if (symbols == NULL || strings == NULL)
		return NULL;
	if (gnu != NULL)
		return find_in_gnu_table(gnu, symbols, strings, name);
	/* the second word of the older table is the number of symbols */
	for (uint32 i = 0; plain != NULL && i < plain[1]; i++)
		if (is_definition(&symbols[i], strings, name))
			return &symbols[i];
	return NULL;
}

/* GNU's table does not say how many there are: the longest chain ends with the last one. */
static uint32
gnu_table_count(const uint32 *table)
{
	uint32		bucket_count = table[0];
	uint32		first = table[1];
	const uint32 *buckets = (const uint32 *) ((const ElfW(Addr) *) (table + 4) + table[2]);
	const uint32 *chains = buckets + bucket_count;
	uint32		last = 0;

	for (uint32 i = 0; i < bucket_count; i++)
		last = Max(last, buckets[i]);
	if (last < first)
		return first;
	while ((chains[last - first] & 1) == 0)
		last++;
	return last + 1;
}

/* How many entries the table of dynamic symbols has. */
uint32
elf_symbol_count(const ElfImage *image)
{
	const uint32 *gnu = (const uint32 *) elf_dynamic_value(image, DT_GNU_HASH);
	const uint32 *plain = (const uint32 *) elf_dynamic_value(image, DT_HASH);

	if (gnu != NULL)
		return gnu_table_count(gnu);
	return plain ? plain[1] : 0;
}

/* Whether the library asks others for this symbol. */
bool
elf_imports(const ElfImage *image, const char *name)
{
	const		ElfW(Sym) * symbols = (const ElfW(Sym) *) elf_dynamic_value(image, DT_SYMTAB);
	const char *strings = (const char *) elf_dynamic_value(image, DT_STRTAB);
	uint32		count = symbols && strings ? elf_symbol_count(image) : 0;

	for (uint32 i = 0; i < count; i++)
		if (symbols[i].st_shndx == SHN_UNDEF && strcmp(strings + symbols[i].st_name, name) == 0)
			return true;
	return false;
}
