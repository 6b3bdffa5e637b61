/*
 * language.h
 *		Which libraries run programs of a procedural language.
 *
 * An interpreter often has a collector: what a program has given up stays until the collector
 * runs, which may take thousands of calls. So growth inside such a library says little until it
 * was seen for long.
 *
 * A library has a number from 1, for the life of the process; 0 is none that runs a language.
 *
 * languages_look() reads pg_language. Called from our SQL functions and by a scenario's worker, in
 * a transaction that goes on, with no judgement under way. Takes AccessShareLock on pg_language
 * while it reads, and raises what a scan of a catalog may raise. The rest only looks at what it
 * found: no lock, no error, no palloc.
 */
#ifndef MEMCHECK_LANGUAGE_H
#define MEMCHECK_LANGUAGE_H

extern void languages_look(void);
extern bool languages_are_known(void);
extern bool library_runs_language(const char *library);
extern uint32 language_library(Oid language);
extern uint32 language_library_of_file(const char *file, Size length);
extern uint32 language_library_named(const char *library);

#endif							/* MEMCHECK_LANGUAGE_H */
