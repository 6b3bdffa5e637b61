/*
 * module.c
 *		The libraries of this process; see module.h.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include "base/own_memory.h"
#include "miscadmin.h"
#include "stack/module.h"
#include "utils/memutils.h"

#define ROOM_BYTES (64 * 1024)
#define PLACES 512				/* more libraries are not looked for */
#define OFFSET_BITS 40			/* of a retired address; the number stands above them */

/* pointers to modules, which stay where they are */
#define MOST_LISTENERS 8

static ModuleListener listeners[MOST_LISTENERS];
static int	listener_count;

static OwnArray modules = {.width = sizeof(Module *)};
static char *room;				/* what is left of the latest block of our memory */
static Size room_left;
static unsigned long long adds_seen;	/* the linker's counts when we looked last */
static unsigned long long subs_seen;
static uint64 generation;		/* looks that found something new */
bool		module_extension_seen;

/* where the server, the extensions, what these need, and the C library lie, for all threads */
typedef enum PlaceKind
{
	PLACE_OTHER,
	PLACE_SERVER,
	PLACE_EXTENSION,
	PLACE_NEEDED,				/* by an extension */
	PLACE_C_LIBRARY,
} PlaceKind;

static struct
{
	uintptr_t	start;
	uintptr_t	end;
	PlaceKind	kind;
}			places[PLACES];
static int	place_count;

typedef struct Look
{
	bool		changed;
	bool		complete;		/* there was memory for everything */
	bool		unloaded;		/* something was, since we looked last */
	unsigned long long adds;
	unsigned long long subs;
} Look;

static Module *
at(Size index)
{
	return *(Module **) own_array_at(&modules, index);
}

Size
modules_count(void)
{
	return modules.count;
}

const Module *
module_at(Size index)
{
	return at(index);
}

/* Memory that stays where it is for the life of the process; NULL without memory. */
static void *
keep(Size bytes)
{
	void	   *place;

	bytes = MAXALIGN(bytes);
	if (bytes > room_left)
	{
		Size		block = Max(bytes, ROOM_BYTES);
		void	   *fresh = mmap(NULL, block, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
								 -1, 0);

		if (fresh == MAP_FAILED)
			return NULL;
		own_memory_count(block);
		room = fresh;
		room_left = block;
	}
	place = room;
	room += bytes;
	room_left -= bytes;
	return place;
}

static const char *
keep_text(const char *from, Size length)
{
	char	   *copy = keep(length + 1);

	return copy ? memcpy(copy, from, length) : NULL;
}

/* The file's name without directory and suffix. */
static const char *
keep_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *end = strstr(name, ".so");

	return keep_text(name, end ? end - name : strlen(name));
}

/* The names of the libraries that it needs, one behind the other. */
static const char *
keep_needed(const ElfImage *image)
{
	const char *strings = (const char *) elf_dynamic_value(image, DT_STRTAB);
	Size		bytes = 1;
	char	   *names;
	char	   *to;

	for (const ElfW(Dyn) * entry = image->dynamic; strings && entry && entry->d_tag != DT_NULL;
		 entry++)
		if (entry->d_tag == DT_NEEDED)
			bytes += strlen(strings + entry->d_un.d_val) + 1;
	to = names = keep(bytes);
	if (names == NULL)
		return NULL;
	for (const ElfW(Dyn) * entry = image->dynamic; strings && entry && entry->d_tag != DT_NULL;
		 entry++)
		if (entry->d_tag == DT_NEEDED)
			to = stpcpy(to, strings + entry->d_un.d_val) + 1;
	*to = '\0';
	return names;
}

static bool
is_unwinder(const ElfImage *image)
{
	return elf_defines(image, "_Unwind_Backtrace") || elf_defines(image, "_Unwind_Find_FDE") ||
		elf_defines(image, "__register_frame");
}

/* As an allocator does, whatever its name. */
static bool
has_own_heap(const ElfImage *image)
{
	return elf_imports(image, "madvise") &&
		(elf_imports(image, "mmap") || elf_imports(image, "mmap64") || elf_imports(image, "sbrk"));
}

