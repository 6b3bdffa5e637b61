/*
 * fit.c
 *		A straight line through the points of a curve; see fit.h.
 */
#include "postgres.h"

#include <math.h>

#include "base/fit.h"

/* A full curve loses every other point, so that it keeps its whole length. */
void
curve_add(Curve *curve, double x, double y)
{
	if (curve->count == CURVE_POINTS)
	{
		curve->count = CURVE_POINTS / 2;
		for (int i = 0; i < curve->count; i++)
		{
			curve->x[i] = curve->x[2 * i + 1];
			curve->y[i] = curve->y[2 * i + 1];
		}
	}
	curve->x[curve->count] = x;
	curve->y[curve->count++] = y;
}

/* Student's t at 97.5% for this many degrees of freedom. */
static double
students_t(int freedom)
{
	static const double exact[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262,
								   2.228};

	if (freedom <= lengthof(exact))
		return exact[freedom - 1];
	/* within half a percent from here on */
	return 1.96 + 2.5 / freedom;
}

typedef struct Line
{
	double		slope;
	double		start;
	double		spread;			/* sum of squares of x around its mean */
	double		error;			/* sum of squares of what is left */
} Line;

static Line
line_through(const double *x, const double *y, int count)
{
	Line		line = {0};
	double		mean_x = 0;
	double		mean_y = 0;
	double		product = 0;

	for (int i = 0; i < count; i++)
	{
		mean_x += x[i] / count;
		mean_y += y[i] / count;
	}
	for (int i = 0; i < count; i++)
	{
		line.spread += (x[i] - mean_x) * (x[i] - mean_x);
		product += (x[i] - mean_x) * (y[i] - mean_y);
	}
	line.slope = line.spread > 0 ? product / line.spread : 0;
	line.start = mean_y - line.slope * mean_x;
	for (int i = 0; i < count; i++)
	{
		double		left = y[i] - line.start - line.slope * x[i];

		line.error += left * left;
	}
	return line;
}

/* The power of x that y follows, from the points where something was there. */
static double
exponent_of(const Curve *curve)
{
	double		x[CURVE_POINTS];
	double		y[CURVE_POINTS];
	int			count = 0;

	for (int i = 0; i < curve->count; i++)
		if (curve->x[i] > 0 && curve->y[i] > 0)
		{
			x[count] = log(curve->x[i]);
			y[count++] = log(curve->y[i]);
		}
	return count < 3 ? 0 : line_through(x, y, count).slope;
}

Fit
curve_fit(const Curve *curve)
{
	Line		line = line_through(curve->x, curve->y, curve->count);
	Fit			fit = {.slope = line.slope, .half = INFINITY};

	if (curve->count >= 3 && line.spread > 0)
		fit.half = students_t(curve->count - 2) *
			sqrt(line.error / (curve->count - 2) / line.spread);
	fit.exponent = exponent_of(curve);
	return fit;
}

static bool
grows_between(const Curve *curve, int from, int to, double rate)
{
	return curve->y[to] - curve->y[from] > rate * (curve->x[to] - curve->x[from]);
}

/*
 * Whether the curve certainly rises, and in its last third at least half as fast as over all. A
 * cache that is full, or whose entries change in size, does not grow.
 */
bool
curve_grows(const Curve *curve, const Fit *fit)
{
	int			last = curve->count - 1;

	return curve->count >= 3 && fit->slope - fit->half > 0 &&
		grows_between(curve, last * 2 / 3, last, fit->slope / 2);
}

/*
 * Whether it also rises in each third before. For growth that nobody was seen to allocate: it
 * may be a cache that fills for a while.
 */
bool
curve_grows_throughout(const Curve *curve, const Fit *fit)
{
	int			last = curve->count - 1;

	return curve_grows(curve, fit) &&
		grows_between(curve, 0, last / 3, fit->slope / 4) &&
		grows_between(curve, last / 3, last * 2 / 3, fit->slope / 4);
}
