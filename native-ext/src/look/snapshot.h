/*
 * snapshot.h
 *		A walk as one binary datum; the format is in snapshot.c.
 *
 * Called from SQL functions, after the walk: the datum is palloc'ed in the
 * current context and errors are raised as usual. A walk of another process
 * comes with the encoding that its text is in.
 */
#ifndef MEMCHECK_SNAPSHOT_H
#define MEMCHECK_SNAPSHOT_H

#include "datatype/timestamp.h"
#include "tree/walk.h"

/* Flags of a snapshot; part of the format. */
#define SNAPSHOT_HAS_PEAK 1		/* peak() has a tree of the statement before */
#define SNAPSHOT_HAS_NEWS 2		/* judge() could return rows */

/* What a snapshot says beside the tree. */
typedef struct SnapshotFacts
{
	int			pid;
	TimestampTz started_at;		/* the process; a pid comes again */
	int			encoding;		/* of the walk's text */
	Oid			role;			/* of the session; InvalidOid: none */
	bool		idents_hidden;	/* from who reads it, see reader.h */
	int64		peak_bytes;		/* most bytes seen inside the last statement */
	uint32		flags;
	int64		malloc_bytes;	/* outside the contexts; -1: not known */
	int64		rss_anon_bytes; /* -1: not known */
} SnapshotFacts;

extern SnapshotFacts snapshot_facts(void);
extern void snapshot_measure(SnapshotFacts *facts, const Walk *walk);
extern bytea *snapshot_datum(const Walk *walk, const SnapshotFacts *facts);

#endif							/* MEMCHECK_SNAPSHOT_H */
