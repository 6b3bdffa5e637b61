/*
 * unwind_table.h
 *		Where the description of a function's frame stands, found without a lock.
 *
 * Each library brings a sorted table of its functions (.eh_frame_hdr). Which library an
 * address lies in _dl_find_object() says from glibc 2.35 on, without a lock, in a signal
 * handler as well. Older ones have only dl_iterate_phdr(), which takes a lock of the
 * linker's for a moment, once for each return address that is new.
 *
 * Any thread, behind the door (recording.h). The address must be one of the calling
 * thread's stack, or a function that it runs: its library then stays mapped.
 */
#ifndef MEMCHECK_UNWIND_TABLE_H
#define MEMCHECK_UNWIND_TABLE_H

/*
 * The description (an FDE) of the function at this address, NULL: there is none; sets where the
 * function begins.
 */
extern const uint8 *unwind_table_find(uintptr_t address, uintptr_t *function);

#endif							/* MEMCHECK_UNWIND_TABLE_H */
