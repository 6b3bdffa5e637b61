/*
 * page_fault.h
 *		Who touches a closed page of the arena (page_arena.h): noted, and let go on.
 *
 * While a guard is on, SIGSEGV and SIGTRAP come here. A fault in the arena is noted, the page is
 * opened for one instruction, and the trap behind it closes the page again. A fault elsewhere goes
 * to the handler that was there before, or to the one that was put over ours since; where there
 * was none, the process dies as it would have. memcheck's own accesses, and the
 * server's to the header of a chunk (pfree and its like, which guard_pages.h sees), are not noted.
 *
 * Handlers write to fixed tables only: the stack as addresses, which page_faults_take() hands out
 * outside of them. An instruction that does the same to chunks of the same origin again only
 * counts. Where the table is full, it is lost and counted as such (LOSS_ACCESSES). The stack is
 * that of the backend's thread; another thread, or a child after fork(), just goes on. Taking it
 * may need the linker's lock (interrupted_stack.h).
 *
 * A guard may want an error in place of the access. Then the handler does not return to the
 * instruction but to a function of ours, called as though the instruction had called it. That is
 * done only where an error can be raised: in a transaction, outside critical sections, while
 * interrupts are not held off, and in the code of a guarded extension, or in what that called of a
 * library that is not the server. The server's functions may not be prepared for one where they
 * read and write, and a finding is all that comes of it.
 *
 * An instruction that is fetched from the arena, or whose page cannot be opened, is a fault as any
 * other.
 *
 * A system call that is given such an address fails with EFAULT, and is not noted. Between the
 * fault and the trap is one instruction: no error can be raised there. Handlers of other signals
 * may run there and touch the open page unseen.
 *
 * Stepping over one instruction is known for x86-64. Elsewhere page_faults_are_known() is false.
 */
#ifndef MEMCHECK_PAGE_FAULT_H
#define MEMCHECK_PAGE_FAULT_H

#include "probe/page_arena.h"
#include "stack/site.h"

typedef struct PageFault
{
	uintptr_t	pc;				/* of the instruction */
	PagedChunk	chunk;			/* as it was; if packed, with the size and maker of the one in it */
	uintptr_t	address;		/* of the first byte in a closed page */
	ptrdiff_t	at;				/* the same from the chunk's pointer on */
	bool		written;
	int64		count;
	int			frames;
	uintptr_t	stack[SITE_FRAMES];
} PageFault;

extern bool page_faults_are_known(void);
/* An error in place of the access: both NULL, or neither. */
typedef struct PageFaultRaiser
{
	bool		(*raises_in) (const char *library); /* in a signal handler */
	void		(*raise) (const PageFault *fault);	/* outside of it; does not return */
} PageFaultRaiser;

extern void page_faults_catch(PageFaultRaiser raiser);
extern void page_faults_look_again(void);
extern void page_faults_release(void);
extern void page_faults_take(void (*take) (const PageFault *fault));

#endif							/* MEMCHECK_PAGE_FAULT_H */
