/*
 * observe.h
 *		Looking at a process from another one, in the middle of its statement.
 *
 * The signal is that of pg_log_backend_memory_contexts(): it makes a process,
 * whatever it is doing, log its contexts at its next CHECK_FOR_INTERRUPTS(),
 * which is a safe point. emit_log_hook sees the first of these lines before it
 * is written. If it was one of us who asked (exchange.h), the tree is walked
 * there and handed over, and the lines are kept from the log; nothing runs in
 * the process but this. A line that somebody else asked the server for is let
 * through. A call of that function that reaches the process together with ours,
 * before it comes to its safe point, is one interrupt with it and is not logged.
 *
 * Every process inherits the library from the postmaster: backends, background
 * workers, walsenders, the launchers and the auxiliary processes. A process does not
 * answer while it cannot be interrupted. Nor does it where log_min_messages is fatal or
 * panic, since the server then never makes the line.
 *
 * The process that is looked at uses memory of our own and system calls only, and
 * raises nothing. The one that looks raises errors as usual. Whatever it asked for is
 * withdrawn at an error and at its exit.
 *
 * observe.c answers, observe_sql.c asks.
 */
#ifndef MEMCHECK_OBSERVE_H
#define MEMCHECK_OBSERVE_H

#include "datatype/timestamp.h"
#include "look/exchange.h"
#include "look/snapshot.h"

/* How a tree is handed over: this, the nodes of the walk, its text. */
typedef struct TreeHeader
{
	SnapshotFacts facts;
	int64		sequence;
	TimestampTz taken_at;
	uint64		nodes;
	uint64		text_bytes;
} TreeHeader;

extern void observe_install_hook(void);

/* of who asks, in an SQL function */
extern void observe_require_process(int pid);
extern void observe_raise_silence(int pid, int timeout_ms) __attribute__((noreturn));
extern void observe_raise_gone(int pid) __attribute__((noreturn));
extern void observe_raise_system_error(const char *what, int error);

/* Takes what was handed over. It may raise errors; the bytes are gone when it returns. */
typedef void (*HandedOver) (void *arg, const char *data, Size bytes);

extern void observe_read(const char *what, int fd, HandedOver take, void *arg);

/* A question that a process answers with what it hands over. */
typedef struct Question
{
	const char *what;			/* of the process: "heap" */
	int			wants;			/* ASK_FOR_... */
	int			timeout_ms;
	int			(*own) (int fd);	/* the same of this session: 0, or the number of an error */
	void		(*refused) (int pid, int error);	/* raises an error for one of these, or NULL */
	HandedOver	take;
} Question;

extern void observe_answer(const Question *question, int pid, void *arg);
extern AskState observe_ask(int pid, int wants, int fd, int timeout_ms, Answer *answer);

#endif							/* MEMCHECK_OBSERVE_H */
