/*
 * extension_doors.c
 *		The doors of extensions to the allocator; see extension_doors.h.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include "access/htup_details.h"
#include "base/compat.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "nodes/bitmapset.h"
#include "nodes/pg_list.h"
#include "stack/import_slots.h"
#include "trace/extension_doors.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/memutils.h"

int64		doors_countdown = PG_INT64_MAX;

static const DoorKeeper *keeper;	/* NULL: no doors are wanted */
static bool paused;

static pg_noinline void *
ask(MemoryContext context, Size size)
{
	return keeper ? keeper->make(context, size) : NULL;
}

static pg_noinline void *
ask_zeroed(MemoryContext context, Size size)
{
	void	   *made = ask(context, size);

	return made ? memset(made, 0, size) : NULL;
}

static pg_noinline void *
ask_as_flagged(MemoryContext context, Size size, int flags)
{
	return flags & MCXT_ALLOC_ZERO ? ask_zeroed(context, size) : ask(context, size);
}

/* Each is the door of the function that it ends with. What is rare is apart: so it has no frame. */
#define ALLOCATOR(name, params, args, asked) \
static pg_noinline void * \
asked_##name params \
{ \
	void	   *made = asked; \
\
	return made ? made : name args; \
} \
static void * \
door_##name params \
{ \
	if (unlikely(--doors_countdown < 0)) \
		return asked_##name args; \
	return name args; \
}

ALLOCATOR(palloc, (Size size), (size), ask(CurrentMemoryContext, size))
ALLOCATOR(palloc0, (Size size), (size), ask_zeroed(CurrentMemoryContext, size))
ALLOCATOR(palloc_extended, (Size size, int flags), (size, flags),
		  ask_as_flagged(CurrentMemoryContext, size, flags))
ALLOCATOR(MemoryContextAlloc, (MemoryContext context, Size size), (context, size),
		  ask(context, size))
ALLOCATOR(MemoryContextAllocZero, (MemoryContext context, Size size), (context, size),
		  ask_zeroed(context, size))
#ifdef COMPAT_HAS_ZERO_ALIGNED
ALLOCATOR(MemoryContextAllocZeroAligned, (MemoryContext context, Size size), (context, size),
		  ask_zeroed(context, size))
#endif
ALLOCATOR(MemoryContextAllocExtended, (MemoryContext context, Size size, int flags),
		  (context, size, flags), ask_as_flagged(context, size, flags))
ALLOCATOR(MemoryContextAllocHuge, (MemoryContext context, Size size), (context, size),
		  ask(context, size))

/* Of functions that make more than a chunk, or fill it. An error leaves the context armed. */
#define HELPERS(X) \
	X(char *, pstrdup, (const char *text), (text)) \
	X(char *, pnstrdup, (const char *text, Size length), (text, length)) \
	X(text *, cstring_to_text, (const char *string), (string)) \
	X(text *, cstring_to_text_with_len, (const char *string, int length), (string, length)) \
	X(char *, text_to_cstring, (const text *string), (string)) \
	X(StringInfo, makeStringInfo, (void), ()) \
	X(List *, lappend, (List *list, void *datum), (list, datum)) \
	X(List *, lappend_int, (List *list, int datum), (list, datum)) \
	X(List *, lappend_oid, (List *list, Oid datum), (list, datum)) \
	X(List *, lcons, (void *datum, List *list), (datum, list)) \
	X(List *, list_copy, (const List *list), (list)) \
	X(Bitmapset *, bms_add_member, (Bitmapset *set, int member), (set, member)) \
	X(Datum, datumCopy, (Datum value, bool by_value, int length), (value, by_value, length)) \
	X(HeapTuple, heap_form_tuple, (TupleDesc row, Datum *values, bool *nulls), \
	  (row, values, nulls)) \
	X(HeapTuple, heap_copytuple, (HeapTuple tuple), (tuple)) \
	X(char *, OutputFunctionCall, (FmgrInfo *function, Datum value), (function, value)) \
	X(char *, OidOutputFunctionCall, (Oid function, Datum value), (function, value)) \
	X(Datum, DirectFunctionCall1Coll, (PGFunction function, Oid collation, Datum argument), \
	  (function, collation, argument)) \
	X(char *, SPI_getvalue, (HeapTuple tuple, TupleDesc row, int column), (tuple, row, column)) \
	X(const char *, quote_identifier, (const char *name), (name))

#define HELPER(type, name, params, args) \
static pg_noinline type \
armed_##name params \
{ \
	type		result; \
\
	if (keeper) \
		keeper->arm(CurrentMemoryContext); \
	result = name args; \
	if (keeper) \
		keeper->disarm(); \
	return result; \
} \
static type \
door_##name params \
{ \
	if (unlikely(--doors_countdown < 0)) \
		return armed_##name args; \
	return name args; \
}

HELPERS(HELPER)

/* A library came, with its slots as the linker fills them in. */
static void *
door_dlopen(const char *file, int mode)
{
	void	   *handle = dlopen(file, mode);
	int			saved_errno = errno;

	/* where none came the caller asks the linker why, who forgets that when asked anything else */
	if (handle)
		doors_follow();
	errno = saved_errno;
	return handle;
}

typedef struct Door
{
	const char *name;
	AnyFunction door;
	bool		of_server;
	void	   *function;		/* NULL: not known yet */
} Door;

#define DOOR(name) {#name, (AnyFunction) door_##name}
#define HELPER_DOOR(type, name, params, args) DOOR(name),

