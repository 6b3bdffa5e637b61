/*
 * function_lookup.h
 *		Tells of the functions that the server looks up for a call.
 *
 * The server asks its hooks whether they want to hear of a function when it looks the function up
 * for a call, except for those that are SECURITY DEFINER or have settings of their own: these it
 * tells of when they are called. Both ways lead to the listeners. The server gets the answer that
 * it had without us, so a function is called as it was before.
 *
 * function_lookups_tell() adds a listener for the life of the process. A listener runs in a
 * transaction, inside the server's look-up or call, and must raise no error of its own and allocate
 * in no context. The entry of pg_proc is in the server's cache, as it was needed a moment before.
 */
#ifndef MEMCHECK_FUNCTION_LOOKUP_H
#define MEMCHECK_FUNCTION_LOOKUP_H

typedef void (*FunctionListener) (Oid function);

extern void function_lookups_tell(FunctionListener listener);

#endif							/* MEMCHECK_FUNCTION_LOOKUP_H */
