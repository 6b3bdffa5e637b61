/*
 * site.h
 *		Call stacks, deduplicated, and whose they are.
 *
 * site_here() takes the stack of its caller and returns its number. The same stack has the same
 * number for as long as its libraries are loaded. Number 0 means that no memory was left. It runs
 * behind the door of recording.h, in the backend's thread: no lock, no memory but our own, no
 * error.
 *
 * site_at() does so for a function of ours in which the way to our own code begins: the door. It is
 * given SITE_DOOR, taken in that function, and is the quicker one, since our own frames are no part
 * of the way.
 *
 * site_is_servers() says there, mostly without taking the stack, that its owner by OWNER_BY_ALL is
 * the server; false: that is not known. site_is_without_extensions() may be asked there, too: it
 * only compares addresses.
 *
 * site_owner_in() is for what is a library's whoever allocated it: the nearest frame of that
 * library, if there is one, stands for it.
 *
 * site_of_stack() does the same for a stack that was taken elsewhere. site_frames() only reads,
 * and may run in a signal handler.
 *
 * When a library is unloaded, sites_retire() gives its frames other addresses (module.h). Who has
 * kept an owner asks site_owner_again() for its address.
 *
 * Everything that reads symbols (site_owner and below) runs later, when a
 * judgement is made, never inside the allocator.
 */
#ifndef MEMCHECK_SITE_H
#define MEMCHECK_SITE_H

#include "base/violation.h"

/* Frames of one stack that are taken, innermost first; deeper ones are cut. */
#define SITE_FRAMES 48

typedef struct SiteOwner
{
	Provenance	provenance;
	uintptr_t	pc;				/* the owner's frame; 0 where the server owns */
	uint64		key;			/* of its frames in its library, 0 likewise */
	bool		through_library;	/* made by, or for, a library that it called */
	int			depth;			/* the owner's place in the stack */
	bool		alone;			/* the server's, and no extension has a part in it */
	bool		by_name;		/* "pc" lies in its library, and is no frame of a function */
} SiteOwner;

/*
 * How far a helper's frames speak for its caller. SPI_prepare allocates a plan
 * for its caller, and on the way fills the server's catalog cache.
 */
typedef enum OwnerRule
{
	OWNER_BY_ENTRY,				/* the function that the extension called decides */
	OWNER_BY_ALL,				/* every function on the way must be a helper */
	OWNER_BY_NEAREST,			/* the nearer one: for malloc, which the server calls for itself */
	OWNER_BY_CALL,				/* one function on the way need not be, which it called */
	OWNER_IN_QUERY,				/* that, or it called one as SQL does, by fmgr.h */
	OWNER_BY_REACH,				/* whatever it called: for what is opened or touched */
} OwnerRule;

#define OWNER_RULES (OWNER_BY_REACH + 1)

/* The frame of the function that this stands in. */
#define SITE_DOOR __builtin_frame_address(0)

extern uint32 site_here(void);
extern uint32 site_at(const void *door);
extern void sites_check_unwinder(void);
extern void sites_retire(uintptr_t start, uintptr_t end, uintptr_t renamed);
extern void site_owner_again(uint32 site, SiteOwner *owner);
extern uint32 site_of_stack(const uintptr_t *pcs, int count);
extern bool site_is_servers(const void *door);
extern bool site_is_without_extensions(uint32 site);
extern SiteOwner site_owner(uint32 site, OwnerRule rule);
extern bool site_owner_in(uint32 site, const char *library, SiteOwner *owner);
extern int	site_frames(uint32 site, const uintptr_t **frames);

#endif							/* MEMCHECK_SITE_H */