static Door doors[] = {
	{"dlopen", (AnyFunction) door_dlopen, true},
	DOOR(palloc), DOOR(palloc0), DOOR(palloc_extended), DOOR(MemoryContextAlloc),
	DOOR(MemoryContextAllocZero), DOOR(MemoryContextAllocExtended), DOOR(MemoryContextAllocHuge),
#ifdef COMPAT_HAS_ZERO_ALIGNED
	DOOR(MemoryContextAllocZeroAligned),
#endif
	HELPERS(HELPER_DOOR)
};

/* A slot that leads to a door. */
typedef struct OpenDoor
{
	uint32		module;
	uintptr_t	base;			/* of the module */
	void	  **slot;
	void	   *original;
	void	   *door;
	bool		read_only;
} OpenDoor;

static OwnArray open_doors = {.width = sizeof(OpenDoor)};
static Door *by_name[IMPORT_NAMES]; /* by the name's number (import_slots.h) */

/* Nothing is diverted by it: a library's slots of these names are to be known. */
static const Import *
names_of_doors(int *count)
{
	static Import names[lengthof(doors)];

	for (int i = 0; i < lengthof(doors); i++)
		names[i] = (Import) {.name = doors[i].name};
	*count = lengthof(doors);
	return names;
}

const Layer extension_doors_layer = {.imports = names_of_doors};

static void
find_functions(void)
{
	for (int i = 0; i < lengthof(doors); i++)
	{
		int			name = import_name_find(doors[i].name);

		if (doors[i].function == NULL)
			doors[i].function = dlsym(RTLD_DEFAULT, doors[i].name);
		if (name >= 0)
			by_name[name] = &doors[i];
	}
}

static bool
write_slot(const OpenDoor *door, void *value)
{
	uintptr_t	bytes = (uintptr_t) sysconf(_SC_PAGESIZE);
	void	   *page = (void *) TYPEALIGN_DOWN(bytes, (uintptr_t) door->slot);

	if (door->read_only && mprotect(page, bytes, PROT_READ | PROT_WRITE) != 0)
		return false;
	__atomic_store_n(door->slot, value, __ATOMIC_RELEASE);
	if (door->read_only)
		(void) mprotect(page, bytes, PROT_READ);
	return true;
}

/*
 * Whether the slot leads to the function, or is not bound yet. A variable that was given a function
 * of the library's since is left alone.
 */
static bool
leads_to(const void *target, const Door *door, const Module *module, const ImportSlot *slot)
{
	return target && door->function &&
		(target == door->function ||
		 (elf_contains(&module->image, (uintptr_t) target) && slot->bound_late &&
		  !slot->defined_here));
}

static void
open_door(const Module *module, const ImportSlot *slot)
{
	void	  **address = (void **) (module->image.base + slot->offset);
	const Door *door = slot->name >= 0 ? by_name[slot->name] : NULL;
	OpenDoor   *open;

	if (door == NULL || door->of_server != (module->kind == MODULE_SERVER) ||
		!leads_to(*address, door, module, slot) ||
		(open = own_array_append(&open_doors)) == NULL)
		return;
	*open = (OpenDoor) {module->number, module->image.base, address, *address, (void *) door->door,
		(uintptr_t) address >= module->image.relro_start &&
	(uintptr_t) address < module->image.relro_end};
	if (!write_slot(open, open->door))
		open_doors.count--;
}

/* Whether its slots lead to doors: a library that came back at its place has them anew. */
static bool
has_doors(const Module *module)
{
	for (Size i = 0; i < open_doors.count; i++)
	{
		const OpenDoor *open = own_array_at(&open_doors, i);

		if (open->module == module->number && open->base == module->image.base &&
			*open->slot == open->door)
			return true;
	}
	return false;
}

/* In the linker's callback: nobody unmaps the library meanwhile. */
static int
open_in_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	const Module *module = module_told_by_linker(info);
	const ImportSlot *slots;
	Size		count;

	if (module == NULL || (module->kind != MODULE_EXTENSION && module->kind != MODULE_SERVER) ||
		has_doors(module))
		return 0;
	slots = import_slots_of(module, &count);
	for (Size i = 0; i < count; i++)
		open_door(module, &slots[i]);
	return 0;
}

static int
close_in_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	const Module *module = module_told_by_linker(info);

	for (Size i = 0; module && i < open_doors.count; i++)
	{
		const OpenDoor *open = own_array_at(&open_doors, i);

		if (elf_contains(&module->image, (uintptr_t) open->slot) && *open->slot == open->door)
			(void) write_slot(open, open->original);
	}
	return 0;
}

/* Libraries came or went. */
void
doors_follow(void)
{
	if (keeper == NULL || paused)
		return;
	layers_prepare();
	find_functions();
	dl_iterate_phdr(open_in_library, NULL);
}

static void
close_all(void)
{
	if (open_doors.count == 0)
		return;
	(void) modules_refresh();
	dl_iterate_phdr(close_in_library, NULL);
	own_array_free(&open_doors);
}

/* NULL: nobody wants them any more. In the postmaster they open when its libraries are there. */
void
doors_want(const DoorKeeper *wanted)
{
	keeper = wanted;
	if (keeper == NULL)
		close_all();
	else if (!process_shared_preload_libraries_in_progress)
		doors_follow();
}

/* A window opens, or the session is watched. */
void
doors_pause(void)
{
	paused = true;
	close_all();
}

void
doors_resume(void)
{
	paused = false;
	doors_follow();
}