static Module *
find_module(const char *path, uint64 fingerprint)
{
	for (Size i = 0; i < modules.count; i++)
		if (at(i)->fingerprint == fingerprint && strcmp(at(i)->path, path) == 0)
			return at(i);
	return NULL;
}

/* The linker relocates these tables of every library but the kernel's, which has no file. */
static bool
is_kernels(const char *path)
{
	return strncmp(path, "linux-vdso", 10) == 0 || strncmp(path, "linux-gate", 10) == 0;
}

static Module *
add_module(const char *path, const ElfImage *image)
{
	Module	   *module = keep(sizeof(Module));
	Module	  **entry;

	if (module == NULL)
		return NULL;
	module->path = keep_text(path, strlen(path));
	module->name = keep_name(path);
	module->needed = is_kernels(path) ? "" : keep_needed(image);
	if (module->path == NULL || module->name == NULL || module->needed == NULL ||
		(entry = own_array_append(&modules)) == NULL)
		return NULL;
	*entry = module;
	module->number = modules.count;
	module->fingerprint = image->fingerprint;
	if (!is_kernels(path))
	{
		module->has_magic = elf_defines(image, "Pg_magic_func");
		module->is_unwinder = is_unwinder(image);
		module->has_own_heap = module->has_magic && has_own_heap(image);
	}
	return module;
}

/* The linker knows the server by argv[0], which the process title overwrites. */
static const char *
path_of_library(const struct dl_phdr_info *info, const ElfImage *image)
{
	return elf_contains(image, (uintptr_t) MemoryContextAlloc) ? my_exec_path : info->dlpi_name;
}

