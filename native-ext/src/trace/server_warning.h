/*
 * server_warning.h
 *		The server's own warnings of leaked resources, as findings.
 *
 * When a transaction ends, the server releases what nobody closed and warns of each: relations,
 * buffers, tuple descriptors, plans, files, snapshots. While a window is open, our emit_log_hook
 * takes the object from the message. It runs inside error reporting, so it copies the text into
 * our own memory and does nothing else.
 */
#ifndef MEMCHECK_SERVER_WARNING_H
#define MEMCHECK_SERVER_WARNING_H

extern void server_warning_install_hook(void);

#endif							/* MEMCHECK_SERVER_WARNING_H */
