/*
 * walk_latest.h
 *		The latest walk with marks, kept so that the next one writes only what is different.
 *
 * Two walks mostly meet the same contexts in the same order. So the next one follows the latest,
 * has the processor fetch contexts before their turn, and leaves alone what it says of a context
 * that stands where it stood: same address, parent, name and ident, and its mark is there still. Of
 * one that is still, too (context_kind.h), that is all; of others, the figures are asked for anew.
 * Who it is need not be asked, since no record was made or changed in
 * between (context_records_age()).
 *
 * A context that is new takes the place of one that has gone, so that others stay where they are.
 * Where there are more or fewer of them, all that follow are written again.
 *
 * Addresses of the latest walk are compared and fetched, never read: a context may have gone. It
 * is reached by the links of the tree before it is read.
 *
 * The text grows by new names and idents, and is written anew when a quarter of it is too much.
 *
 * Our own memory, no locks, no errors; NULL without memory, and then nothing is remembered. What is
 * returned holds until the next walk with marks, which may be taken at any CHECK_FOR_INTERRUPTS().
 */
#ifndef MEMCHECK_WALK_LATEST_H
#define MEMCHECK_WALK_LATEST_H

#include "tree/walk_node.h"

/* Where a walk differs from the one with the sequence "since"; 0: everywhere. */
typedef struct WalkChanges
{
	int64		since;
	OwnArray	nodes;			/* uint32, indexes */
	Size		text;			/* so many bytes of the text are as they were */
} WalkChanges;

extern const Walk *walk_latest(void);
extern const WalkChanges *walk_latest_changes(void);

#endif							/* MEMCHECK_WALK_LATEST_H */
