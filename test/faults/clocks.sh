# shellcheck shell=sh
# The wall clock of memcheck and of its server is set by an hour, forwards and back, again and again while they run.

cat >step_clock.c <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
/* Another hour every half second of real time. */
static long hours(void)
{
    static int (*real)(clockid_t, struct timespec *);
    struct timespec now;
    if (!real) real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
    real(CLOCK_MONOTONIC, &now);
    return (now.tv_sec * 2 + now.tv_nsec / 500000000) % 3 * 3600;
}
int clock_gettime(clockid_t id, struct timespec *at)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, at);
    if (id == CLOCK_REALTIME) at->tv_sec += hours();
    return result;
}
int gettimeofday(struct timeval *at, void *zone)
{
    struct timespec now;
    (void) zone;
    clock_gettime(CLOCK_REALTIME, &now);
    at->tv_sec = now.tv_sec;
    at->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *at)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
C
# Not pg_sleep(): that is the server's, goes by the time of day, and sleeps for minutes where it is set back.
cat >clock.mcs <<'M'
CREATE EXTENSION IF NOT EXISTS buggy_ext;
begin; SELECT cache_once(); SELECT count(*) FROM generate_series(1, 6000000); end
\scenario use_after_reset iterations=3 workload='SELECT 1'
\scenario concurrent_backends iterations=3 workload='SELECT 1'
M
if cc -shared -fPIC -o step_clock.so step_clock.c -ldl 2>cc.log; then
    chmod 755 "$work"
    try 'the clock is set while it runs: no crash, no long wait' 0 'clock.mcs: ok' \
        "LD_PRELOAD=$work/step_clock.so $m run -v --report json=clock.json clock.mcs"
    grep -o '"[a-zA-Z]*\(Ms\|Micros\)": *-\{0,1\}[0-9.]*' clock.json | tr -d ' "' | awk -F: '
        $2 < 0 || $2 > 600000 { print "a time of", $2, "in", $1; bad = 1 }
        { count++ }
        END { if (!bad && count > 5) print count, "times, none below zero or of minutes" }' >said
    code=0
    survived 'the same, in its report' 0 'none below zero'
    chmod 711 "$work"
else
    skip 'the clock is set' 'there is no C compiler'
fi
