/*
 * watchdog.c
 *		A timer that rings by a clock that nobody sets; see watchdog.h.
 *
 * By system calls: the C library's functions for timers have moved, and who links to the
 * new ones needs the new library.
 */
#include "postgres.h"

#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "miscadmin.h"
#include "scenario/watchdog.h"
#include "storage/latch.h"

static void (*ring) (void);
static int	timer;				/* the kernel's number of it */

static void
set_timer(int first_ms, int then_ms)
{
	struct itimerspec when = {
		.it_value = {first_ms / 1000, first_ms % 1000 * 1000000L},
		.it_interval = {then_ms / 1000, then_ms % 1000 * 1000000L}
	};

	(void) syscall(SYS_timer_settime, timer, 0, &when, NULL);
}

static void
handle_ring(int signal_number)
{
	int			error = errno;

	SetLatch(MyLatch);
	ring();
	errno = error;
}

/* Once in a process, before the first start. */
void
watchdog_init(void (*to_ring) (void))
{
	int			number = SIGRTMIN + 5;
	struct sigaction action = {.sa_handler = handle_ring,.sa_flags = SA_RESTART};
	struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID,.sigev_signo = number};
	sigset_t	mine;

	ring = to_ring;
	sigemptyset(&action.sa_mask);
	sigemptyset(&mine);
	sigaddset(&mine, number);
	event._sigev_un._tid = (pid_t) syscall(SYS_gettid);
	if (sigaction(number, &action, NULL) < 0 || sigprocmask(SIG_UNBLOCK, &mine, NULL) < 0 ||
		syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_SYSTEM_ERROR),
				 errmsg("could not make a timer: %m")));
}

void
watchdog_start(int first_ms, int then_ms)
{
	set_timer(first_ms, then_ms);
}

void
watchdog_stop(void)
{
	set_timer(0, 0);
}
