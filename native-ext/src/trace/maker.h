/*
 * maker.h
 *		Whether a context has outlived the call that made it.
 *
 * A function may take a context for its work and delete it before it returns: what is left there
 * then is no leak. One that was made in one call of an extension, used in others, and is deleted in
 * a third is different: it is emptied between, or it grows. maker_has_returned() compares the call
 * stack in which a context was born with that of a chunk in it, from the outermost frame in. Where
 * they part stands what was running both times. If that is the server's, the call of the extension
 * that made the context was over; if it is an extension's, it may not have been.
 *
 * It only compares addresses. Stacks that were cut at their outer end are not told apart: false.
 */
#ifndef MEMCHECK_MAKER_H
#define MEMCHECK_MAKER_H

extern bool maker_has_returned(uint32 birth_site, uint32 site);

#endif							/* MEMCHECK_MAKER_H */
