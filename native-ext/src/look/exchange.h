/*
 * exchange.h
 *		How one process asks another for its tree, and how the answer comes back.
 *
 * Each process of the server has a desk in shared memory, found by its place
 * in the server's array of processes. A process that wants to look at another one is
 * the asker. It puts its question, the "ask", on the other's desk and signals it. At its next
 * CHECK_FOR_INTERRUPTS() the other process takes what lies on its desk, puts the
 * answers there and wakes the askers (observe.h). Figures are passed on the desk
 * itself. A tree may have any size, so it is written into an anonymous file of the
 * asker's (memfd), which the process opens through the asker's /proc/PID/fd. The
 * memory is the asker's and goes with it, however it ends.
 *
 * One LWLock guards all desks. It is held while some bytes are copied, during the kill()
 * that goes with an ask, and during the open() of an asker's file. An ask is
 * withdrawn under the lock before its file is closed. So the process never opens another
 * file that was given the same number.
 *
 * An ask belongs to its asker, who withdraws it in any case: after the answer,
 * at an error, at its exit. A desk remembers how many of our signals are on
 * their way even when nobody waits any more, so that the interrupt that they
 * cause is known to be ours. Some releases of the server forget an interrupt that
 * comes while they serve one, so an asker that waits reminds the process. When all places of a desk
 * are taken the asker tries again until its time is up. A desk is cleared by the first ask for
 * another process.
 *
 * A desk also says for whom its process is to be traced: the "order" (trace.h). Unlike an ask it
 * stays until its asker takes it back, so it does no harm that a signal is lost: at each of our
 * signals, and when a statement begins, the process compares the order with what it does, and says
 * on the desk what that is. One process has one order. One whose asker has gone is as good as none.
 *
 * exchange_take() and exchange_answer() run in the process that is looked at, in
 * the middle of its statement: they allocate nothing and raise nothing.
 */
#ifndef MEMCHECK_EXCHANGE_H
#define MEMCHECK_EXCHANGE_H

#include "storage/proc.h"

/* How many may look at one process at once. */
#define ASKS_PER_DESK 8

/* What is asked for besides the figures of the contexts. */
#define ASK_FOR_TREE 1
#define ASK_FOR_MALLOC 2
#define ASK_FOR_TRACE 4			/* what has grown since the process is traced */
#define ASK_FOR_STACKS 8		/* and whose it is, though that was said before */
#define ASK_FOR_HEAP 16			/* the sampled heap */
#define ASK_FOR_CONTENTS 32		/* what is in the contexts */

typedef struct Answer
{
	int			error;			/* errno of handing over the tree, 0: none */
	int64		context_bytes;
	int64		contexts;
	int64		malloc_bytes;	/* outside the contexts; -1: not known */
} Answer;

/* An ask as its asker holds it. */
typedef struct Asked
{
	int			pid;			/* of the process that is asked */
	int			desk;
	int			place;
	uint64		serial;			/* 0: not on the desk */
} Asked;

/* An order to be traced, as its asker holds it. */
typedef struct Ordered
{
	int			pid;			/* of the process that is to be traced */
	int64		every;			/* one chunk in so many bytes, 0: each */
	int			desk;
	uint64		serial;			/* 0: none */
	int			other_pid;		/* whoever has it traced already, if that was in the way */
} Ordered;

/* What lies on a desk, for who lists them. */
typedef struct OrderSeen
{
	int			pid;
	int			asker_pid;		/* 0: nobody */
	bool		armed;
} OrderSeen;

/* An ask as the process that was asked holds it. */
typedef struct TakenAsk
{
	int			place;
	uint64		serial;
	int			wants;			/* ASK_FOR_... */
	int			fd;				/* for the tree, -1: none */
	int			error;			/* of opening it */
} TakenAsk;

typedef enum AskResult
{
	ASK_POSTED,
	ASK_NO_PLACE,				/* all are taken for now; of orders: the one is */
	ASK_NO_PROCESS,				/* none of the server's that could be asked */
} AskResult;

typedef enum AskState
{
	ASK_WAITS,
	ASK_ANSWERED,
	ASK_IN_VAIN,				/* the process has gone */
} AskState;

extern Size exchange_bytes(void);
extern void exchange_request(void);
extern void exchange_startup(void);

/* of the asker */
extern PGPROC *exchange_process(int pid);
extern PGPROC *exchange_process_without(int pid);
extern AskResult exchange_ask(int pid, int wants, int fd, Asked *asked);
extern void exchange_remind(const Asked *asked);
extern AskState exchange_look(const Asked *asked, Answer *answer);
extern void exchange_withdraw(Asked *asked);
extern int	exchange_count(void);
extern AskResult exchange_order(int pid, int64 every, Ordered *ordered);
extern bool exchange_take_back(const Ordered *ordered);
extern int	exchange_orders(OrderSeen *seen, int most);
extern int	exchange_desks(void);

/* of the process that is asked */
extern bool exchange_take(bool at_interrupt, TakenAsk *taken, int *count);
extern void exchange_answer(const TakenAsk *taken, const Answer *answer);
extern uint64 exchange_own_order(void);
extern int64 exchange_own_order_every(void);
extern void exchange_is_armed(uint64 serial);

#endif							/* MEMCHECK_EXCHANGE_H */
