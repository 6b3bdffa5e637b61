/*
 * scenario_site.h
 *		Curves of what each site holds while a scenario repeats its workload.
 *
 * The figures come from the verdict of the open window. They are kept in memory of our own for
 * the life of the worker.
 */
#ifndef MEMCHECK_SCENARIO_SITE_H
#define MEMCHECK_SCENARIO_SITE_H

#include "base/fit.h"
#include "scenario/scenario.h"

typedef struct SiteCurve
{
	uint64		hash;			/* of the growth's group */
	Curve		curve;
} SiteCurve;

extern void site_curves_clear(void);
extern void site_curves_take(int iteration);
extern int	site_curve_count(void);
extern const SiteCurve *site_curve_at(int index);
extern void site_curves_report(ScenarioJob *job);

/* scenario_growth.c */
extern int	next_checkpoint(int checkpoint);

#endif							/* MEMCHECK_SCENARIO_SITE_H */
