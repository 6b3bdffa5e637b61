/*
 * language_function.h
 *		Which functions of procedural languages an interval called.
 *
 * A call stack shows the handler of a language, whatever function it runs. But the server asks
 * its hooks whether they want to hear of a function when it looks the function up for a call,
 * except for those that are SECURITY DEFINER or have settings of their own: these it tells of when
 * they are called. Both ways lead here.
 *
 * If one function of a library that runs a language was called in an interval, what the library
 * left there is that function's. If there were several, nothing tells whose it is. The library's C
 * functions count as well: one of them handles a DO.
 *
 * language_functions_install_hooks() is called once, in _PG_init. The hooks note functions while
 * language_functions_follow() says so: they read the entry of pg_proc that the server has just
 * looked up, take no lock, and write our own memory. The rest is for judgements: no lock, no
 * error, no palloc. A function has its number for the life of the process.
 */
#ifndef MEMCHECK_LANGUAGE_FUNCTION_H
#define MEMCHECK_LANGUAGE_FUNCTION_H

#define LANGUAGE_FUNCTION_UNKNOWN 0
#define LANGUAGE_FUNCTION_SEVERAL PG_UINT32_MAX

extern void language_functions_install_hooks(void);
extern void language_functions_follow(bool follow);
extern void language_functions_next_interval(void);
extern uint32 language_function_of(const char *library);
extern uint32 language_function_with(uint32 one, uint32 other);
extern const char *language_function_name(uint32 function);

#endif							/* MEMCHECK_LANGUAGE_FUNCTION_H */
