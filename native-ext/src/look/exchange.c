/*
 * exchange.c
 *		The desks in shared memory; see exchange.h for locks and lifetime.
 */
#include "postgres.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/room.h"
#include "base/settings.h"
#include "look/exchange.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lwlock.h"
#include "storage/procarray.h"
#include "storage/shmem.h"

#define EXCHANGE_ROOM "pg_ext_memcheck exchange"

typedef struct Ask
{
	uint64		serial;			/* 0: free */
	int			asker_pid;
	int			asker;			/* its place in the array of processes */
	int			wants;
	int			fd;				/* of the asker */
	dev_t		device;			/* what that is, so that nothing else is written to */
	ino_t		inode;
	bool		taken;
	bool		answered;
	Answer		answer;
} Ask;

typedef struct Desk
{
	int			pid;			/* whose asks lie here */
	int			signals;		/* of ours, sent and not yet noticed */
	uint64		order;			/* to be traced, 0: none */
	int			order_pid;		/* whose that is */
	int64		order_every;	/* one chunk in so many bytes is to be followed, 0: each */
	uint64		armed;			/* the order that the process follows, 0: none; it says so */
	int			resident;		/* who has loaded the library for itself, and so answers */
	Ask			asks[ASKS_PER_DESK];
} Desk;

typedef struct Exchange
{
	/* fixed at start */
	int			desks;

	/* changes, under the lock */
	uint64		last_serial;
	Desk		desk[FLEXIBLE_ARRAY_MEMBER];
} Exchange;

static Exchange *exchange;
static LWLock *exchange_lock;

static int
number_of_desks(void)
{
	return MaxBackends + NUM_AUXILIARY_PROCS;
}

Size
exchange_bytes(void)
{
	return add_size(offsetof(Exchange, desk), mul_size(number_of_desks(), sizeof(Desk)));
}

/* From shmem_request_hook. */
void
exchange_request(void)
{
	room_request(EXCHANGE_ROOM, exchange_bytes());
}

static int
place_of_process(const PGPROC *process)
{
	return (int) (process - ProcGlobal->allProcs);
}

/* Where sessions have the library one by one, those that have it are known by their desks. */
static void
take_seat(void)
{
	if (!room_is_named() || place_of_process(MyProc) >= exchange->desks)
		return;
	LWLockAcquire(exchange_lock, LW_EXCLUSIVE);
	exchange->desk[place_of_process(MyProc)].resident = MyProcPid;
	LWLockRelease(exchange_lock);
}

/* From shmem_startup_hook, under AddinShmemInitLock, or from _PG_init. */
void
exchange_startup(void)
{
	bool		found;

	exchange = room_open(EXCHANGE_ROOM, exchange_bytes(), &found);
	exchange_lock = room_lock(EXCHANGE_ROOM);
	if (!found)
		exchange->desks = number_of_desks();
	take_seat();
}

/* The process with this pid, or NULL. */
static PGPROC *
any_process(int pid)
{
	PGPROC	   *process = BackendPidGetProc(pid);

	if (process == NULL)
		process = AuxiliaryPidGetProc(pid);
	return process && place_of_process(process) < exchange->desks ? process : NULL;
}

/* A signal of ours would have it write its contexts into the server's log. */
static bool
lacks_library(const PGPROC *process, int pid)
{
	return !memcheck_is_preloaded() &&
		exchange->desk[place_of_process(process)].resident != pid;
}

/* The process with this pid if it cannot be asked, since it has not loaded the library, or NULL. */
PGPROC *
exchange_process_without(int pid)
{
	PGPROC	   *process = any_process(pid);

	return process && lacks_library(process, pid) ? process : NULL;
}

/* The process with this pid that can be asked, or NULL; may have ended meanwhile. */
PGPROC *
exchange_process(int pid)
{
	PGPROC	   *process = any_process(pid);

	return process && !lacks_library(process, pid) ? process : NULL;
}

/* Under the lock. */
static void
fill_ask(Ask *ask, int wants, int fd)
{
	struct stat file = {0};

	if (fd >= 0)
		(void) fstat(fd, &file);
	memset(ask, 0, sizeof(*ask));
	ask->serial = ++exchange->last_serial;
	ask->asker_pid = MyProcPid;
	ask->asker = place_of_process(MyProc);
	ask->wants = wants;
	ask->fd = fd;
	ask->device = file.st_dev;
	ask->inode = file.st_ino;
}

static int
free_place(const Desk *desk)
{
	for (int i = 0; i < ASKS_PER_DESK; i++)
		if (desk->asks[i].serial == 0)
			return i;
	return -1;
}

/* Under the lock. */
static void
open_desk(Desk *desk, int pid)
{
	int			resident = desk->resident;

	if (desk->pid == pid)
		return;
	memset(desk, 0, sizeof(*desk));
	desk->pid = pid;
	desk->resident = resident;
}

