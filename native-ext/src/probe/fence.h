/*
 * fence.h
 *		Who touches these bytes: their pages are protected, and the first access is
 *		looked at.
 *
 * Used only in a scenario's worker. A call is known to read or damage memory that it must not
 * touch, and nobody knows which function does it, so the call is repeated behind the fence. Each
 * area is watched for any access (memory that was freed) or for changes (the slack behind a
 * segment of shared memory). fence_up() makes the pages of all areas inaccessible, in this process
 * only. Areas that are added later are protected at once. A fault in one of these pages makes the
 * page accessible for one instruction, and the trap after it protects the page again. The fault in
 * an area, or the instruction that changed one, is what was looked for: its stack is kept as a
 * site, and the fence comes down. memcheck's own accesses pass.
 *
 * Faults elsewhere go to the handler that was there before. A system call into a
 * protected page fails with EFAULT. So errors of a repeat behind the fence do not count; it only
 * says which function it was. The areas are kept in the fixed tables below. What does not fit is
 * not watched. An area that the allocator takes back is forgotten before the allocator writes
 * there. Handlers touch our own memory only, and the stack is taken once the fence is down.
 *
 * Stepping over one instruction is known for x86-64. Elsewhere no fence goes up,
 * and findings stay without a function.
 */
#ifndef MEMCHECK_FENCE_H
#define MEMCHECK_FENCE_H

#define FENCE_AREAS 4096
#define FENCE_BYTES 128			/* of an area that is watched for changes */

typedef enum FenceKind
{
	FENCE_ACCESS,
	FENCE_CHANGE,				/* at most FENCE_BYTES */
} FenceKind;

typedef struct FenceHit
{
	const char *area;			/* where the area begins; NULL: nobody was seen */
	uint32		site;			/* who */
	uint32		tag;			/* as given for the area */
} FenceHit;

extern void fence_add(char *from, Size length, FenceKind kind, uint32 tag);
extern void fence_forget(const char *from, Size length);
extern void fence_up(void);
extern void fence_down(void);
extern bool fence_is_up(void);
extern FenceHit fence_hit(void);
extern void fence_pass(void);
extern void fence_clear(void);

#endif							/* MEMCHECK_FENCE_H */
