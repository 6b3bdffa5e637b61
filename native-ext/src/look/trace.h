/*
 * trace.h
 *		Tracing a process from another one: what grows in it, and who made it.
 *
 * The asker, in trace() or trace_start(), lays an order on the process's desk (exchange.h) and
 * then asks, look after look, for what has grown. The process obeys at the interrupt that an ask
 * causes (observe.h): it starts the tracer in itself, as a window would, and answers with what
 * it has gained since, by place and owner. It judges that by the rules of windows (judge/). Its
 * statements are what is repeated; a process that runs none is judged from look to look. Every
 * process answers that can be observed: backends, workers, walsenders, launchers, auxiliary
 * processes.
 *
 *	Who calls what	traced_obey() and traced_answer() run in the process, at a safe point, in the
 *					middle of a statement or of none. Nothing there runs SQL, allocates in a
 *					context or raises an error; no lock is held but that of the desks, while the
 *					order is compared. The program that names lines runs on the asker's side
 *					alone, and what is confirmed gets into the ring from there.
 *	What survives	Whoever traces takes the order back at an error, a cancel, its end (after
 *					trace_start() at trace_stop() or its end), and waits a moment for the
 *					process to let go. A process that cannot be interrupted
 *					(critical section, abort, lock, debugger) finds no order any more at its
 *					next safe point or statement, and lets go there. An asker that is killed
 *					takes the cluster with it. A process that ends is traced no more; what it
 *					last said is told. A window or mode of the process's own goes on beside a
 *					trace, and what it finds is not changed.
 *	A second asker	is refused. It may trace when the first one is done.
 *
 * A trace may also sample ("every" bytes): then the process keeps a sampled heap (sampler.h) in
 * place of the tracer, which costs below 0.5 %, and tells how that has grown. All figures are
 * estimates. The asker judges: a place is confirmed whose least holding rises from each eighth of
 * the trace to the next, since what comes and goes does not do that, nor what has filled.
 * malloc() and mmap() are not in it.
 *
 * What is told are bytes and pieces alive since the tracer began, those of the running statement
 * included: for contexts that outlive statements, for malloc() and mmap(). The stack of a place is
 * handed over once, or if the asker says that it does not know it.
 *
 * traced.c and traced_heap.c answer, trace_asker.c asks, trace_sql.c tells.
 */
#ifndef MEMCHECK_TRACE_H
#define MEMCHECK_TRACE_H

#include "base/violation.h"
#include "look/snapshot.h"
#include "stack/crash_stack.h"

/* The largest of them are handed over. */
#define TRACE_MOST_ROWS 100

/* How a look is handed over: this, then each row, and its frames. */
typedef struct TraceHeader
{
	SnapshotFacts facts;
	uint64		order;			/* that it is about */
	int64		elapsed_ms;		/* since the tracer began */
	uint64		lost;			/* calls that could not be followed */
	int			looks;
	int			rows;
	int64		every;			/* bytes of which one chunk was taken; 0: each was */
} TraceHeader;

typedef struct TraceRow
{
	uint64		key;			/* the same in each look */
	Violation	violation;		/* without a stack */
	time_t		noted;			/* of the stack */
	int			frames;			/* that follow; 0: they were told */
	bool		reported;		/* a window would have a row for it */
	int64		samples;		/* of a sampled place: alive since the trace began */
	double		variance;		/* of its bytes */
} TraceRow;

/* traced_heap.c: what a trace that samples tells */
extern bool traced_heap_begins(int64 every);
extern void traced_heap_ends(void);
extern int	traced_heap_look(int fd, TraceHeader *header, bool all_stacks);

extern void traced_obey(void);
extern int	traced_answer(int fd, bool all_stacks);

#endif							/* MEMCHECK_TRACE_H */
