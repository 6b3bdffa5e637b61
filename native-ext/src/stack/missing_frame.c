/*
 * missing_frame.c
 *		A function that is on no stack; see missing_frame.h.
 */
#include "postgres.h"

#include <link.h>

#include "stack/frame.h"
#include "stack/missing_frame.h"

#ifdef __x86_64__

#define CALL_BYTES 5			/* of a direct call: its code and a distance */
#define JUMP_BYTES 6			/* of a jump through a slot: two and a distance */
#define LANDING_BYTES 4			/* of the mark where an indirect jump may lead */

typedef struct Search
{
	const Module *module;
	uintptr_t	pc;				/* a return address in it */
	uintptr_t	called;			/* what the call before it led to; 0: not known, or elsewhere */
} Search;

/* Whether so many bytes are code of this library. */
static bool
is_code(const struct dl_phdr_info *info, uintptr_t address, Size bytes)
{
	for (int i = 0; i < info->dlpi_phnum; i++)
	{
		const		ElfW(Phdr) * header = &info->dlpi_phdr[i];
		uintptr_t	start = info->dlpi_addr + header->p_vaddr;

		if (header->p_type == PT_LOAD && (header->p_flags & PF_X) && (header->p_flags & PF_R) &&
			address >= start && address - start + bytes <= header->p_filesz)
			return true;
	}
	return false;
}

static uintptr_t
past_distance(uintptr_t end)
{
	int32		distance;

	memcpy(&distance, (const char *) end - sizeof(distance), sizeof(distance));
	return end + distance;
}

/*
 * Where a call goes through a slot: the function that the linker put there. False if this is no
 * such jump but a function.
 */
static bool
goes_through_slot(const struct dl_phdr_info *info, uintptr_t address, uintptr_t *to)
{
	static const uint8 landing[LANDING_BYTES] = {0xf3, 0x0f, 0x1e, 0xfa};	/* endbr64 */
	static const uint8 jump[2] = {0xff, 0x25};	/* jmp *slot(%rip) */
	uintptr_t	end;

	if (is_code(info, address, LANDING_BYTES + 1 + JUMP_BYTES) &&
		memcmp((const void *) address, landing, LANDING_BYTES) == 0)
		address += LANDING_BYTES;
	/* bnd */
	if (is_code(info, address, 1 + JUMP_BYTES) && *(const uint8 *) address == 0xf2)
		address++;
	end = address + JUMP_BYTES;
	if (!is_code(info, address, JUMP_BYTES) ||
		memcmp((const void *) address, jump, sizeof(jump)) != 0)
		return false;
	*to = *(const uintptr_t *) past_distance(end);
	return true;
}

/* In the linker's callback. */
static int
find_called(struct dl_phdr_info *info, size_t size, void *arg)
{
	Search	   *search = arg;
	uintptr_t	to;

	/* another one may lie there meanwhile */
	if (info->dlpi_addr != search->module->image.base)
		return 0;
	if (elf_image_of(info).fingerprint != search->module->fingerprint)
		return 1;
	if (is_code(info, search->pc - CALL_BYTES, CALL_BYTES) &&
		*(const uint8 *) (search->pc - CALL_BYTES) == 0xe8)
	{
		to = past_distance(search->pc);
		if (is_code(info, to, 1) &&
			(!goes_through_slot(info, to, &to) || is_code(info, to, 1)))
			search->called = to;
	}
	return 1;
}

/* Whether nothing of the library is further in than this frame. */
static bool
is_innermost(const uintptr_t *pcs, int at)
{
	for (int i = 0; i < at; i++)
		if (frame_library(pcs[i]) == frame_library(pcs[at]))
			return false;
	return true;
}

uintptr_t
missing_frame_beneath(const uintptr_t *pcs, int at)
{
	const Module *module = at > 0 ? module_of(pcs[at] - 1) : NULL;
	Search		search = {.module = module,.pc = pcs[at]};

	if (module == NULL || module->kind != MODULE_EXTENSION || !module->loaded ||
		(pcs[at] & RETIRED_ADDRESS) || !is_innermost(pcs, at))
		return 0;
	dl_iterate_phdr(find_called, &search);
	return search.called ? search.called + 1 : 0;
}

#else							/* !__x86_64__ */

uintptr_t
missing_frame_beneath(const uintptr_t *pcs, int at)
{
	return 0;
}

#endif							/* __x86_64__ */
