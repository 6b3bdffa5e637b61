/*
 * clock_step.c
 *		Preloaded, it makes the time of day step whenever a file says so.
 *
 * CLOCK_STEP names a file that begins with a number of seconds, as text. That much later, or earlier, is the
 * time of day for the whole process tree from the next call on. No other clock changes, as when somebody
 * sets the time.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

static const char *step;

__attribute__((constructor)) static void
map_step(void)
{
	const char *path = getenv("CLOCK_STEP");
	int			fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void	   *map = fd < 0 ? MAP_FAILED : mmap(NULL, 32, PROT_READ, MAP_SHARED, fd, 0);

	step = map == MAP_FAILED ? NULL : map;
}

static long
seconds(void)
{
	return step ? strtol(step, NULL, 10) : 0;
}

int
clock_gettime(clockid_t clock, struct timespec *now)
{
	static int	(*next) (clockid_t, struct timespec *);
	int			result;

	if (next == NULL)
		next = (int (*) (clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
	result = next(clock, now);
	if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		now->tv_sec += seconds();
	return result;
}

int
gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	struct timespec exact;

	if (clock_gettime(CLOCK_REALTIME, &exact) != 0)
		return -1;
	now->tv_sec = exact.tv_sec;
	now->tv_usec = exact.tv_nsec / 1000;
	return 0;
}

time_t
time(time_t *to)
{
	struct timespec now;

	(void) clock_gettime(CLOCK_REALTIME, &now);
	if (to)
		*to = now.tv_sec;
	return now.tv_sec;
}
