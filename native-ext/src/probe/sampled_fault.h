/*
 * sampled_fault.h
 *		Who touches closed pages of sampled guards (guard_slots.h): noted, and let go on.
 *
 * sampled_faults_catch() puts our handler of SIGSEGV over whatever is there, if it is not the
 * first one already, and is called again whenever a chunk is made. A fault in the range is noted
 * (sampled_finding.h), if it is of the thread that called this, and not the server's look at the
 * header of a chunk that it is about to free. Then the pages are opened, and the instruction goes
 * on. All other faults go to who was there before; one who comes back to us with the same signal
 * goes to the default. The compiler's unwinder takes the stack (interrupted_stack.h).
 *
 * Known for x86-64 and ARM's: sampled_faults_are_known().
 */
#ifndef MEMCHECK_SAMPLED_FAULT_H
#define MEMCHECK_SAMPLED_FAULT_H

extern bool sampled_faults_are_known(void);
extern void sampled_faults_catch(void);

#endif							/* MEMCHECK_SAMPLED_FAULT_H */
