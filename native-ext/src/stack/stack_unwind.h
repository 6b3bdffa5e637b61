/*
 * stack_unwind.h
 *		The call stack of the caller, quickly.
 *
 * unwind_stack() runs behind the door (recording.h), in any thread: no locks, no malloc, no
 * palloc, no errors. A stack ends at a frame that has no description, as in code that was made at
 * run time (JIT), or one that we cannot read. The compiler's unwinder would know what a compiler
 * registered with it, but takes a lock for that which may be held.
 *
 * On x86-64 the unwinder is our own. On other machines it is libunwind (unwind_library.h), or,
 * where that is not there, the compiler's. The compiler's is also used after unwind_distrust(),
 * which is called when it and the quick one differ for one and the same stack at a boundary. Its
 * library is never diverted, so it cannot come back to us. unwind_way() says which one it is.
 *
 * What a traced malloc() took on one x86-64 machine, of which nearly all is the stack (200,000
 * calls from SQL): 7 microseconds with our own, 12 with libunwind 1.6, 100 with the compiler's. A
 * traced palloc(): 4, 10 and 66, ours being helped by the stacks that it remembers. That is why we
 * keep ours, and why libunwind has the other machines.
 *
 * The backend's own thread remembers stacks, behind the door. A door here is
 * __builtin_frame_address(0) of a function of ours that is on the stack: the stack begins with its
 * caller, and what lies between costs nothing. (Who does not know doors gives frames of ours as
 * well.) unwind_known() is the number that a stack was given, or 0. unwind_noted() takes a stack
 * that has none, and returns the place where the caller is to put one, or NULL. A place is valid
 * until the next call.
 *
 * unwind_place() is a number for where the way to a door begins: the nearest function that is not
 * ours, its caller's address, and how deep the stack is. It is taken from a step or two. 0: that
 * cannot be told here.
 *
 * unwind_is_servers() says that what is made at a door is the server's by OWNER_BY_ALL (site.h),
 * from the few nearest frames alone. False: it is not, or that takes the whole stack.
 *
 * unwind_beyond() is the nearest return address behind the door that does not pass, in any
 * thread; 0: there is none. It looks no further than that.
 *
 * unwind_forget() is for the backend's thread; unwind_stack_slowly() is for boundaries.
 */
#ifndef MEMCHECK_STACK_UNWIND_H
#define MEMCHECK_STACK_UNWIND_H

#include "base/own_memory.h"
#include "stack/trail.h"
#include "stack/unwind_library.h"

extern const char *unwind_way(void);
extern int	unwind_stack(uintptr_t *pcs, int limit);
extern uintptr_t unwind_beyond(const void *door, bool (*passes) (uintptr_t pc));
extern bool unwind_is_servers(const void *door);
extern int	unwind_noted(const void *door, uintptr_t *pcs, int limit, uint32 **number);
extern int	unwind_stack_slowly(uintptr_t *pcs, int limit);
extern void unwind_distrust(void);
extern void unwind_forget(uintptr_t start, uintptr_t end, uintptr_t renamed);

static inline uint32
unwind_known(const void *door)
{
#ifdef HAS_OWN_UNWINDER
	return trail_known(door);
#else
	return 0;
#endif
}

/* The number of a place with one more address. */
static inline uint64
unwind_key_with(uint64 key, uintptr_t pc)
{
	return key * UINT64CONST(0x9E3779B97F4A7C15) + pc;
}

#ifdef HAS_OWN_UNWINDER

#define UNWIND_FIRST_STEPS 8	/* at most */
#define UNWIND_USUAL 256

/* A return address into a function that keeps its frame pointer where nearly all keep theirs. */
typedef struct UsualStep
{
	uintptr_t	pc;				/* 0: none is known */
	bool		ours;
} UsualStep;

extern OWN_VARIABLE UsualStep unwind_usual[UNWIND_USUAL];

static inline UsualStep *
unwind_usual_step(uintptr_t pc)
{
	return &unwind_usual[(pc ^ pc >> 8) % UNWIND_USUAL];
}

extern uint64 unwind_place_slowly(const void *door);

/* Where the door is called by who is not ours, in a usual step: a few loads. Otherwise 0. */
static inline uint64
unwind_usual_place(const void *door)
{
	const uintptr_t *frame = door;
	const UsualStep *step = unwind_usual_step(frame[1]);
	const uintptr_t *next = (const uintptr_t *) frame[0];

	if (step->pc != frame[1] || step->ours)
		return 0;
	return unwind_key_with(unwind_key_with((uintptr_t) (frame + 2), frame[1]), next[1]);
}

static inline uint64
unwind_place(const void *door)
{
	uint64		key = unwind_usual_place(door);

	return key ? key : unwind_place_slowly(door);
}

#else

static inline uint64
unwind_usual_place(const void *door)
{
	return 0;
}

static inline uint64
unwind_place(const void *door)
{
	return 0;
}

#endif							/* HAS_OWN_UNWINDER */

#endif							/* MEMCHECK_STACK_UNWIND_H */
