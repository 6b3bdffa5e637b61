/*
 * debugger_map.h
 *		Where the call stacks of followed chunks stand, for a debugger.
 *
 * gdb's command "memcheck whose" (scenarios/src/main/gdb/gdb.py) tells who made a chunk, in a
 * process that stands or in a core, where nothing can be called. It finds these four by name, also
 * in a library without debug information: an array each, and the offsets in its items of what it
 * reads there, in this order. Nothing here uses them.
 *
 *	chunks		pointer, bytes, base, holding	(chunk_table.h)
 *	holdings	site							(holding.h)
 *	sites		first frame, number of frames	(site.c)
 *	frames		none: each is an address
 */
#ifndef MEMCHECK_DEBUGGER_MAP_H
#define MEMCHECK_DEBUGGER_MAP_H

#include "base/own_memory.h"

typedef struct DebuggerMap
{
	const OwnArray *array;
	uint64		offsets[4];
} DebuggerMap;

extern PGDLLEXPORT const DebuggerMap memcheck_debugger_chunks;
extern PGDLLEXPORT const DebuggerMap memcheck_debugger_holdings;
extern PGDLLEXPORT const DebuggerMap memcheck_debugger_sites;
extern PGDLLEXPORT const DebuggerMap memcheck_debugger_frames;

#endif							/* MEMCHECK_DEBUGGER_MAP_H */
