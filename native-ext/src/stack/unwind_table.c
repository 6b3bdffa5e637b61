/*
 * unwind_table.c
 *		Finds a function's frame description; see unwind_table.h.
 *
 * The header of .eh_frame_hdr (Linux Standard Base): a version, the encodings of
 * three things, a pointer to .eh_frame, the number of entries, and the entries. All
 * linkers write entries of two 32-bit distances from the header: to the function and to its
 * description. Any other form is not read.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <link.h>

#include "stack/unwind_table.h"

#ifdef __x86_64__

#define ENTRIES_SIGNED_DISTANCES 0x3b	/* from the header, four bytes each */
#define COUNT_FOUR_BYTES 0x03

typedef struct Header
{
	uint8		version;
	uint8		pointer_encoding;
	uint8		count_encoding;
	uint8		entries_encoding;
} Header;

typedef struct Entry
{
	int32		function;
	int32		description;
} Entry;

#ifdef DLFO_EH_SEGMENT_TYPE

static const uint8 *
header_for(uintptr_t address)
{
	struct dl_find_object object;

	return _dl_find_object((void *) address, &object) == 0 ? object.dlfo_eh_frame : NULL;
}

#else

typedef struct Search
{
	uintptr_t	address;
	const uint8 *header;
} Search;

static int
search_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	Search	   *search = arg;
	const uint8 *header = NULL;
	bool		inside = false;

	for (int i = 0; i < info->dlpi_phnum; i++)
	{
		const		ElfW(Phdr) * part = &info->dlpi_phdr[i];
		uintptr_t	start = info->dlpi_addr + part->p_vaddr;

		if (part->p_type == PT_LOAD && search->address - start < part->p_memsz)
			inside = true;
		else if (part->p_type == PT_GNU_EH_FRAME)
			header = (const uint8 *) start;
	}
	if (inside)
		search->header = header;
	return inside;
}

static const uint8 *
header_for(uintptr_t address)
{
	Search		search = {.address = address};

	dl_iterate_phdr(search_library, &search);
	return search.header;
}

#endif							/* DLFO_EH_SEGMENT_TYPE */

/* Bytes of the pointer to .eh_frame, which stands before the number of entries. */
static int
pointer_bytes(uint8 encoding)
{
	switch (encoding & 0x0f)
	{
		case 0x02:
		case 0x0a:
			return 2;
		case 0x03:
		case 0x0b:
			return 4;
		case 0x00:
		case 0x04:
		case 0x0c:
			return 8;
		default:
			return -1;
	}
}

const uint8 *
unwind_table_find(uintptr_t address, uintptr_t *function)
{
	const uint8 *start = header_for(address);
	const Header *header = (const Header *) start;
	const Entry *entries;
	int64		distance;
	uint32		count;
	uint32		low = 0;
	uint32		high;

	if (start == NULL || header->version != 1 || header->count_encoding != COUNT_FOUR_BYTES ||
		header->entries_encoding != ENTRIES_SIGNED_DISTANCES ||
		pointer_bytes(header->pointer_encoding) < 0)
		return NULL;
	start += sizeof(Header) + pointer_bytes(header->pointer_encoding);
	memcpy(&count, start, sizeof(count));
	entries = (const Entry *) (start + sizeof(count));
	distance = (int64) (address - (uintptr_t) header);
	/* the last entry that does not begin behind the address */
	for (high = count; low < high;)
	{
		uint32		middle = low + (high - low) / 2;

		if (entries[middle].function <= distance)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NULL;
	*function = (uintptr_t) header + entries[low - 1].function;
	return (const uint8 *) header + entries[low - 1].description;
}

#endif							/* __x86_64__ */
