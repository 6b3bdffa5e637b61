/*
 * scenario_soak.c
 *		soak: many calls, or many seconds, and the process as the machine sees it.
 *
 * Three curves go to the session: bytes in contexts, bytes in malloc outside of
 * them, and anonymous resident memory. What grows inside the contexts, or came
 * from an extension's malloc, is reported by site as in growth_benchmark. Memory
 * outside the contexts that grows beyond that is reported without one.
 * It ends with the iterations, after the given seconds, or when asked to.
 */
#include "postgres.h"

#include <malloc.h>

#include "base/amount.h"
#include "portability/instr_time.h"
#include "scenario/scenario_site.h"
#include "utils/memutils.h"

/* What is outside the contexts in all and grows less than this is noise. */
#define OUTSIDE_BYTES (64 * 1024)

typedef struct Figures
{
	double		contexts;
	double		outside;		/* negative: cannot be told */
	double		resident;		/* likewise */
} Figures;

static double
anonymous_resident(void)
{
	FILE	   *file = fopen("/proc/self/status", "r");
	char		line[256];
	long		kilobytes = -1;

	if (file == NULL)
		return -1;
	while (kilobytes < 0 && fgets(line, sizeof(line), file))
		if (sscanf(line, "RssAnon: %ld kB", &kilobytes) != 1)
			kilobytes = -1;
	fclose(file);
	return kilobytes < 0 ? -1 : kilobytes * 1024.0;
}

static Figures
measure(void)
{
	Figures		figures = {.contexts = MemoryContextMemAllocated(TopMemoryContext, true),
		.outside = -1,.resident = anonymous_resident()};

#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
	struct mallinfo2 info = mallinfo2();

	figures.outside = (double) info.uordblks + info.hblkhd - figures.contexts;
#endif
	return figures;
}

static void
send_curve(ScenarioJob *job, const char *series, const Curve *curve)
{
	for (int i = 0; i < curve->count; i++)
		job_point(job, series, (int) curve->x[i], curve->y[i]);
}

static bool
site_outside_grows(void)
{
	for (int i = 0; i < site_curve_count(); i++)
	{
		const Curve *curve = &site_curve_at(i)->curve;
		Fit			fit = curve_fit(curve);

		if (curve_grows(curve, &fit))
			return true;
	}
	return false;
}

static void
report_outside(ScenarioJob *job, const Curve *outside)
{
	Fit			fit = curve_fit(outside);

	if (outside->count < 3 || outside->y[outside->count - 1] - outside->y[0] < OUTSIDE_BYTES ||
		!curve_grows_throughout(outside, &fit) || site_outside_grows())
		return;
	job_finding(job, CHECK_MALLOC_LEAK,
				"memory outside the contexts grows by %s, nobody was seen to allocate it",
				amount_per_call(&fit).text);
}

static bool
time_is_up(instr_time start, int seconds)
{
	instr_time	now;

	if (seconds == 0)
		return false;
	INSTR_TIME_SET_CURRENT(now);
	INSTR_TIME_SUBTRACT(now, start);
	return INSTR_TIME_GET_DOUBLE(now) >= seconds;
}

static void
soak(ScenarioJob *job)
{
	static Curve contexts;
	static Curve outside;
	static Curve resident;
	int			seconds = job_number(job, "seconds");
	int			checkpoint = 1;
	instr_time	start;

	job_warm_up(job, job_number(job, "warmup"));
	job_window_open(job, NULL);
	job_phase(job, "soaking");
	INSTR_TIME_SET_CURRENT(start);
	for (int i = 1;; i++)
	{
		bool		last = i == job->iterations || time_is_up(start, seconds);
		Figures		figures;

		if (!job_call(job, i, NULL))
			break;
		if (i < checkpoint && !last)
			continue;
		site_curves_take(i);
		figures = measure();
		curve_add(&contexts, i, figures.contexts);
		if (figures.outside >= 0)
			curve_add(&outside, i, figures.outside);
		if (figures.resident >= 0)
			curve_add(&resident, i, figures.resident);
		if (last)
			break;
		checkpoint = next_checkpoint(i);
	}
	site_curves_report(job);
	report_outside(job, &outside);
	job_window_discard(job);
	send_curve(job, "bytes in contexts", &contexts);
	send_curve(job, "bytes in malloc outside contexts", &outside);
	send_curve(job, "resident anonymous bytes", &resident);
}

const Scenario scenario_soak = {
	.name = "soak",
	.description =
		"Repeats the workload for a number of calls or seconds and follows contexts, malloc and "
		"RssAnon as three curves.",
	.run = soak,
	.parameters = {
		WARMUP(10),
		{"seconds", PARAMETER_INTEGER, 0, 0, 1000000, NULL,
		 "stop after this time, 0: after the iterations alone"},
	}
};
