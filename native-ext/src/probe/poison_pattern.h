/*
 * poison_pattern.h
 *		What freed memory and the slack of chunks are filled with.
 *
 * Freed, reset and deleted memory holds a word of poison at each address that
 * is a multiple of eight. Its upper half, 0x00000BAD, makes a pointer read from
 * there one that no process maps and that the machine still reports as it is: a
 * fault between 0xbad80000000 and 0xbadffffffff is a use of freed memory. Its
 * lower half says who gave the memory back:
 *
 *		bit 31			set, so that it is no number or length that anybody expects
 *		bits 12 to 30	the site (site.h); 0 if unknown, or above POISON_SITE_MAX
 *		bits 0 to 11	POISON_LOW, about a third of the way up
 *
 * so that a pointer still tells the site when a field behind it is accessed, up
 * to 2833 bytes on, or what lies up to 1262 bytes before it, as a chunk's header
 * does. (A write of zeros to the two upper bytes of such a word is the one that
 * nobody can see.)
 *
 * Damage is looked for with the word that the memory was filled with: whoever
 * fills keeps the site.
 *
 * A scenario may have one byte everywhere instead (fill_place.h). It is set while no window has the
 * probe, since damage is looked for with what is set.
 *
 * The slack of a chunk holds CANARY_BYTE, which is not zero, so that a
 * terminator one byte too far shows.
 *
 * Plain functions on memory; poison_looks_like() and poison_site() may run in a
 * signal handler.
 */
#ifndef MEMCHECK_POISON_PATTERN_H
#define MEMCHECK_POISON_PATTERN_H

#define POISON_LOW 0x4EE
#define POISON_SITE_SHIFT 12
#define POISON_SITE_MAX 0x7FFFF
#define CANARY_BYTE 0xFD

extern void poison_fill_with(int byte);
extern void poison_fill(void *from, Size bytes, uint32 site);
extern Size poison_damage(const void *from, Size bytes, uint32 site, Size *damaged);
extern Size canary_damage(const void *from, Size bytes, Size *damaged);
extern bool poison_looks_like(uintptr_t address);
extern uint32 poison_site(uintptr_t address);
extern bool poison_is_word(uint64 word);

#endif							/* MEMCHECK_POISON_PATTERN_H */