/*
 * Puts an ask on a process's desk and signals it; "fd" is an empty anonymous
 * file for the tree, or -1. Interrupts are served while the lock is not held.
 */
AskResult
exchange_ask(int pid, int wants, int fd, Asked *asked)
{
	PGPROC	   *process = exchange_process(pid);
	AskResult	result = ASK_POSTED;
	Desk	   *desk;
	int			place;

	asked->pid = pid;
	asked->serial = 0;
	if (process == NULL)
		return ASK_NO_PROCESS;
	asked->desk = place_of_process(process);
	desk = &exchange->desk[asked->desk];

	LWLockAcquire(exchange_lock, LW_EXCLUSIVE);
	open_desk(desk, pid);
	place = free_place(desk);
	if (place < 0)
		result = ASK_NO_PLACE;
	else
	{
		fill_ask(&desk->asks[place], wants, fd);
		asked->place = place;
		asked->serial = desk->asks[place].serial;
		desk->signals++;
		if (compat_signal_log_contexts(pid) < 0)
		{
			desk->signals--;
			desk->asks[place].serial = 0;
			asked->serial = 0;
			result = ASK_NO_PROCESS;
		}
	}
	LWLockRelease(exchange_lock);
	return result;
}

/* Signals the process again: its server may have forgotten an interrupt. */
void
exchange_remind(const Asked *asked)
{
	Desk	   *desk = &exchange->desk[asked->desk];

	LWLockAcquire(exchange_lock, LW_EXCLUSIVE);
	if (desk->asks[asked->place].serial == asked->serial && !desk->asks[asked->place].taken &&
		compat_signal_log_contexts(asked->pid) == 0)
		desk->signals++;
	LWLockRelease(exchange_lock);
}

/* What has become of an ask. */
AskState
exchange_look(const Asked *asked, Answer *answer)
{
	Ask		   *ask = &exchange->desk[asked->desk].asks[asked->place];
	AskState	state = ASK_WAITS;

	LWLockAcquire(exchange_lock, LW_SHARED);
	if (ask->serial != asked->serial)
		state = ASK_IN_VAIN;
	else if (ask->answered)
	{
		state = ASK_ANSWERED;
		*answer = ask->answer;
	}
	LWLockRelease(exchange_lock);
	if (state == ASK_WAITS && exchange_process(asked->pid) == NULL)
		state = ASK_IN_VAIN;
	return state;
}

/* Takes an ask off the desk if it is still there. */
void
exchange_withdraw(Asked *asked)
{
	Ask		   *ask;

	if (asked->serial == 0)
		return;
	ask = &exchange->desk[asked->desk].asks[asked->place];
	LWLockAcquire(exchange_lock, LW_EXCLUSIVE);
	if (ask->serial == asked->serial)
		ask->serial = 0;
	LWLockRelease(exchange_lock);
	asked->serial = 0;
}

/* How many asks lie on all desks. */
int
exchange_count(void)
{
	int			count = 0;

	LWLockAcquire(exchange_lock, LW_SHARED);
	for (int i = 0; i < exchange->desks; i++)
		for (int place = 0; place < ASKS_PER_DESK; place++)
			if (exchange->desk[i].asks[place].serial != 0)
				count++;
	LWLockRelease(exchange_lock);
	return count;
}

/* This process's own desk, or NULL. */
static Desk *
own_desk(void)
{
	int			place;

	if (exchange == NULL || MyProc == NULL)
		return NULL;
	place = place_of_process(MyProc);
	return place < exchange->desks && exchange->desk[place].pid == MyProcPid ?
		&exchange->desk[place] : NULL;
}

/* The asker's anonymous file, or -1 with errno. Under the lock. */
static int
open_file_of(const Ask *ask)
{
	char		path[64];
	struct stat file;
	int			fd;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", ask->asker_pid, ask->fd);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (fstat(fd, &file) == 0 && file.st_dev == ask->device && file.st_ino == ask->inode)
		return fd;
	close(fd);
	errno = ESTALE;
	return -1;
}

static void
take_ask(Ask *ask, int place, TakenAsk *taken)
{
	ask->taken = true;
	taken->place = place;
	taken->serial = ask->serial;
	taken->wants = ask->wants;
	taken->fd = -1;
	taken->error = 0;
	if (ask->wants & (ASK_FOR_TREE | ASK_FOR_TRACE | ASK_FOR_HEAP | ASK_FOR_CONTENTS))
	{
		taken->fd = open_file_of(ask);
		if (taken->fd < 0)
			taken->error = errno;
	}
}

/*
 * Forgets the interrupt that our signal may still cause after its ask has been taken. kill()
 * returned before the lock was released, so the signal has arrived when a system call returns.
 */
static void
swallow_late_signal(void)
{
	(void) getppid();
	LogMemoryContextPending = false;
}

