/*
 * fence.h
 *		Who touches these bytes: their pages are protected, and the first access is
 *		looked at.
 *
 * In a scenario's worker alone, for the repeat of a call that is known to read or
 * damage memory that it must not, when nobody knows who does. Each area is
 * watched for any access (memory that was freed) or for changes (the slack
 * behind a segment of shared memory). fence_up() takes the rights to the pages
 * of all areas away, in this process only; what is added later gets its part at once. A fault in
 * one of them gives the page back for one instruction; the trap behind it takes it away again. The
 * fault in an area, or the instruction that changed one, is what was looked
 * for: its stack is kept as a site, and the fence falls. What memcheck itself
 * does there passes.
 *
 * Faults elsewhere go to the handler that was there before. A system call into a
 * protected page fails with EFAULT, so a repeat under the fence says nothing but
 * who; its errors do not count. The areas lie in the fixed tables below; what
 * does not fit is not watched. Areas of memory that the allocator takes back
 * are forgotten before it writes there. Handlers touch our own memory only, and
 * the stack is taken once the fence is down.
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
