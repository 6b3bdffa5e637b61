/*
 * verdict.h
 *		Whether what grew is certain, and whether it is reported at all.
 *
 * Decided from the growth and from what the registry knows of its group. No errors, no
 * allocation; callable at any boundary.
 */
#ifndef MEMCHECK_VERDICT_H
#define MEMCHECK_VERDICT_H

#include "judge/growth.h"

extern bool growth_is_confirmed(const Growth *growth);
extern bool growth_is_reported(const Growth *growth);

#endif							/* MEMCHECK_VERDICT_H */