/*
 * Takes up to ASKS_PER_DESK asks off the desk's waiting ones, at the interrupt
 * that such a signal causes, or else later. Says whether a signal of ours had been
 * on its way, though perhaps nobody waits any more; if none was, somebody else
 * has asked the server for its log.
 */
bool
exchange_take(bool at_interrupt, TakenAsk *taken, int *count)
{
	Desk	   *desk = own_desk();
	int			signals;

	*count = 0;
	if (desk == NULL)
		return false;
	LWLockAcquire(exchange_lock, LW_EXCLUSIVE);
	signals = desk->signals;
	desk->signals = 0;
	for (int i = 0; i < ASKS_PER_DESK; i++)
		if (desk->asks[i].serial != 0 && !desk->asks[i].taken)
			take_ask(&desk->asks[i], i, &taken[(*count)++]);
	LWLockRelease(exchange_lock);
	if (signals > (at_interrupt ? 1 : 0))
		swallow_late_signal();
	return signals > 0;
}

/* Puts an answer on the desk and wakes the asker, if it still waits. */
void
exchange_answer(const TakenAsk *taken, const Answer *answer)
{
	Desk	   *desk = own_desk();
	Ask		   *ask;

	if (taken->fd >= 0)
		close(taken->fd);
	if (desk == NULL)
		return;
	ask = &desk->asks[taken->place];
	LWLockAcquire(exchange_lock, LW_EXCLUSIVE);
	if (ask->serial == taken->serial)
	{
		ask->answer = *answer;
		ask->answered = true;
		SetLatch(&ProcGlobal->allProcs[ask->asker].procLatch);
	}
	LWLockRelease(exchange_lock);
}

/* Signals the process of a desk. Under the lock. */
static bool
signal_desk(Desk *desk)
{
	if (compat_signal_log_contexts(desk->pid) < 0)
		return false;
	desk->signals++;
	return true;
}

/* Has a process traced, if nobody else does; it hears of it with the first ask. */
AskResult
exchange_order(int pid, int64 every, Ordered *ordered)
{
	PGPROC	   *process = exchange_process(pid);
	AskResult	result = ASK_POSTED;
	Desk	   *desk;

	*ordered = (Ordered) {.pid = pid,.every = every};
	if (process == NULL)
		return ASK_NO_PROCESS;
	ordered->desk = place_of_process(process);
	desk = &exchange->desk[ordered->desk];

	LWLockAcquire(exchange_lock, LW_EXCLUSIVE);
	open_desk(desk, pid);
	if (desk->order != 0 && exchange_process(desk->order_pid) != NULL)
	{
		ordered->other_pid = desk->order_pid;
		result = ASK_NO_PLACE;
	}
	else
	{
		desk->order_every = every;
		desk->order_pid = MyProcPid;
		desk->order = ordered->serial = ++exchange->last_serial;
	}
	LWLockRelease(exchange_lock);
	return result;
}

/* Takes the order back and signals the process, each time; whether it has let go, or has ended. */
bool
exchange_take_back(const Ordered *ordered)
{
	Desk	   *desk = &exchange->desk[ordered->desk];
	bool		over;

	if (ordered->serial == 0)
		return true;
	LWLockAcquire(exchange_lock, LW_EXCLUSIVE);
	if (desk->pid == ordered->pid && desk->order == ordered->serial)
		desk->order = 0;
	over = desk->pid != ordered->pid || desk->armed != ordered->serial || !signal_desk(desk);
	LWLockRelease(exchange_lock);
	return over;
}

/* For whom processes are traced, and those that have not let go yet; how many there are. */
int
exchange_orders(OrderSeen *seen, int most)
{
	int			count = 0;

	LWLockAcquire(exchange_lock, LW_SHARED);
	for (int i = 0; i < exchange->desks && count < most; i++)
	{
		const Desk *desk = &exchange->desk[i];

		if (desk->pid != 0 && (desk->order != 0 || desk->armed != 0) &&
			exchange_process(desk->pid) == &ProcGlobal->allProcs[i])
			seen[count++] = (OrderSeen) {desk->pid, desk->order ? desk->order_pid : 0,
			desk->armed != 0};
	}
	LWLockRelease(exchange_lock);
	return count;
}

int
exchange_desks(void)
{
	return exchange->desks;
}

/* The order that lies on this process's own desk, 0: none. Without the lock: asked often. */
uint64
exchange_own_order(void)
{
	const Desk *desk = own_desk();

	return desk ? *(const volatile uint64 *) &desk->order : 0;
}

/* How thinly that is to be followed, likewise. */
int64
exchange_own_order_every(void)
{
	const Desk *desk = own_desk();

	return desk ? desk->order_every : 0;
}

/* This process says which order it follows. */
void
exchange_is_armed(uint64 serial)
{
	Desk	   *desk = own_desk();

	if (desk == NULL)
		return;
	LWLockAcquire(exchange_lock, LW_EXCLUSIVE);
	desk->armed = serial;
	LWLockRelease(exchange_lock);
}
