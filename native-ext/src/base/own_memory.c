/*
 * own_memory.c
 *		Growable arrays in anonymous mappings; see own_memory.h.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/own_memory.h"

static int64 mapped;			/* bytes; threads of the process add to it */

int64
own_memory_mapped(void)
{
	return __atomic_load_n(&mapped, __ATOMIC_RELAXED);
}

/* So many bytes more, or less. */
void
own_memory_count(int64 bytes)
{
	__atomic_add_fetch(&mapped, bytes, __ATOMIC_RELAXED);
}

static Size
round_to_pages(Size bytes)
{
	Size		page = (Size) sysconf(_SC_PAGESIZE);

	return (bytes + page - 1) / page * page;
}

void
own_array_init(OwnArray *array, Size width)
{
	memset(array, 0, sizeof(*array));
	array->width = width;
}

/* Makes room for this many items in all; doubles, so that appending is cheap. */
bool
own_array_reserve(OwnArray *array, Size items)
{
	Size		wanted;
	Size		bytes;
	void	   *data;

	if (items <= array->capacity)
		return true;
	wanted = Max(items, array->capacity * 2);
	bytes = round_to_pages(wanted * array->width);
	if (array->data == NULL)
		data = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
					MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	else
		data = mremap(array->data, round_to_pages(array->capacity * array->width),
					  bytes, MREMAP_MAYMOVE);
	if (data == MAP_FAILED)
		return false;
	own_memory_count((int64) bytes - (int64) round_to_pages(array->capacity * array->width));
	array->data = data;
	/* the capacity counts whole items, so its page rounding gives "bytes" back */
	array->capacity = bytes / array->width;
	return true;
}

/* A new, zeroed item at the end, or NULL without memory. */
void *
own_array_append(OwnArray *array)
{
	void	   *item;

	if (!own_array_reserve(array, array->count + 1))
		return NULL;
	item = own_array_at(array, array->count++);
	memset(item, 0, array->width);
	return item;
}

/* For arrays of width 1. */
bool
own_array_append_bytes(OwnArray *array, const char *bytes, Size length)
{
	if (!own_array_reserve(array, array->count + length))
		return false;
	memcpy(array->data + array->count, bytes, length);
	array->count += length;
	return true;
}

void
own_array_free(OwnArray *array)
{
	if (array->data)
	{
		munmap(array->data, round_to_pages(array->capacity * array->width));
		own_memory_count(-(int64) round_to_pages(array->capacity * array->width));
	}
	own_array_init(array, array->width);
}
