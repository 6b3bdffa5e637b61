/*
 * called_libraries.h
 *		The libraries of the functions that a workload calls.
 *
 * Used in a scenario's worker. called_libraries_watch() is called once, before the first call
 * of the workload. From then on each function that the server looks up is noted, in our own memory,
 * whoever calls it (function_lookup.h). called_libraries() reads the catalog, in a transaction of
 * its own, and raises what the server raises there.
 */
#ifndef MEMCHECK_CALLED_LIBRARIES_H
#define MEMCHECK_CALLED_LIBRARIES_H

#include "probe/fail_allocation.h"

#define CALLED_LIBRARIES 16

extern void called_libraries_watch(void);
extern int	called_libraries(char names[CALLED_LIBRARIES][LIBRARY_NAME_BYTES]);

#endif							/* MEMCHECK_CALLED_LIBRARIES_H */
