/*
 * language_function.h
 *		Which functions of procedural languages an interval called.
 *
 * A call stack shows the handler of a language, whatever function it runs. The server's look-ups
 * show the function (function_lookup.h).
 *
 * If one function of a library that runs a language was called in an interval, what the library
 * left there is that function's. If there were several, nothing tells whose it is. The library's C
 * functions count as well: one of them handles a DO.
 *
 * A language keeps what it made of a function's text until the session ends, so that the first call
 * of each function makes it grow, or its CREATE FUNCTION does. What is new is told by its name: a
 * function that was dropped and made again is none that is new.
 *
 * language_functions_note() is called once, in _PG_init. Functions are noted while
 * language_functions_follow() says so: the entry of pg_proc that the server has just looked up is
 * read, no lock is taken, and what is written is our own memory. The rest is for judgements: no
 * lock, no error, no palloc. A function has its number for the life of the process.
 */
#ifndef MEMCHECK_LANGUAGE_FUNCTION_H
#define MEMCHECK_LANGUAGE_FUNCTION_H

#define LANGUAGE_FUNCTION_UNKNOWN 0
#define LANGUAGE_FUNCTION_SEVERAL PG_UINT32_MAX

extern void language_functions_note(void);
extern void language_functions_follow(bool follow);
extern void language_functions_next_interval(void);
extern void language_functions_made(const char *name);
extern uint32 language_function_of(const char *library);
extern bool language_function_is_new(const char *library);
extern uint32 language_function_with(uint32 one, uint32 other);
extern const char *language_function_name(uint32 function);

#endif							/* MEMCHECK_LANGUAGE_FUNCTION_H */
