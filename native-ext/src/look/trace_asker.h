/*
 * trace_asker.h
 *		A process that is traced, as whoever asked for that sees it.
 *
 * trace_order() lays the order on the process's desk, trace_look() asks what has grown since, and
 * trace_let_go() takes the order back and waits a moment for the process. The first two raise
 * errors as usual, in an SQL function; whoever calls them sees to it that trace_let_go() is called
 * after an error and at this process's exit.
 *
 * What is known of the places that grew lies in a context of the caller's and is of the latest
 * look; a place that was not told of there is not larger than before the trace.
 */
#ifndef MEMCHECK_TRACE_ASKER_H
#define MEMCHECK_TRACE_ASKER_H

#include "look/exchange.h"
#include "look/trace.h"
#include "nodes/pg_list.h"

/*
 * Looks whose bytes are kept, each the least of one, two, four... looks: when there is no room
 * left, two become one.
 */
#define TRACE_MOST_LOOKS 64

/* A place in the process that grew. */
typedef struct Place
{
	uint64		key;
	int			look;			/* that told of it latest */
	Violation	violation;
	Violation	names;			/* what was found out of its stack; see is_named */
	CrashStack	stack;
	bool		has_stack;
	bool		is_named;
	bool		reported;		/* a window would have a row for it */

	/* of a trace that samples */
	double		error;			/* of the bytes */
	int			risen;			/* looks at which it held more than ever before */
	int64		samples;		/* at the latest look */
	int64		most;			/* bytes that it held at a look */
	int64		least[TRACE_MOST_LOOKS];	/* bytes, the least of some looks, by their order */
} Place;

typedef struct Tracing
{
	int			pid;
	int64		every;			/* one chunk in so many bytes, 0: each */
	int64		duration_ms;
	Ordered		ordered;
	MemoryContext context;		/* of the places */
	TraceHeader header;			/* of the latest look; order 0: there was none */
	bool		ended;			/* the process */
	bool		stacks_missing;
	List	   *places;			/* Place * */
	int			kept;			/* of the looks that sampled, behind each other */
	int			looks_in_one;	/* of those */
	int			looks_in_latest;
} Tracing;

extern void trace_order(Tracing *tracing);
extern void trace_look(Tracing *tracing);
extern void trace_let_go(int code, Datum argument);

#endif							/* MEMCHECK_TRACE_ASKER_H */
