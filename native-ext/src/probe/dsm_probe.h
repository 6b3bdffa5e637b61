/*
 * dsm_probe.h
 *		The probe "track_dsm": DSM segments that an extension leaves behind.
 *
 * While the probe runs, what extensions call to make segments comes through
 * here (imports.h): dsm_create, dsa_create and dsa_allocate, which may enlarge
 * an area by a segment. The original is called first; then each segment that
 * is new and mapped here is noted with the call stack, in this session and in
 * the table of all (dsm_table.h). Segments that the server makes for itself,
 * for parallel queries or its statistics, never come through here.
 *
 * When a statement is over, a noted segment that is pinned is a leak, certain
 * at once: it stays until the server stops. Segments of an area are always pinned; they are the
 * session's unless the area was pinned itself. A segment that only this session maps
 * counts when its transaction is over. It is confirmed by repetition, like any growth,
 * and no longer counts if it goes later. What is allocated in areas and not freed is
 * dsa_ledger.h's matter.
 *
 * Process-private but for the table; our own memory. start() may raise an
 * error, in the imports only the originals do.
 */
#ifndef MEMCHECK_DSM_PROBE_H
#define MEMCHECK_DSM_PROBE_H

#include "storage/dsm.h"
#include "trace/layer.h"

extern void dsm_probe_start(void);
extern void dsm_probe_check(void);
extern void dsm_probe_stop(void);
extern void dsm_probe_note_by_hand(dsm_handle handle);
extern void dsm_probe_forget(void);
extern const Layer dsm_layer;

#endif							/* MEMCHECK_DSM_PROBE_H */
