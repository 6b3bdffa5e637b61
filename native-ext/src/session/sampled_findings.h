/*
 * sampled_findings.h
 *		Where the findings of sampled guards go (sampled_guard.h): to the ring; while the session is
 *		watched, to what is judged next.
 *
 * sampled_findings_settle() is for the boundary before a top-level statement, and costs a look at a
 * flag where nothing was found. A process that has guarded a chunk also settles when it ends, so
 * one that runs no statements tells then. It asks for symbols, allocates in a context of its own,
 * takes the ring's lock for the copy of each finding, and raises no error of its own.
 */
#ifndef MEMCHECK_SAMPLED_FINDINGS_H
#define MEMCHECK_SAMPLED_FINDINGS_H

#include "probe/sampled_finding.h"

extern void sampled_findings_init(void);
extern void sampled_findings_tell(void);

static inline void
sampled_findings_settle(void)
{
	if (unlikely(sampled_findings_wait))
		sampled_findings_tell();
}

#endif							/* MEMCHECK_SAMPLED_FINDINGS_H */
