/*
 * fit.h
 *		A straight line through the points of a curve, with its doubt.
 *
 * A curve is bytes over calls at checkpoints that lie further and further
 * apart. Least squares; the interval of the slope is Student's at 95%. Plain
 * values, no allocation, no errors.
 */
#ifndef MEMCHECK_FIT_H
#define MEMCHECK_FIT_H

#define CURVE_POINTS 128

typedef struct Curve
{
	int			count;
	double		x[CURVE_POINTS];
	double		y[CURVE_POINTS];
} Curve;

typedef struct Fit
{
	double		slope;
	double		half;			/* of the interval, infinite below three points */
	double		exponent;		/* p of y ~ x^p; 1 is linear, 0 where nothing grew */
} Fit;

extern void curve_add(Curve *curve, double x, double y);
extern Fit	curve_fit(const Curve *curve);
extern bool curve_grows(const Curve *curve, const Fit *fit);
extern bool curve_grows_throughout(const Curve *curve, const Fit *fit);

#endif							/* MEMCHECK_FIT_H */
