/*
 * helpers.h
 *		The functions of the server that allocate on behalf of their caller.
 *
 * helper_allocates_in_query() tells those that do so in the memory of a query, and not in others;
 * helper_calls_function() tells those by which one function that SQL knows is called by another,
 * and helper_runs_plans() those that run statements, whose memory is the executor's.
 */
#ifndef MEMCHECK_HELPERS_H
#define MEMCHECK_HELPERS_H

extern bool helper_allocates_for_caller(const char *function);
extern bool helper_allocates_in_query(const char *function);
extern bool helper_calls_function(const char *function);
extern bool helper_runs_plans(const char *function);

#endif							/* MEMCHECK_HELPERS_H */
