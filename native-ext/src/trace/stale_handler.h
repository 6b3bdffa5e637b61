/*
 * stale_handler.h
 *		An error handler that a function left behind when it returned.
 *
 * PG_TRY() keeps where errors jump to in the function's own frame, and PG_END_TRY() puts back what
 * was there before. A function that returns in between leaves PG_exception_stack pointing into a
 * frame that is gone: nothing is seen until the next error, which jumps there and mostly ends
 * the process. A callback that was put on error_context_stack and not taken off is the same.
 *
 * While the tracer is on, stale_handlers_look() is called where the executor, the planner or a
 * utility command has come back, before anything puts the old handlers back. Stacks grow down: a
 * handler that lies below the caller's frame is of a function that has returned. It adds an event
 * and changes nothing.
 *
 * Whose it was: extensions call __sigsetjmp(), which PG_TRY() is made of, through a function of
 * ours while they are watched. It notes the buffer and the return address in a small table, and
 * goes on with a jump, so that the C library's function sees its caller as ever. Any thread may
 * come there; a line that two write at once is mixed, and at worst names the wrong one of two
 * functions. On machines other than x86-64 the function is not known, and that of a callback
 * nowhere: what lay in a frame that is gone is not read.
 *
 * stale_handler_jumped_to() is for the handler of a fatal signal: the function that left the
 * handler which the last error jumped to, if that is certain; 0: it is not. A buffer of a frame
 * that is in use holds an address of code; one that was written over does not. It reads the stack
 * and the list of libraries, and nothing else. How the C library hides addresses in such a buffer
 * (glibc's PTR_MANGLE) is tried out before it is believed.
 *
 * Such a jump also sets the mask of signals from what lies there, and a crash whose signal is
 * blocked ends the process without its handler. So siglongjmp(), of the server's too, goes through
 * a function of ours while the session is watched, which takes the signals of a crash out of that
 * mask: the server itself never blocks them.
 */
#ifndef MEMCHECK_STALE_HANDLER_H
#define MEMCHECK_STALE_HANDLER_H

#include "trace/layer.h"

extern const Layer stale_handler_layer;

extern void stale_handlers_look(void);
extern uintptr_t stale_handler_jumped_to(void);

#endif							/* MEMCHECK_STALE_HANDLER_H */
