/*
 * program_symbols.h
 *		The functions that the server's program exports, by address.
 *
 * The linker's dladdr() looks at all symbols of a library for each question. The program has tens
 * of thousands, and a session's first judgement asks for some hundred frames. The program never
 * changes, so the postmaster sorts its functions once, and every process inherits that.
 *
 * program_symbols_init() is called in _PG_init. program_symbol_at() only reads: no locks, no
 * errors, callable anywhere. Without memory, or where the program exports nothing, it knows
 * nothing, and the caller asks the linker.
 */
#ifndef MEMCHECK_PROGRAM_SYMBOLS_H
#define MEMCHECK_PROGRAM_SYMBOLS_H

/* Whether the address lies in the program, and its functions are known. */
extern bool program_symbols_cover(uintptr_t address);

/* The addresses of the program; false: its functions are not known. */
extern bool program_symbols_range(uintptr_t *start, uintptr_t *end);

/* The function that an address lies in, and where behind its start; NULL: none that is exported. */
extern const char *program_symbol_at(uintptr_t address, uint32 *offset);

extern void program_symbols_init(void);

#endif							/* MEMCHECK_PROGRAM_SYMBOLS_H */
