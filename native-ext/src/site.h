/*
 * site.h
 *		Call stacks, deduplicated, and whose they are.
 *
 * site_here() takes the stack of its caller and returns its number; the same
 * stack has the same number for the life of the process. It runs inside the
 * allocator's methods: it takes no lock, allocates nothing but in our own
 * memory and raises no error. Number 0 stands for "no memory left".
 * site_of_stack() does the same for a stack that was taken elsewhere.
 * site_frames() only reads, and may run in a signal handler.
 *
 * Everything that reads symbols (site_owner and below) runs later, when a
 * judgement is made, never inside the allocator.
 */
#ifndef MEMCHECK_SITE_H
#define MEMCHECK_SITE_H

#include "violation.h"

/* Frames of one stack that are taken, innermost first; deeper ones are cut. */
#define SITE_FRAMES 48

typedef struct SiteOwner
{
	Provenance	provenance;
	uintptr_t	pc;				/* the owner's frame; 0 where the server owns */
	uint64		key;			/* of its frames in its library, 0 likewise */
	bool		through_library;	/* made inside a library that it called */
} SiteOwner;

/*
 * How far a helper's frames speak for its caller. SPI_prepare allocates a plan
 * for its caller, and on the way fills the server's catalog cache.
 */
typedef enum OwnerRule
{
	OWNER_BY_ENTRY,				/* the function that the extension called decides */
	OWNER_BY_ALL,				/* every function on the way must be a helper */
	OWNER_BY_REACH,				/* whatever it called: for what is opened or touched, not allocated */
} OwnerRule;

#define OWNER_RULES (OWNER_BY_REACH + 1)

extern uint32 site_here(void);
extern uint32 site_of_stack(const uintptr_t *pcs, int count);
extern SiteOwner site_owner(uint32 site, OwnerRule rule);
extern int	site_frames(uint32 site, const uintptr_t **frames);

#endif							/* MEMCHECK_SITE_H */
