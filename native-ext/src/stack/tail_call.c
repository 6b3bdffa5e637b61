/*
 * tail_call.c
 *		Doors to the allocators; see tail_call.h.
 *
 * The doors of a library are one page, which is written first and run then, never both. What comes
 * later to the same library gets another page.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/own_memory.h"
#include "miscadmin.h"
#include "stack/tail_call.h"
#include "tcop/tcopprot.h"

RECORDING_LOCAL TailMark tail_mark;

#ifdef __x86_64__

#define PAGE_BYTES 4096
#define STACK_SLOP (1024 * 1024)	/* what a stack may take above max_stack_depth */
#define CODE_BYTES 112

/* Where things are in a door: its code first. */
typedef struct Door
{
	uint8		code[CODE_BYTES];
	uintptr_t	start;			/* of the library */
	uintptr_t	bytes;
	uintptr_t	function;		/* of the server's */
	uintptr_t	function_bytes;
} Door;

/* Where the process's first stack ends; of the dynamic linker, and in no header. */
extern void *__libc_stack_end;

static Door *page;				/* that is being filled, NULL: none */
static int	page_doors;
static bool refused;			/* no code may be made */
static OwnArray all = {.width = sizeof(Door *)};

typedef struct Writer
{
	Door	   *door;
	int			at;
} Writer;

static void
put(Writer *writer, const char *bytes, int count)
{
	memcpy(writer->door->code + writer->at, bytes, count);
	writer->at += count;
}

static void
put_int(Writer *writer, int32 value)
{
	put(writer, (const char *) &value, sizeof(value));
}

/* The distance from behind it to something in the door. */
static void
put_distance(Writer *writer, const void *to)
{
	put_int(writer, (const uint8 *) to - (writer->door->code + writer->at + (int) sizeof(int32)));
}

/* Where a member of the mark is, from the thread's own address. */
static int32
offset_of(const void *member)
{
	uintptr_t	thread;

	__asm__("mov %%fs:0, %0":"=r"(thread));
	return (int32) ((uintptr_t) member - thread);
}

static void
write_code(Door *door)
{
	static const char *const stores[] = {"\x64\x48\x89\x1c\x25", "\x64\x48\x89\x2c\x25",
		"\x64\x4c\x89\x24\x25", "\x64\x4c\x89\x2c\x25", "\x64\x4c\x89\x34\x25",
	"\x64\x4c\x89\x3c\x25"};
	Writer		writer = {door, 0};
	int			branch;

	put(&writer, "\xf3\x0f\x1e\xfa", 4);	/* endbr64 */
	put(&writer, "\x4c\x8b\x1c\x24", 4);	/* mov (%rsp), %r11 */
	put(&writer, "\x4c\x2b\x1d", 3);	/* sub start, %r11 */
	put_distance(&writer, &door->start);
	put(&writer, "\x4c\x3b\x1d", 3);	/* cmp bytes, %r11 */
	put_distance(&writer, &door->bytes);
	put(&writer, "\x72\x00", 2);	/* jb: to the last instruction */
	branch = writer.at;
	put(&writer, "\x64\x48\x89\x24\x25", 5);	/* mov %rsp, %fs:place */
	put_int(&writer, offset_of(&tail_mark.place));
	for (int i = 0; i < lengthof(stores); i++)
	{
		put(&writer, stores[i], 5);
		put_int(&writer, offset_of(&tail_mark.registers[i]));
	}
	put(&writer, "\x4c\x8d\x1d", 3);	/* lea the door, %r11 */
	put_distance(&writer, door);
	put(&writer, "\x64\x4c\x89\x1c\x25", 5);	/* mov %r11, %fs:door */
	put_int(&writer, offset_of(&tail_mark.door));
	door->code[branch - 1] = writer.at - branch;
	put(&writer, "\xff\x25", 2);	/* jmp *function */
	put_distance(&writer, &door->function);
	Assert(writer.at <= lengthof(door->code));
}

static Door *
find_door(const ElfImage *library, void *function)
{
	for (Size i = 0; i < all.count; i++)
	{
		Door	   *door = *(Door **) own_array_at(&all, i);

		if (door->function == (uintptr_t) function && door->start == library->start &&
			door->bytes == library->end - library->start)
			return door;
	}
	return NULL;
}

static bool
have_room(void)
{
	if (page && page_doors == PAGE_BYTES / (int) sizeof(Door))
		refused |= !tail_calls_seal();
	if (page || refused)
		return !refused;
	page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		page = NULL;
	/* where this is forbidden it is so at once */
	refused = page == NULL || mprotect(page, PAGE_BYTES, PROT_READ | PROT_EXEC) != 0 ||
		mprotect(page, PAGE_BYTES, PROT_READ | PROT_WRITE) != 0;
	page_doors = 0;
	return !refused;
}

