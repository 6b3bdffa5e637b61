/*
 * unwind_library.c
 *		Call stacks by libunwind; see unwind_library.h.
 */
#include "postgres.h"

#include "base/elf_image.h"
#include "stack/unwind_library.h"

#if defined(HAVE_LIBUNWIND) && !defined(HAS_OWN_UNWINDER)

#include <dlfcn.h>
#define UNW_LOCAL_ONLY
#include <libunwind.h>
#include <sys/auxv.h>

/* its interface has had this number since 2008 */
#define LIBRARY_NAME "libunwind.so.8"

static int	(*backtrace_here) (void **pcs, int limit);
static void (*flush_cache) (unw_addr_space_t space, unw_word_t start, unw_word_t end);
static unw_addr_space_t *address_space;
static ElfImage vdso;			/* the kernel's own library */

static void
find_vdso(void)
{
	const		ElfW(Ehdr) * header = (const ElfW(Ehdr) *) getauxval(AT_SYSINFO_EHDR);
	struct dl_phdr_info info = {.dlpi_addr = (uintptr_t) header};

	if (header == NULL)
		return;
	info.dlpi_phdr = (const ElfW(Phdr) *) ((uintptr_t) header + header->e_phoff);
	info.dlpi_phnum = header->e_phnum;
	vdso = elf_image_of(&info);
}

/* In the postmaster, from _PG_init. Without the library nothing is loaded. */
void
unwind_library_load(void)
{
	void	   *library = dlopen(LIBRARY_NAME, RTLD_NOW | RTLD_LOCAL);

	if (library == NULL)
		return;
	flush_cache = dlsym(library, CppAsString2(unw_flush_cache));
	address_space = dlsym(library, CppAsString2(unw_local_addr_space));
	if (flush_cache && address_space)
		backtrace_here = dlsym(library, CppAsString2(unw_backtrace));
	find_vdso();
}

bool
unwind_library_is_loaded(void)
{
	return backtrace_here != NULL;
}

/*
 * Return addresses, this function's own first. A stack ends where a signal came in: there the
 * kernel's library returns to what was interrupted.
 */
int
unwind_by_library(uintptr_t *pcs, int limit)
{
	int			count = backtrace_here((void **) pcs, limit);

	for (int i = 0; i < count; i++)
		if (pcs[i] == 0 || elf_contains(&vdso, pcs[i]))
			return i;
	return Max(count, 0);
}

/* The library of these addresses has gone. */
void
unwind_library_forget(uintptr_t start, uintptr_t end)
{
	if (backtrace_here)
		flush_cache(*address_space, start, end);
}

#else

void
unwind_library_load(void)
{
}

bool
unwind_library_is_loaded(void)
{
	return false;
}

int
unwind_by_library(uintptr_t *pcs, int limit)
{
	return 0;
}

void
unwind_library_forget(uintptr_t start, uintptr_t end)
{
}

#endif
