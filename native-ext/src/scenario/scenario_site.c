/*
 * scenario_site.c
 *		Curves of what each site holds; see scenario_site.h.
 */
#include "postgres.h"

#include "base/amount.h"
#include "base/hash_index.h"
#include "base/own_memory.h"
#include "judge/alike.h"
#include "judge/report.h"
#include "scenario/scenario_site.h"
#include "session/window.h"
#include "utils/memutils.h"

/* Where y ~ x^p counts as worse than linear. */
#define SUPERLINEAR 1.3

static OwnArray curves = {.width = sizeof(SiteCurve)};
static HashIndex by_hash = HASH_INDEX_INIT; /* curves */
static OwnArray checkpoints = {.width = sizeof(int)};

void
site_curves_clear(void)
{
	curves.count = checkpoints.count = 0;
	hash_index_clear(&by_hash);
}

int
site_curve_count(void)
{
	return curves.count;
}

const SiteCurve *
site_curve_at(int index)
{
	return own_array_at(&curves, index);
}

static SiteCurve *
find_curve(uint64 hash)
{
	uint32		number = hash_index_find(&by_hash, hash);

	return number ? own_array_at(&curves, number - 1) : NULL;
}

/* A site seen for the first time held nothing until then. */
static SiteCurve *
make_curve(uint64 hash)
{
	SiteCurve  *curve = own_array_append(&curves);

	if (curve == NULL)
		return NULL;
	if (!hash_index_put(&by_hash, hash, curves.count))
	{
		curves.count--;
		return NULL;
	}
	curve->hash = hash;
	for (Size i = 0; i < checkpoints.count; i++)
		curve_add(&curve->curve, *(int *) own_array_at(&checkpoints, i), 0);
	return curve;
}

/* What a call leaves under a name of its own is one site's, too. */
static const OwnArray *
judged_verdict(void)
{
	static OwnArray judged = {.width = sizeof(JudgedGrowth)};

	(void) growths_judge_alike(&judged, &window_verdict()->items, NULL, NULL);
	return &judged;
}

/* Adds a point to the curve of each site. */
void
site_curves_take(int iteration)
{
	const OwnArray *verdict = judged_verdict();
	Size		known = curves.count;
	int		   *checkpoint;

	for (Size i = 0; i < known; i++)
		curve_add(&((SiteCurve *) own_array_at(&curves, i))->curve, iteration, 0);
	for (Size i = 0; i < verdict->count; i++)
	{
		const Growth *growth = &judged_at(verdict, i)->growth;
		SiteCurve  *curve = find_curve(growth->group);

		if (curve != NULL)
			curve->curve.y[curve->curve.count - 1] = growth->bytes;
		else if ((curve = make_curve(growth->group)) != NULL)
			curve_add(&curve->curve, iteration, growth->bytes);
	}
	checkpoint = own_array_append(&checkpoints);
	if (checkpoint)
		*checkpoint = iteration;
}

typedef struct Reporting
{
	ScenarioJob *job;
	const Curve *curve;			/* NULL: needs no curve */
	Fit			fit;
} Reporting;

static void
send_curve(Reporting *reporting, const Violation *violation)
{
	char		series[SERIES_BYTES];
	const Curve *curve = reporting->curve;

	snprintf(series, sizeof(series), "%s in %s",
			 violation->symbol[0] ? violation->symbol : "unknown",
			 violation->path.count > 0 ? packed_last(&violation->path, violation->path_text) :
			 "malloc");
	for (int i = 0; i < curve->count; i++)
		job_point(reporting->job, series, (int) curve->x[i], curve->y[i]);
}

/*
 * "over 200 calls", or "over 121 of 200 calls" where the answer was certain before, or the time was
 * up.
 */
static const char *
calls_made(const Reporting *reporting)
{
	int			made = (int) reporting->curve->x[reporting->curve->count - 1];
	int			wanted = reporting->job->iterations;

	return made < wanted ? psprintf("%d of %d calls", made, wanted) : psprintf("%d calls", made);
}

static void
report_with_fit(const Violation *violation, void *arg)
{
	Reporting  *reporting = arg;
	Violation	copy = *violation;
	Fit			fit = reporting->fit;
	const Curve *curve = reporting->curve;

	if (curve != NULL)
	{
		copy.bytes_per_call = fit.slope;
		snprintf(copy.detail, sizeof(copy.detail),
				 "%s, %s over %s, %d points", amount_per_call(&fit).text,
				 fit.exponent > SUPERLINEAR ?
				 psprintf("faster than linear (as calls^%.1f)", fit.exponent)
				 : "linear", calls_made(reporting), curve->count);
		send_curve(reporting, &copy);
	}
	job_report(reporting->job, &copy);
}

/* Reports the sites that grow, and what needs no growth to be certain. */
void
site_curves_report(ScenarioJob *job)
{
	const OwnArray *verdict = judged_verdict();
	MemoryContext before = MemoryContextSwitchTo(MessageContext);

	for (Size i = 0; i < verdict->count; i++)
	{
		JudgedGrowth *judged = judged_at(verdict, i);
		OwnArray	one = {.data = (char *) judged,.width = sizeof(JudgedGrowth),.count = 1};
		Reporting	reporting = {.job = job};
		const SiteCurve *site = find_curve(judged->growth.group);

		if (!judged->growth.certain)
		{
			if (site == NULL)
				continue;
			reporting.curve = &site->curve;
			reporting.fit = curve_fit(&site->curve);
			if (!curve_grows(&site->curve, &reporting.fit))
				continue;
		}
		report_judged(&one, report_with_fit, &reporting);
	}
	MemoryContextSwitchTo(before);
}
