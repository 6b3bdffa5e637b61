/*
 * poison_pattern.h
 *		What freed memory and the slack of chunks are filled with.
 *
 * Freed, reset and deleted memory holds the word POISON_WORD at each address
 * that is a multiple of eight. Its upper half makes a pointer read from there
 * one that no process maps and that the machine still reports as it is: a
 * fault between 0xbad00000000 and 0xbadffffffff is a use of freed memory. Its
 * lower half is no number or length that anybody expects. (A write of zeros to
 * the two upper bytes of such a word is the one that nobody can see.)
 *
 * The slack of a chunk holds CANARY_BYTE, which is not zero, so that a
 * terminator one byte too far shows.
 *
 * Plain functions on memory; poison_looks_like() may run in a signal handler.
 */
#ifndef MEMCHECK_POISON_PATTERN_H
#define MEMCHECK_POISON_PATTERN_H

#define POISON_WORD UINT64CONST(0x00000BADF4EEF4EE)
#define CANARY_BYTE 0xFD

extern void poison_fill(void *from, Size bytes);
extern Size poison_damage(const void *from, Size bytes, Size *damaged);
extern Size canary_damage(const void *from, Size bytes, Size *damaged);
extern bool poison_looks_like(uintptr_t address);

#endif							/* MEMCHECK_POISON_PATTERN_H */