/* The modules that come with the server itself and speak for nobody else. */
static bool
has_name_of_server(const char *name)
{
	static const char *const names[] = {
		"plpgsql", "dict_snowball", "llvmjit", "libpqwalreceiver", "pgoutput",
		/* the conversions between encodings */
		"cyrillic_and_mic", "euc2004_sjis2004", "euc_cn_and_mic", "euc_jp_and_sjis",
		"euc_kr_and_mic",
		"euc_tw_and_big5", "latin2_and_win1250", "latin_and_mic", "utf8_and_big5",
		"utf8_and_cyrillic",
		"utf8_and_euc2004", "utf8_and_euc_cn", "utf8_and_euc_jp", "utf8_and_euc_kr",
		"utf8_and_euc_tw",
		"utf8_and_gb18030", "utf8_and_gbk", "utf8_and_iso8859", "utf8_and_iso8859_1",
		"utf8_and_johab",
		"utf8_and_sjis", "utf8_and_sjis2004", "utf8_and_uhc", "utf8_and_win",
	};

	for (int i = 0; i < lengthof(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* Whether the file lies where the server keeps its modules, whatever that place is called. */
static bool
lies_with_server(const char *path)
{
	const char *slash = strrchr(path, '/');
	char		directory[MAXPGPATH];
	struct stat here;
	struct stat servers;

	if (slash == NULL || slash - path >= sizeof(directory))
		return false;
	memcpy(directory, path, slash - path);
	directory[slash - path] = '\0';
	return stat(directory, &here) == 0 && stat(pkglib_path, &servers) == 0 &&
		here.st_dev == servers.st_dev && here.st_ino == servers.st_ino;
}

static ModuleKind
kind_of_module(const Module *module)
{
	if (elf_contains(&module->image, (uintptr_t) modules_refresh))
		return MODULE_OBSERVER;
	if (elf_contains(&module->image, (uintptr_t) MemoryContextAlloc))
		return MODULE_SERVER;
	if (!module->has_magic)
		return MODULE_OTHER;
	return has_name_of_server(module->name) && lies_with_server(module->path) ? MODULE_SERVER :
		MODULE_EXTENSION;
}

static int
count_changes(struct dl_phdr_info *info, size_t size, void *arg)
{
	Look	   *look = arg;

	look->adds = info->dlpi_adds;
	look->subs = info->dlpi_subs;
	return 1;
}

/* From _PG_init: who keeps addresses, and must know when their library has gone. */
void
modules_tell(ModuleListener listener)
{
	if (listener_count == MOST_LISTENERS)
		elog(ERROR, "more than %d listeners", MOST_LISTENERS);
	listeners[listener_count++] = listener;
}

/* A library that is not there any more: its addresses become another's. */
static void
retire(Module *module)
{
	module->loaded = false;
	for (int i = 0; i < listener_count; i++)
		listeners[i] (module->image.start, module->image.end,
					  RETIRED_ADDRESS | (uint64) module->number << OFFSET_BITS |
					  (module->image.start - module->image.base));
}

/* In a callback of the linker's: whether the module is the library that is there. */
static bool
is_there(const Module *module, const ElfImage *image, const char *path)
{
	return module->loaded && module->image.base == image->base &&
		module->fingerprint == image->fingerprint &&
		strcmp(module->path, path) == 0;
}

static int
retire_replaced(struct dl_phdr_info *info, size_t size, void *arg)
{
	bool	   *present = arg;
	ElfImage	image = elf_image_of(info);
	const char *path = path_of_library(info, &image);

	for (Size i = 0; i < modules.count; i++)
		if (is_there(at(i), &image, path))
			present[i] = true;
	return 0;
}

/* First what has gone, since what came may lie in its place. */
static void
retire_missing(void)
{
	OwnArray	present = {.width = sizeof(bool)};

	if (modules.count > 0 && !own_array_reserve(&present, modules.count))
		return;
	dl_iterate_phdr(retire_replaced, present.data);
	for (Size i = 0; i < modules.count; i++)
		if (at(i)->loaded && !((bool *) present.data)[i])
			retire(at(i));
	own_array_free(&present);
}

/* The one that was there when we looked last; in a callback of the linker's. */
static const Module *
seen_before(const struct dl_phdr_info *info)
{
	for (Size i = 0; i < modules.count; i++)
		if (at(i)->loaded && at(i)->image.headers == info->dlpi_phdr &&
			at(i)->image.base == info->dlpi_addr)
			return at(i);
	return NULL;
}

static int
take_in(struct dl_phdr_info *info, size_t size, void *arg)
{
	Look	   *look = arg;
	ElfImage	image;
	const char *path;
	Module	   *module;

	if (!look->unloaded && seen_before(info))
		return 0;
	image = elf_image_of(info);
	path = path_of_library(info, &image);
	module = find_module(path, image.fingerprint);
	if (module == NULL)
		module = add_module(path, &image);
	if (module == NULL)
		look->complete = false;
	else
	{
		module->image = image;
		module->loaded = true;
	}
	return 0;
}

/* The C library, by one of its functions that nobody else has. */
bool
module_has_c_library(const Module *module)
{
	return elf_contains(&module->image, (uintptr_t) dl_iterate_phdr);
}

static PlaceKind
place_kind(const Module *module)
{
	if (module->kind == MODULE_SERVER)
		return PLACE_SERVER;
	if (module->kind == MODULE_EXTENSION)
		return PLACE_EXTENSION;
	if (module_has_c_library(module))
		return PLACE_C_LIBRARY;
	return module_is_needed_by_extension(module) ? PLACE_NEEDED : PLACE_OTHER;
}

/* A thread that reads meanwhile may find half of an entry, and a stack of its own cut for once. */
static void
note_places(void)
{
	int			count = 0;

	for (Size i = 0; i < modules.count && count < PLACES; i++)
	{
		PlaceKind	kind = at(i)->loaded ? place_kind(at(i)) : PLACE_OTHER;

		if (kind == PLACE_OTHER)
			continue;
		__atomic_store_n(&places[count].start, at(i)->image.start, __ATOMIC_RELAXED);
		__atomic_store_n(&places[count].end, at(i)->image.end, __ATOMIC_RELAXED);
		__atomic_store_n(&places[count].kind, kind, __ATOMIC_RELAXED);
		count++;
	}
	__atomic_store_n(&place_count, count, __ATOMIC_RELEASE);
}

static PlaceKind
kind_of_place(uintptr_t address)
{
	int			count = __atomic_load_n(&place_count, __ATOMIC_ACQUIRE);

	for (int i = 0; i < count; i++)
		if (address > __atomic_load_n(&places[i].start, __ATOMIC_RELAXED) &&
			address <= __atomic_load_n(&places[i].end, __ATOMIC_RELAXED))
			return __atomic_load_n(&places[i].kind, __ATOMIC_RELAXED);
	return PLACE_OTHER;
}

/* Whether the server or an extension is what this return address leads to. */
bool
module_is_accountable(uintptr_t address)
{
	PlaceKind	kind = kind_of_place(address);

	return kind == PLACE_SERVER || kind == PLACE_EXTENSION;
}

/* Whether it leads to an extension, or to a library that one needs: what is followed. */
bool
module_is_followed(uintptr_t address)
{
	PlaceKind	kind = kind_of_place(address);

	return kind == PLACE_EXTENSION || kind == PLACE_NEEDED;
}

bool
module_is_c_library(uintptr_t address)
{
	return kind_of_place(address) == PLACE_C_LIBRARY;
}

/* Looks at what is loaded now; whether something came or went since the last time. */
bool
modules_refresh(void)
{
	Look		look = {.complete = true};
	Size		known = modules.count;

	dl_iterate_phdr(count_changes, &look);
	if (look.adds == adds_seen && look.subs == subs_seen)
		return false;
	look.unloaded = look.subs != subs_seen;
	if (look.unloaded)
		retire_missing();
	dl_iterate_phdr(take_in, &look);
	for (Size i = known; i < modules.count; i++)
	{
		at(i)->kind = kind_of_module(at(i));
		module_extension_seen |= at(i)->kind == MODULE_EXTENSION;
	}
	note_places();
	generation++;
	/* another thread may have loaded one since: that is seen at the next look */
	if (look.complete)
	{
		adds_seen = look.adds;
		subs_seen = look.subs;
	}
	return true;
}

/* It changes whenever a look found that something came or went, whoever looked. */
uint64
modules_generation(void)
{
	return generation;
}

/* Whether one of this kind is there, or was. */
bool
modules_have_been(ModuleKind kind)
{
	for (Size i = 0; i < modules.count; i++)
		if (at(i)->kind == kind)
			return true;
	return false;
}

/*
 * In a callback of the linker's: the library that it tells of, NULL if the latest look has not seen
 * it. If nothing was unloaded since, what lies there is what lay there.
 */
const Module *
module_told_by_linker(const struct dl_phdr_info *info)
{
	const Module *module = seen_before(info);

	if (module && info->dlpi_subs != subs_seen &&
		elf_image_of(info).fingerprint != module->fingerprint)
		return NULL;
	return module;
}

/* The library that this address lies in, or lay in; NULL: in none. */
const Module *
module_of(uintptr_t address)
{
	if (address & RETIRED_ADDRESS)
		return at(((address & ~RETIRED_ADDRESS) >> OFFSET_BITS) - 1);
	for (Size i = 0; i < modules.count; i++)
		if (at(i)->loaded && elf_contains(&at(i)->image, address))
			return at(i);
	return NULL;
}

const Module *
module_loaded_at(uintptr_t base)
{
	for (Size i = 0; i < modules.count; i++)
		if (at(i)->loaded && at(i)->image.base == base)
			return at(i);
	return NULL;
}

/* Whether an extension names this library, by file name, as needed. */
bool
module_is_needed_by_extension(const Module *module)
{
	const char *slash = strrchr(module->path, '/');
	const char *file = slash ? slash + 1 : module->path;

	for (Size i = 0; i < modules.count; i++)
	{
		if (!at(i)->loaded || at(i)->kind != MODULE_EXTENSION)
			continue;
		for (const char *needed = at(i)->needed; *needed; needed += strlen(needed) + 1)
			if (strcmp(needed, file) == 0)
				return true;
	}
	return false;
}

/* Where the address lies in the file as it is linked. */
uintptr_t
module_offset(const Module *module, uintptr_t address)
{
	if (address & RETIRED_ADDRESS)
		return address & ((UINT64CONST(1) << OFFSET_BITS) - 1);
	return address - module->image.base;
}
