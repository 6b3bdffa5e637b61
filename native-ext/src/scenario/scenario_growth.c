/*
 * scenario_growth.c
 *		growth_benchmark: how much memory each call leaves behind, and where.
 *
 * At checkpoints, each a quarter further than the one before, the open window's
 * verdict gives the bytes that each site holds more than at the start. A line is
 * fitted through them (fit.h). A site that goes up on it is reported with its
 * slope, the interval, and linear or worse; one that filled up and stays is not.
 * The points go to the session as curves, one for each reported site.
 */
#include "postgres.h"

#include "scenario/scenario_site.h"

/* Calls before the fit may end the run, and how narrow the interval must be. */
#define CERTAIN_CALLS 100
#define CERTAIN_SHARE 0.01

int
next_checkpoint(int checkpoint)
{
	return checkpoint + Max(1, checkpoint / 4);
}

static bool
is_certain(void)
{
	bool		any = false;

	for (int i = 0; i < site_curve_count(); i++)
	{
		const Curve *curve = &site_curve_at(i)->curve;
		Fit			fit = curve_fit(curve);

		if (!curve_grows(curve, &fit))
			continue;
		if (fit.half > fit.slope * CERTAIN_SHARE)
			return false;
		any = true;
	}
	return any;
}

static void
growth_benchmark(ScenarioJob *job)
{
	bool		stop_early = job_number(job, "stop_early") != 0;
	int			checkpoint = 1;

	job_warm_up(job, job_number(job, "warmup"));
	site_curves_clear();
	job_window_open(job, NULL);
	job_phase(job, "measuring");
	for (int i = 1; i <= job->iterations; i++)
	{
		if (!job_call(job, i, NULL))
			break;
		if (i < checkpoint && i < job->iterations)
			continue;
		site_curves_take(i);
		if (stop_early && i >= CERTAIN_CALLS && is_certain())
			break;
		checkpoint = next_checkpoint(i);
	}
	site_curves_report(job);
	job_window_discard(job);
}

const Scenario scenario_growth_benchmark = {
	.name = "growth_benchmark",
	.description =
		"Repeats the workload, fits the memory that each call leaves behind, and names the site "
		"that grows, linearly or worse.",
	.run = growth_benchmark,
	.parameters = {
		WARMUP(10),
		{"stop_early", PARAMETER_BOOLEAN, 1, 0, 1, NULL, "end when the answer is certain"},
	}
};
