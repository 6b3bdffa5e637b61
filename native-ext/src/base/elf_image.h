/*
 * elf_image.h
 *		What a loaded library says of itself, read from its own memory.
 *
 * The dynamic linker answers the same questions, but takes locks and calls malloc. Everything
 * here only reads. The caller makes sure that the library stays loaded, for instance by calling
 * from inside a callback of dl_iterate_phdr(). No locks, no allocation, no errors.
 */
#ifndef MEMCHECK_ELF_IMAGE_H
#define MEMCHECK_ELF_IMAGE_H

#include <link.h>

/* A library has two such parts at most, as linkers make them. */
#define ELF_WRITABLE 4

typedef struct ElfRange
{
	uintptr_t	start;
	uintptr_t	end;
} ElfRange;

typedef struct ElfImage
{
	uintptr_t	base;			/* what is added to addresses in the file */
	uintptr_t	start;			/* of everything that is mapped */
	uintptr_t	end;
	uintptr_t	relro_start;	/* read-only after relocation */
	uintptr_t	relro_end;
	ElfRange	writable[ELF_WRITABLE]; /* its variables; up to the first that is empty */
	const		ElfW(Phdr) * headers;	/* where the linker has them */
	const		ElfW(Dyn) * dynamic;	/* NULL: none */
	uint64		fingerprint;	/* of its headers and notes: the build */
} ElfImage;

extern ElfImage elf_image_of(const struct dl_phdr_info *info);
extern uintptr_t elf_dynamic_value(const ElfImage *image, ElfW(Sxword) tag);
extern uint32 elf_name_hash(const char *name);
extern uint32 elf_symbol_count(const ElfImage *image);
extern bool elf_imports(const ElfImage *image, const char *name);
extern const ElfW(Sym) *elf_definition(const ElfImage *image, const char *name);

static inline bool
elf_defines(const ElfImage *image, const char *name)
{
	return elf_definition(image, name) != NULL;
}

static inline bool
elf_contains(const ElfImage *image, uintptr_t address)
{
	return address >= image->start && address < image->end;
}

#endif							/* MEMCHECK_ELF_IMAGE_H */
