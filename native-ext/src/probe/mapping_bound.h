/*
 * mapping_bound.h
 *		How many mappings the kernel lets a process have (vm.max_map_count).
 *
 * Reads a file of the kernel's; no lock, no error, no palloc. Where it cannot be read, the answer
 * is what Linux has by default.
 */
#ifndef MEMCHECK_MAPPING_BOUND_H
#define MEMCHECK_MAPPING_BOUND_H

extern uint32 mapping_bound(void);

#endif							/* MEMCHECK_MAPPING_BOUND_H */