/* The door of this library to a function of so many bytes; NULL if there can be none. */
void *
tail_call_door(const ElfImage *library, void *function, Size bytes)
{
	Door	   *door = find_door(library, function);
	Door	  **entry;

	if (door)
		return door;
	if (bytes == 0 || !have_room() || (entry = own_array_append(&all)) == NULL)
		return NULL;
	door = &page[page_doors++];
	door->start = library->start;
	door->bytes = library->end - library->start;
	door->function = (uintptr_t) function;
	door->function_bytes = bytes;
	write_code(door);
	*entry = door;
	return door;
}

/* Doors that were made may be used from now on; false if that is refused. */
bool
tail_calls_seal(void)
{
	Door	   *sealed = page;

	page = NULL;
	return sealed == NULL || mprotect(sealed, PAGE_BYTES, PROT_READ | PROT_EXEC) == 0;
}

/* Reads memory that may not be there; 0 if it is not. */
static uintptr_t
read_carefully(uintptr_t address)
{
	uintptr_t	value = 0;
	struct iovec to = {&value, sizeof(value)};
	struct iovec from = {(void *) address, sizeof(value)};
	int			saved_errno = errno;

	if (process_vm_readv(getpid(), &to, 1, &from, 1, 0) != sizeof(value))
		value = 0;
	errno = saved_errno;
	return value;
}

/* What a register held, if it is one that a function restores; 0: it is not known. */
static uintptr_t
held_in(int number)
{
	static const int8 places[16] = {-1, -1, -1, 0, -1, 1, -1, -1, -1, -1, -1, -1, 2, 3, 4, 5};

	return places[number] < 0 ? 0 : tail_mark.registers[places[number]];
}

/* Memory at some distance from what a register held. */
static uintptr_t
read_at(int number, int32 distance)
{
	uintptr_t	address = held_in(number);

	return address ? read_carefully(address + distance) : 0;
}

/*
 * One reading of the bytes before a return address: a call whose last bytes after its register are
 * "tail" many. The register's number is in the byte that says how it is used, and r12 has one more.
 */
static uintptr_t
called_through(const uint8 *end, int tail, uint8 mode)
{
	int			sib = mode != 0xd0 && end[-tail - 1] == 0x24 &&
		end[-tail - 2] == (mode | 4) ? 1 : 0;
	const uint8 *use = end - tail - sib - 1;
	int			number = use[0] & 7;
	int32		distance = 0;

	if (use[-1] != 0xff || (use[0] & 0xf8) != mode)
		return 0;
	number += use[-2] == 0x41 ? 8 : 0;
	if (mode == 0xd0)
		return held_in(number);
	if (tail == 1)
		distance = (int8) end[-1];
	else if (tail == 4)
		memcpy(&distance, end - 4, sizeof(distance));
	return read_at(number, distance);
}

/* The function of the library that the call before this return address led to; 0: not known. */
static uintptr_t
called_before(uintptr_t pc, const Door *door)
{
	static const struct
	{
		int			tail;
		uint8		mode;
	}			readings[] = {{0, 0xd0}, {1, 0x50}, {0, 0x10}, {4, 0x90}};

	for (int i = 0; i < lengthof(readings); i++)
	{
		uintptr_t	called = called_through((const uint8 *) pc, readings[i].tail,
											readings[i].mode);

		if (called - door->start < door->bytes)
			return called;
	}
	return 0;
}

/* Whether a return address lies in one of the allocators: they may call each other by a jump. */
static bool
is_in_allocator(uintptr_t pc)
{
	for (Size i = 0; i < all.count; i++)
	{
		const Door *door = *(Door **) own_array_at(&all, i);

		if (pc - 1 - door->function < door->function_bytes)
			return true;
	}
	return false;
}

/*
 * Whether it lies on the stack that the process began with, as far as that may reach. An extension
 * may have stacks of its own, which go.
 */
static bool
is_on_first_stack(uintptr_t address)
{
	return (uintptr_t) __libc_stack_end - address < max_stack_depth * (Size) 1024 + STACK_SLOP;
}

int
tail_call_find(const uintptr_t *pcs, int count, uintptr_t *missing)
{
	const Door *door = (const Door *) tail_mark.door;

	uintptr_t	frame = (uintptr_t) __builtin_frame_address(0);

	if (tail_mark.place > frame && is_on_first_stack(frame) && is_on_first_stack(tail_mark.place))
	{
		uintptr_t	pc = *(const uintptr_t *) tail_mark.place;

		/* the allocator may have gone on to ours by a jump */
		for (int i = 0; i < count; i++)
			if (pcs[i] == pc && (i == 0 || is_in_allocator(pcs[i - 1])))
			{
				uintptr_t	called = called_before(pc, door);

				*missing = (called ? called : door->start) + 1;
				return i;
			}
	}
	/* it has returned */
	tail_mark.door = 0;
	return -1;
}

#else							/* !__x86_64__ */

void *
tail_call_door(const ElfImage *library, void *function, Size bytes)
{
	return NULL;
}

bool
tail_calls_seal(void)
{
	return true;
}

int
tail_call_find(const uintptr_t *pcs, int count, uintptr_t *missing)
{
	return -1;
}

#endif							/* __x86_64__ */
