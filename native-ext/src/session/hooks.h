/*
 * hooks.h
 *		The hooks by which the server tells that a statement begins and ends.
 *
 * hooks_install() is called once, in _PG_init. Each hook calls the one that was there
 * before, or the server's own function. At the beginning of a statement at nesting level 0
 * the one before it is judged (watch.h) and the new one becomes the subject
 * (statement.h). The nesting level is restored in PG_FINALLY, so an error loses nothing.
 */
#ifndef MEMCHECK_HOOKS_H
#define MEMCHECK_HOOKS_H

extern void hooks_install(void);

#endif							/* MEMCHECK_HOOKS_H */
