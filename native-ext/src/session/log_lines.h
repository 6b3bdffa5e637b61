/*
 * log_lines.h
 *		The setting "log_to_client": what extensions write to the log reaches the client, too.
 *
 * Files compare what a window's statements say with and without a probe. A line of the log that no
 * client is told of can as well be made of memory that has gone. With the setting each line that
 * goes to the log reaches the client as a message if other code than the server's program wrote it.
 * The server's own lines stay away: times, and temporary files, which a probe has sooner.
 *
 * The hook is called in error reporting: no palloc, no lock, no error. A message for the log alone
 * may say what a client is not to know, so the setting is the superuser's. In parallel workers
 * nothing is changed, nor while a client is asked who it is: it would give up.
 */
#ifndef MEMCHECK_LOG_LINES_H
#define MEMCHECK_LOG_LINES_H

extern void log_lines_install_hook(void);

#endif							/* MEMCHECK_LOG_LINES_H */
