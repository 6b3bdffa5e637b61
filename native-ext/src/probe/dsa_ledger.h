/*
 * dsa_ledger.h
 *		What extensions allocated in DSA areas and did not free: a part of dsm_probe.h.
 *
 * dsa_allocate() and dsa_free() of extensions come here, with the list of segments of that moment.
 * What is still there when its statement and its transaction are over counts, but for what was
 * allocated in an area that the same statement made: such an area is dsm_probe's matter. It no
 * longer counts when it is freed, or when the area's segment has gone.
 *
 * Another process may free what this one allocated, and nobody tells us. But then the area
 * gives out the same place again: a pointer that comes twice was freed meanwhile. So what is held
 * levels off where others free. It may take a while to do so. So in an area that others may use
 * one sighting, or two, say little: only a long series is a leak, as with what a called library
 * keeps (verdict.c). An area is the session's own if it was made in the window, nobody called
 * dsa_pin() for it, and no other process has its segment mapped. (The segments of an area are
 * pinned, all of them, whether the area is or not.)
 *
 * An area is known by its segment and its place there, or by its address in main shared memory;
 * so it is the same one when it is attached again. What the server allocates in an area for its
 * caller, as dshash_find_or_insert() does, is not seen.
 *
 * The backend's thread's; our own memory, no errors, no locks.
 */
#ifndef MEMCHECK_DSA_LEDGER_H
#define MEMCHECK_DSA_LEDGER_H

#include "base/own_memory.h"
#include "storage/dsm.h"
#include "utils/dsa.h"

extern uint32 dsa_ledger_area(dsa_area *area, const OwnArray *segments,
							  bool (*is_new) (dsm_handle handle));
extern void dsa_ledger_made(uint32 area);
extern void dsa_ledger_pinned(dsa_area *area, bool pinned);
extern bool dsa_ledger_is_unpinned(uint32 area);
extern void dsa_ledger_allocated(uint32 area, dsa_pointer pointer, Size bytes);
extern void dsa_ledger_freed(dsa_area *area, dsa_pointer pointer);
extern bool dsa_ledger_is_in_use(void);
extern void dsa_ledger_check(const OwnArray *segments);
extern void dsa_ledger_clear(void);

#endif							/* MEMCHECK_DSA_LEDGER_H */
