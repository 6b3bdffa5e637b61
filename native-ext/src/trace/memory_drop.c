/*
 * memory_drop.c
 *		Who is told before a context gives much memory back; see memory_drop.h.
 */
#include "postgres.h"

#include "trace/memory_drop.h"

MemoryDropVisitor memory_drop_visitor;
