/*
 * helpers.h
 *		The functions of the server that allocate on behalf of their caller.
 */
#ifndef MEMCHECK_HELPERS_H
#define MEMCHECK_HELPERS_H

extern bool helper_allocates_for_caller(const char *function);

#endif							/* MEMCHECK_HELPERS_H */
